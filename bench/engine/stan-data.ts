/** What a Stan program needs of a reference model: its data as R reads them, and points at which two densities can be compared. */
import { sampleChains } from "../../samplers/index.ts";
import { BoundModel } from "../../lib/model/bind.ts";
import { CoordinateChooser } from "../../lib/model/coordinates.ts";
import { type ModelDocument, parameterDeclaration } from "../../lib/model/document.ts";
import { ModelDensity } from "../../lib/model/model-density.ts";
import type { Reference } from "./references.ts";

const POINTS = 6;

/** N, every column by its name, levels as 1, 2, ... in NAME_of with their number n_NAME; an R script of assignments */
export function stanData({ rows }: BoundModel): string {
  const lines = [...rows.columns].flatMap(([name, column]) =>
    column.kind === "factor"
      ? [`n_${name} <- ${column.levels.length}`, `${name}_of <- c(${column.index.map((k) => k + 1).join(",")})`]
      : [`${name} <- c(${column.values.join(",")})`],
  );
  return `${[`N <- ${rows.axis.size}`, ...lines].join("\n")}\n`;
}

/** The model in the coordinates of a Stan program: non-centred where the program computes NAME from others, else centred; no shears. */
export function stanDensity({ document, table }: Reference, program: string): ModelDensity {
  const parameters = Object.fromEntries(
    Object.entries(document.parameters).map(([key, raw]) => {
      const centered = !program.includes(` ${key.replace(/\[.*/, "")} = `);
      return [key, { ...parameterDeclaration(raw), centered }];
    }),
  );
  return new ModelDensity(new BoundModel({ ...document, parameters } as ModelDocument, table));
}

/** a few draws of the posterior, each in the density's first coordinates */
export function typicalPoints(density: ModelDensity): Float64Array[] {
  const { positions, dim, adaptation } = sampleChains(density, { model: "points", seed: "points", chains: 1, warmup: 150, draws: POINTS });
  const first = density.coordinateState();
  density.setCoordinateState(adaptation[0]!.coordinateState ?? first);
  const chooser = new CoordinateChooser(density.model);
  const points = Array.from({ length: POINTS }, (_, k) => chooser.move(positions.subarray(k * dim, (k + 1) * dim), first));
  density.setCoordinateState(first);
  return points;
}

/** coordinates in the order in which the document declares their parameters, as a program in C or Stan has them */
export function declaredOrder({ model }: ModelDensity): number[] {
  return model.parameters.flatMap(({ offset, size }) => Array.from({ length: size }, (_, k) => offset + k));
}
