/** The tables of published studies, by path outside the project: read where they are present, else their tests say so and are skipped. */
import { existsSync, readFileSync } from "node:fs";
import { afterAll, describe, test } from "vitest";
import type { Fit } from "../../study/fit.ts";

const folder = new URL("../../../shared/data/", import.meta.url);
const isPresent = existsSync(folder);

export type DataRow = Readonly<Record<string, string>>;

/** tests of one table; they run under `npm run test:data` (CREDENCE_DATA=1) where the tables are present */
export function describeData(title: string, body: (report: Report) => void): void {
  const isAsked = process.env["CREDENCE_DATA"] === "1";
  if (isAsked && !isPresent) console.info(`skipped: ${title}: no data tables at ${folder.pathname}`);
  // a skipped body would still be run to collect its tests, and read tables that are not there
  if (!isAsked || !isPresent) {
    describe.skip(title, () => test("its table is read from ../shared/data", () => {}));
    return;
  }
  describe(title, () => {
    const report = new Report(title);
    body(report);
    afterAll(() => console.log(report.text()));
  });
}

/** the rows of a table of plain cells, without quotes */
export function readData(file: string): DataRow[] {
  const [header, ...lines] = readFileSync(new URL(file, folder), "utf8").trim().split(/\r?\n/).map((line) => line.split(","));
  return lines.map((cells) => Object.fromEntries(cells.map((cell, k) => [header![k]!, cell])));
}

export function numbers(rows: readonly DataRow[], name: string): Float64Array {
  return Float64Array.from(rows, (row) => Number(row[name]));
}

/** quantiles of draws at 2.5, 10, 50, 90 and 97.5 % */
export function interval(draws: ArrayLike<number>): { low: number; q10: number; median: number; q90: number; high: number } {
  const sorted = Float64Array.from(draws).sort();
  const at = (share: number): number => {
    const place = share * (sorted.length - 1);
    const below = Math.floor(place);
    return sorted[below]! + (place - below) * (sorted[Math.min(below + 1, sorted.length - 1)]! - sorted[below]!);
  };
  return { low: at(0.025), q10: at(0.1), median: at(0.5), q90: at(0.9), high: at(0.975) };
}

/** A table that is printed when the tests of a study are done: what was published, or observed, beside ours. */
export class Report {
  private readonly title: string;
  private readonly lines: string[][] = [["", "published", "ours", "95 % interval"]];

  constructor(title: string) {
    this.title = title;
  }

  /** @returns the interval, for the test to judge */
  add(what: string, published: number | string, draws: ArrayLike<number>, digits = 4): ReturnType<typeof interval> {
    const found = interval(draws);
    const text = (x: number): string => x.toPrecision(digits);
    this.lines.push([what, typeof published === "number" ? text(published) : published, text(found.median), `${text(found.low)} .. ${text(found.high)}`]);
    return found;
  }

  /** a number without an interval, such as a score */
  score(what: string, published: number | string, ours: number, digits = 3): void {
    this.lines.push([what, typeof published === "number" ? published.toPrecision(digits) : published, ours.toPrecision(digits), ""]);
  }

  text(): string {
    const widths = this.lines[0]!.map((_, k) => Math.max(...this.lines.map((line) => line[k]!.length)) + 2);
    return [this.title, ...this.lines.map((line) => line.map((cell, k) => cell.padEnd(widths[k]!)).join("").trimEnd())].join("\n");
  }
}

/** all draws of a parameter or quantity of a fit */
export function column({ draws }: Pick<Fit, "draws">, name: string): Float64Array {
  const at = draws.names.indexOf(name);
  if (at < 0) throw new Error(`no ${name} among ${draws.names.join(", ")}`);
  return draws.columns[at]!;
}
