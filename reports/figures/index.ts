/** From a figure's data to the figure, by kind. */

import type { FigureData } from "../../lib/report-figures.ts";
import type { Figure } from "../figure.ts";
import { fanFigure } from "./fan.ts";

export function answerFigure(data: FigureData): Figure {
  switch (data.kind) {
    case "fan":
      return fanFigure(data);
    default:
      throw new Error(`no drawing for figure kind ${data.kind}`);
  }
}
