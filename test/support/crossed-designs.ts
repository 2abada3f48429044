/** Small complete designs for models of crossed factors: the first rows of their own simulation hold one level only. */
import type { ModelDocument, Simulation } from "../../lib/model/document.ts";

const labels = (letter: string, n: number): readonly string[] => Array.from({ length: n }, (_, k) => `${letter}${k + 1}`);

const designs: Readonly<Record<string, Pick<Simulation, "rows" | "columns">>> = {
  "seed-variance": {
    rows: 48,
    columns: { model: { labels: labels("m", 4), each: 12 }, bench: { labels: labels("b", 4), each: 3 }, seed: { labels: labels("s", 3) }, prompt: { labels: labels("p", 3) } },
  },
  irt: {
    rows: 96,
    columns: { model: { labels: labels("m", 8), each: 12 }, item: { labels: labels("i", 12) }, C: "exp(log(1e21) + 0.5 * floor((row - 1) / 12))" },
  },
};

/** @param rows of the table when the model has no design of its own here */
export function smallDesign(document: ModelDocument, rows: number): ModelDocument {
  const { simulation } = document;
  if (!simulation) return document;
  const design = designs[document.name] ?? { rows, columns: {} };
  return { ...document, simulation: { ...simulation, rows: design.rows, columns: { ...simulation.columns, ...design.columns } } };
}
