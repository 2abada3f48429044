/** Power-scaling in a fit's report: against closed forms of a normal mean, and what it flags. */
import { expect, test } from "vitest";
import { tableFromColumns } from "../../lib/data/table-from-columns.ts";
import { checkDocument, type ModelDocument } from "../../lib/model/document.ts";
import { fit } from "../../study/fit.ts";
import { predict } from "../../study/predict.ts";
import { reportSensitivity } from "../../study/report/sensitivity.ts";

const normalMean = (prior: string): ModelDocument =>
  checkDocument({ name: "mean", data: { x: { kind: "real" }, y: { kind: "real" } }, parameters: { a: prior }, likelihood: { y: "normal(a + 0 * x, 1)" } });
const table = tableFromColumns({ x: [1, 2, 3, 4], y: [0.4, 1.1, 0.2, 0.7] });
const MEAN = 0.6;

test("medians under powers of prior and likelihood are those of the conjugate posterior", () => {
  const document = normalMean("normal(0, 1)");
  const result = fit(document, table, { seed: "1", draws: 2000 });
  const [a] = reportSensitivity(result);
  expect(a!.quantity).toBe("a");
  expect(a!.prior.map(({ power }) => power)).toEqual([0.5, 0.8, 1, 1.25, 2]);
  for (const { power, q } of a!.prior) expect(q[3]).toBeCloseTo((4 * MEAN) / (4 + power), 1);
  for (const { power, q } of a!.likelihood) expect(q[3]).toBeCloseTo((4 * power * MEAN) / (4 * power + 1), 1);
});

test("a wide prior is not flagged, one that pulls against the data is, a forecast comes first", () => {
  const wide = fit(normalMean("normal(0, 30)"), table, { seed: "1" });
  const [forecast, ...rest] = reportSensitivity(wide, predict(wide, [{ x: 1 }]));
  expect(forecast).toMatchObject({ quantity: "y at x=1", verdict: "none" });
  expect(rest).toEqual([]);
  const conflict = fit(normalMean("normal(5, 0.5)"), table, { seed: "1" });
  expect(reportSensitivity(conflict)[0]).toMatchObject({ quantity: "a", verdict: "prior-data conflict" });
  const strong = fit(normalMean("normal(0.6, 0.05)"), table, { seed: "1" });
  expect(reportSensitivity(strong)[0]).toMatchObject({ quantity: "a", verdict: "weak likelihood" });
});

test("priors that a hierarchy sets are not scaled, only those whose numbers somebody chose", () => {
  const document = checkDocument({
    name: "groups",
    data: { g: { kind: "factor" }, y: { kind: "real" } },
    parameters: { tau: "half_normal(100)", "theta[g]": "normal(0, tau)" },
    likelihood: { y: "normal(theta[g], 1)" },
  });
  const data = tableFromColumns({ g: ["a", "a", "b", "b", "c", "c", "d", "d"], y: [3, 2.5, -1, -2, 0.5, 0.1, 4, 3.6] });
  const [first] = reportSensitivity(fit(document, data, { seed: "1" }));
  // the half-normal is flat where tau is, so scaling it does nothing
  expect(first!.priorIndex).toBeLessThan(0.01);
});
