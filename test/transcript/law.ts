/** A model that is fitted in a few hundredths of a second: a straight line of log loss in log N, with a choice of slope. */
import { readFileSync } from "node:fs";

export const law = `name: law
data:
  N: { kind: positive, unit: parameters }
  loss: { kind: positive, unit: nats/token }
parameters:
  level: normal(1, 1)
  slope: normal(0, 0.2)
  sigma: lognormal(-3, 1)
let:
  mu: level + slope * log(N / 1e9)
likelihood:
  log(loss): normal(mu, sigma)
quantities:
  L(N): exp(level + slope * log(N / 1e9))
options:
  prior:
    about: how much the slope may be
    default: narrow
    choices:
      narrow: {}
      wide: { parameters: { slope: "normal(0, 2)" } }
      none: { parameters: { slope: null }, let: { slope: "0" } }
`;

const [first, ...all] = readFileSync(new URL("../../examples/chinchilla/sweep.csv", import.meta.url), "utf8").trim().split("\n");
/** the example's runs with a family of three */
export const header = `${first},family`;
export const rows: readonly string[] = all.map((line, i) => `${line},${"abc"[Math.floor(i / 5) % 3]}`);
export const table = (lines: readonly string[]): string => `${header}\n${lines.join("\n")}\n`;
