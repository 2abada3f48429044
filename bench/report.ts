/**
 * CPU milliseconds and kilobytes of a page, by what it shows: the fixtures of the tests, and a study of 1 to 20 fits. The least of
 * several rounds; the first, cold one beside it.
 *
 * Run: npx esbuild bench/report.ts --bundle --platform=node --format=esm --outfile=/tmp/report.mjs && node /tmp/report.mjs
 */
import type { Report } from "../lib/report.ts";
import { renderReport } from "../reports/index.ts";
import { buildStudyReport } from "../study/build-study-report.ts";
import { calibration, emergence, variance } from "../test/reports/fixtures/families.ts";
import { full } from "../test/reports/fixtures/full.ts";
import { stress } from "../test/reports/fixtures/stress.ts";

const ROUNDS = 8;

function measure(name: string, report: Report): void {
  let [least, cold, bytes] = [Number.POSITIVE_INFINITY, 0, 0];
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.cpuUsage();
    bytes = Buffer.byteLength(renderReport(report));
    const { user, system } = process.cpuUsage(before);
    const ms = (user + system) / 1000;
    if (round === 0) cold = ms;
    least = Math.min(least, ms);
  }
  console.log(
    `${name.padEnd(24)} ${least.toFixed(0).padStart(5)} ms   cold ${cold.toFixed(0).padStart(4)} ms   ${(bytes / 1000).toFixed(0).padStart(5)} kB`,
  );
}

for (const [name, report] of Object.entries({ full, calibration, variance, emergence, stress })) measure(name, report);

const { comparisons: _c, gate: _g, since: _s, ...fit } = full;
for (const n of [1, 2, 5, 10, 20]) {
  const fits = Array.from({ length: n }, (_, k) => ({ name: `fit${k + 1}`, report: fit }));
  measure(`study of ${n} fits`, buildStudyReport({ title: "study", run: full.run, fits }));
}
