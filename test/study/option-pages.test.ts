/** Every choice of every option has a page, from its simulated table to the HTML; one in the quick set, all under CREDENCE_SLOW=1. */
import { expect, test } from "vitest";
import { simulateTable } from "../../lib/model/simulate-table.ts";
import { renderReport } from "../../reports/index.ts";
import { buildReport } from "../../study/build-report.ts";
import { fit } from "../../study/fit.ts";
import { makeRun } from "../../study/run-folder.ts";
import { distinctChoices } from "../support/distinct-choices.ts";

const isSlow = process.env["CREDENCE_SLOW"] === "1";
const settings = { chains: 2, warmup: 100, draws: 50 };

// counts of errors, for which a report looks for a curve of passing, and quantities that are one number for each family
const QUICK = "crossover noise=binomial";
const choices = distinctChoices().filter(({ name, option, choice }) => isSlow || `${name} ${option}=${choice}` === QUICK);

test.each(choices)("$name with $option=$choice", { timeout: 120_000 }, ({ name, document, set }) => {
  const { table } = simulateTable(document, { seed: "page", set });
  const run = makeRun(fit(document, table, { seed: "page", set, ...settings }), { model: name, set, settings, dropped: [], at: [], command: "" });
  expect(renderReport(buildReport(run))).toContain("</html>");
});
