/** The gate's rules by themselves: verdicts at their limits, what would settle, events read and refused, coverage, hold-outs. */
import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { CredenceError } from "../../lib/errors.ts";
import { stream } from "../../lib/random/stream.ts";
import { erfc } from "../../lib/stdlib.ts";
import type { HiddenAnswer } from "../../study/gate/context.ts";
import { readClaim } from "../../study/gate/event.ts";
import { coverageOf } from "../../study/gate/questions.ts";
import { probabilityOfVerdict, unitsToSettle } from "../../study/gate/settle.ts";
import { testVerdict, verdictOf } from "../../study/gate/verdict.ts";
import { HoldoutLedger } from "../../study/ledger/holdout-ledger.ts";
import { concludeExpectations } from "../../study/study-result.ts";

const phi = (x: number): number => 0.5 * erfc(-x / Math.SQRT2);

test("verdicts keep two errors from their limits", () => {
  const at = (p: number, mcse = 0.01, more = {}) => verdictOf({ p, mcse, need: 0.9, ...more });
  expect([at(0.93), at(0.92), at(0.919), at(0.881), at(0.87)]).toEqual(["pass", "pass", "undecided-draws", "undecided-draws", "undecided-data"]);
  expect([at(0.13), at(0.119), at(0.081), at(0.08), at(0)]).toEqual(["undecided-data", "undecided-draws", "undecided-draws", "fail", "fail"]);
  // 1000 effective draws: the error at 0.9 is 0.0095, though that of a share of 0.918 is 0.0087
  expect([at(0.918, 0.0087, { ess: 1000 }), at(0.92, 0.0086, { ess: 1000 })]).toEqual(["undecided-draws", "pass"]);
  expect(at(1, 0.001, { ess: 30 })).toBe("undecided-draws");
  expect(at(0.5, 0.01, { failBelow: 0.6 })).toBe("fail");
  expect(at(0.59, 0.01, { failBelow: 0.6 })).toBe("undecided-draws");
  expect([testVerdict({ p: 0.08, mcse: 0.01, need: 0.05 }), testVerdict({ p: 0.06, mcse: 0.01, need: 0.05 }), testVerdict({ p: 0.02, mcse: 0.01, need: 0.05 })]).toEqual(["pass", "undecided-draws", "fail"]);
});

test("no probability passes and its opposite too, whatever the number of draws", () => {
  const unit = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(unit, fc.double({ min: 1e-6, max: 0.2, noNaN: true }), fc.double({ min: 0.51, max: 0.999, noNaN: true }), fc.option(fc.integer({ min: 10, max: 1e6 }), { nil: undefined }), (p, mcse, need, ess) => {
      const verdict = verdictOf({ p, mcse, ess, need });
      const opposite = verdictOf({ p: 1 - p, mcse, ess, need });
      expect([verdict, opposite]).not.toEqual(["pass", "pass"]);
      if (verdict === "pass") expect(opposite).toBe("fail");
    }),
    { seed: 1 },
  );
});

test("the amount that would settle is what simulation finds", () => {
  // a mean of n normal observations with a flat prior: after k more the verdict comes as often as was said
  const [n, mean, need] = [20, 0.25, 0.95];
  const open = { mean, sd: 1 / Math.sqrt(n), noise: 0, units: n, need };
  const more = unitsToSettle(open)!;
  expect(probabilityOfVerdict(open, more - 1)).toBeLessThan(0.9);
  const random = stream("settle");
  let decided = 0;
  const N = 20_000;
  for (let i = 0; i < N; i++) {
    const truth = mean + random.normal() * open.sd;
    const later = (n * mean + more * (truth + random.normal() / Math.sqrt(more))) / (n + more);
    const p = phi(later * Math.sqrt(n + more));
    if (p >= need || p <= 1 - need) decided++;
  }
  expect(Math.abs(decided / N - 0.9)).toBeLessThan(0.01);
});

test("what the noise of a single outcome leaves open no data settle", () => {
  expect(unitsToSettle({ mean: 0.5, sd: 1, noise: 0.99, units: 10, need: 0.9 })).toBeUndefined();
  expect(unitsToSettle({ mean: 4, sd: 3.5, noise: 0.5, units: 10, need: 0.9 })).toBeGreaterThan(0);
});

const known = { models: ["chinchilla", "power-floor", "power", "items"], forecasts: ["loss_1e25", "loss-b"], holdouts: ["largest"] };
test("events are read: forecasts, elements of models, hyphens, levels", () => {
  const event = readClaim("power-floor.alpha > power.alpha && loss-b - loss_1e25 < 0.1", known);
  expect(event).toMatchObject({ kind: "event", text: "quantity_1 > quantity_2 && loss__b - loss_1e25 < 0.1", forecasts: ["loss_1e25", "loss-b"] });
  expect([...(event as Extract<typeof event, { kind: "event" }>).aliases.values()]).toEqual([
    { model: "power-floor", element: "alpha" },
    { model: "power", element: "alpha" },
  ]);
  expect(readClaim("items.theta[candidate] - items.theta[base] > 0", known)).toMatchObject({ margin: "(quantity_1 - quantity_2) - (0)" });
  expect(readClaim("loss_1e25 < 2.0", known)).toMatchObject({ margin: "(2.0) - (loss_1e25)" });
  expect(readClaim("coverage(largest, 0.9)", known)).toEqual({ kind: "coverage", holdout: "largest", level: 0.9 });
  expect(readClaim(" drift( loss_1e25 , baseline )", known)).toEqual({ kind: "drift", forecast: "loss_1e25" });
  expect(readClaim("calibrated(track_record)", known)).toEqual({ kind: "calibrated" });
  expect(readClaim("more_probable(power, items)", known)).toEqual({ kind: "more_probable", first: "power", second: "items" });
});

