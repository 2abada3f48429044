/** What an earlier fit of the same model gives a new one: step size, metric, coordinates, and a draw to begin at. */
import { canonicalJson } from "../lib/data/canonical-json.ts";
import type { Table } from "../lib/data/table.ts";
import { CredenceError } from "../lib/errors.ts";
import { BoundModel } from "../lib/model/bind.ts";
import type { ModelDocument } from "../lib/model/document.ts";
import { ModelDensity } from "../lib/model/model-density.ts";
import type { WarmStart } from "../samplers/index.ts";
import { openDraws } from "./run-folder.ts";
import { version } from "./version.ts";

/** warmup draws that follow a warm start unless told: the step size settles, the metric is refined once */
export const WARM_WARMUP = 150;

export interface EarlierChains {
  /** the earlier run's identity */
  readonly id: string;
  readonly chains: readonly WarmStart[];
}

/**
 * The last draw, metric, step size and coordinates of each chain of the run in `dir`.
 * @param document of the new fit, its options chosen
 * @param table   its table, whose levels must be the earlier ones
 * @throws CredenceError run/other-model naming what differs; run/version, run/not-a-run, run/torn
 */
export function warmStartFrom(dir: string, document: ModelDocument, table: Table): EarlierChains {
  const earlier = openDraws(dir);
  if (earlier.version !== version) throw otherVersion(dir, earlier.version);
  refuseOther(dir, earlier.document, document);
  refuseElements(dir, earlier.elements, new ModelDensity(new BoundModel(document, table)).elements);
  const { draws, dim, positions, adaptation } = earlier.sampled;
  const chains = adaptation.map(({ stepSize, metric, inverseMetric, coordinateState }, chain): WarmStart => {
    const end = (chain + 1) * draws * dim;
    const position = positions.slice(end - dim, end);
    return { position, stepSize, metric, inverseMetric, ...(coordinateState && { coordinateState }) };
  });
  return { id: earlier.id, chains };
}

/** what a model is, beside its words for people */
const PARTS = ["data", "constants", "parameters", "let", "likelihood", "quantities"] as const;

function refuseOther(dir: string, earlier: ModelDocument, now: ModelDocument): void {
  const lines = (document: ModelDocument): Map<string, string> =>
    new Map(
      PARTS.flatMap((part) =>
        Object.entries(document[part] ?? {}).map(([key, value]): [string, string] => [`${part}.${key}`, canonicalJson(value)]),
      ),
    );
  const [before, after] = [lines(earlier), lines(now)];
  const keys = [...new Set([...after.keys(), ...before.keys()])].filter((key) => before.get(key) !== after.get(key));
  const [first] = keys;
  if (first === undefined) return;
  throw new CredenceError({
    code: "run/other-model",
    message: `${dir} is a fit of another model: ${keys.slice(0, 5).join(", ")}${keys.length > 5 ? ", …" : ""} ${keys.length === 1 ? "differs" : "differ"}`,
    where: { file: dir },
    found: `${earlier.name}: ${first} = ${before.get(first) ?? "absent"}`,
    expected: `${now.name}: ${first} = ${after.get(first) ?? "absent"}`,
    fix: "fit without --from",
  });
}

function refuseElements(dir: string, earlier: readonly string[], now: readonly string[]): void {
  const [before, after] = [new Set(earlier), new Set(now)];
  const gone = earlier.filter((name) => !after.has(name));
  const fresh = now.filter((name) => !before.has(name));
  // the order decides which coordinate is whose
  if (gone.length + fresh.length === 0 && earlier.every((name, k) => name === now[k])) return;
  const some = (names: readonly string[]): string =>
    names.length === 0 ? "nothing else" : names.slice(0, 5).join(", ") + (names.length > 5 ? ", …" : "");
  throw new CredenceError({
    code: "run/other-model",
    message: `${dir} is a fit of the same model to other levels`,
    where: { file: dir },
    found: gone.length + fresh.length > 0 ? some(gone) : "the same levels in another order",
    expected: some(fresh),
    fix: "fit without --from",
  });
}

function otherVersion(dir: string, found: string): CredenceError {
  return new CredenceError({
    code: "run/version",
    message: "the earlier fit was made by another version, which may choose other coordinates",
    where: { file: dir },
    found: `credence ${found}`,
    expected: `credence ${version}`,
    fix: "fit without --from",
  });
}
