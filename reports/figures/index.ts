/** From a figure's data to the figure, by kind. */

import type { FigureData } from "../../lib/report-figures.ts";
import type { Figure } from "../figure.ts";
import { allocationFigure } from "./allocation.ts";
import { divergenceFigure } from "./divergences.ts";
import { emergenceFigure } from "./emergence.ts";
import { energyFigure } from "./energy.ts";
import { fanFigure } from "./fan.ts";
import { holdoutFigure } from "./holdout.ts";
import { pitFigure } from "./pit.ts";
import { rankFigure } from "./ranks.ts";
import { reliabilityFigure } from "./reliability.ts";
import { residualFigure } from "./residuals.ts";
import { ribbonFigure } from "./ribbon.ts";
import { rootogramFigure } from "./rootogram.ts";
import { seedVarianceFigure } from "./seed-variance.ts";
import { surfaceFigure } from "./surface.ts";

export function figureOf(data: FigureData): Figure {
  switch (data.kind) {
    case "fan":
      return fanFigure(data);
    case "ribbon":
      return ribbonFigure(data);
    case "residuals":
      return residualFigure(data);
    case "pit":
      return pitFigure(data);
    case "reliability":
      return reliabilityFigure(data);
    case "rootogram":
      return rootogramFigure(data);
    case "holdout":
      return holdoutFigure(data);
    case "ranks":
      return rankFigure(data);
    case "energy":
      return energyFigure(data);
    case "divergences":
      return divergenceFigure(data);
    case "seed-variance":
      return seedVarianceFigure(data);
    case "emergence":
      return emergenceFigure(data);
    case "allocation":
      return allocationFigure(data);
    case "surface":
      return surfaceFigure(data);
  }
}