const refused: [string, object][] = [
  ["loss_1e25", { code: "study/event", expected: expect.stringContaining("comparison") }],
  ["loss_1e2 < 2", { code: "study/event", nearest: "loss_1e25" }],
  ["chinchila.alpha < 2", { code: "study/event", nearest: "chinchilla" }],
  ["chinchilla < 2", { code: "study/event", nearest: "chinchilla.<parameter>" }],
  ["loss_1e25 <", { code: "formula/syntax" }],
  ["coverage(largest)", { code: "study/event", expected: "coverage(holdout, 0.9)" }],
  ["coverage(largest, 90)", { code: "study/event", found: "90" }],
  ["drift(loss_1e25, last)", { code: "study/event", found: "last" }],
  ["more_probable(power, power)", { code: "study/event" }],
  ["1 < 2 || (3", { code: "formula/syntax" }],
];
test.each(refused)("%s is refused with a reason", (text, details) => {
  let found: unknown;
  try {
    readClaim(text, known);
  } catch (error) {
    found = (error as CredenceError).details;
  }
  expect(found).toMatchObject(details);
});

test("no text makes reading an event crash", () => {
  const piece = fc.constantFrom("loss_1e25", "chinchilla.alpha", "<", ">", "&&", "coverage(", ")", "1", ".", "[", "]", ",", "drift(", "-", "!", " ");
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 4 })), { maxLength: 10 }), (parts) => {
      try {
        readClaim(parts.join(""), known);
      } catch (error) {
        if (!(error instanceof CredenceError)) throw error;
      }
    }),
    { numRuns: 1000, seed: 1 },
  );
});

test("rows that miss together are no evidence, rows that miss each by themselves are", () => {
  const random = stream("coverage");
  const [rows, draws] = [20, 4000];
  const predict = (shared: number): Float64Array => {
    const common = Float64Array.from({ length: draws }, () => random.normal());
    return Float64Array.from({ length: rows * draws }, (_, k) => shared * common[k % draws]! + Math.sqrt(1 - shared ** 2) * random.normal());
  };
  const observed = new Float64Array(rows).fill(1.9);
  const together = coverageOf({ observed, predictive: predict(0.99), chains: 4 }, 0.9);
  const apart = coverageOf({ observed, predictive: predict(0), chains: 4 }, 0.9);
  expect([together.hits, apart.hits]).toEqual([0, 0]);
  expect(together.p).toBeGreaterThan(0.02);
  expect(apart.p).toBeLessThan(0.002);
  // as many as the binomial says: P(X <= 15), X ~ Binomial(20, 0.9)
  expect(Math.abs(coverageOf({ observed, predictive: predict(0), chains: 4 }, 0.9, 15).p - 0.0432)).toBeLessThan(0.012);
});

test("a hold-out counts who asked, and behind Thresholdout tells the same answer twice and stops at its budget", () => {
  const folder = mkdtempSync(join(tmpdir(), "credence-holdout-"));
  const ledger = new HoldoutLedger(folder);
  expect([ledger.ask("rows", "a"), ledger.ask("rows", "b"), ledger.ask("rows", "a"), ledger.ask("others", "a")]).toEqual([1, 2, 2, 1]);
  const options = { threshold: 0.02, noise: 0.01, budget: 2 };
  const overfitted = { training: new Float64Array(50).fill(1), holdout: Float64Array.from({ length: 50 }, (_, k) => (k < 25 ? 1 : 0)) };
  const ask = (question: string): HiddenAnswer => ledger.answer("rows", question, options, overfitted, "seed");
  const answers = ["p", "q", "r", "s"].map(ask);
  expect(answers.map(({ remaining }) => remaining)).toEqual([1, 0, 0, 0]);
  for (const { coverage } of answers.slice(0, 2)) expect(Math.abs(coverage! - 0.5)).toBeLessThan(0.1);
  expect(answers.slice(2).map(({ coverage }) => coverage)).toEqual([undefined, undefined]);
  expect(ask("p")).toEqual(answers[0]);
  ledger.answer("rows", "a/0.9", options, overfitted, "seed");
  expect(ledger.ask("rows", "a")).toBe(6);
  const honest = { training: overfitted.holdout, holdout: overfitted.holdout };
  expect(new HoldoutLedger(folder).answer("fresh", "p", options, honest, "seed")).toMatchObject({ coverage: 0.5, noiseSd: 0, remaining: 2 });
  expect(readdirSync(folder).sort()).toEqual(["fresh", "others", "rows"]);
});

test("exit codes: a sure failure before distrust before an open question", () => {
  const each = (verdict: "pass" | "fail" | "void" | "undecided-data", level: "warn" | "error" = "error", onUndecided?: "warn" | "pass") =>
    ({ id: "x", that: "", need: 0.9, level, verdict, p: null, mcse: null, ...(onUndecided && { onUndecided }) }) as const;
  const codes = (...list: ReturnType<typeof each>[]) => concludeExpectations(list, []).exitCode;
  expect(codes(each("pass"))).toBe(0);
  expect(codes(each("fail"), each("void"), each("undecided-data"))).toBe(1);
  expect(codes(each("void"), each("undecided-data"))).toBe(3);
  expect(codes(each("undecided-data"))).toBe(4);
  expect(codes(each("fail", "warn"), each("undecided-data", "error", "warn"))).toBe(0);
  expect(concludeExpectations([each("fail", "warn")], [], true).exitCode).toBe(1);
  expect(concludeExpectations([each("undecided-data", "error", "pass")], []).verdict).toBe("pass");
  expect(concludeExpectations([each("pass")], ["law"])).toMatchObject({ exitCode: 3, reasons: ["the sampler is not to be trusted on law"] });
});
