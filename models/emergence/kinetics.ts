/** Test-time compute with the cost of memory: accuracy against length and size, and what a query costs. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";

const LENGTH = "-expm1(-(length / (l0 * (N / N0)^lambda))^shape)";

export const kinetics: ModelDocument = defineModel({
  name: "kinetics",
  title: "Accuracy of long generations by model size, with the cost of compute and memory",
  about: "accuracy = a(N) (1 - exp(-(length / l0(N))^shape)) with logit a linear in log N and l0 a power of N. `eflops` is the cost of a query: arithmetic plus memory traffic in equivalent FLOP, prompt KV shared by all trials.",
  source: "Sadhukhan et al. 2025, arXiv:2506.05333, eq. 1 and 2 for the cost; the accuracy law is a saturating curve of our choice",
  data: {
    N: { kind: "positive", unit: "parameters" },
    length: { kind: "positive", unit: "tokens", about: "budget of generated tokens" },
    tries: { kind: "count", about: "questions asked at this budget" },
    passes: { kind: "count", about: "right answers among them" },
  },
  constants: { N0: "exp(mean(log(N)))" },
  parameters: {
    u: { prior: "normal(0, 1.5)", about: "log odds of a right answer at N0 with length without end" },
    v: { prior: "normal(0.4, 0.4)", about: "what an e-fold of N adds to it" },
    l0: { prior: "lognormal(log(3000), 1)", unit: "tokens", about: "length at which a model of N0 has 63 % of its accuracy (shape 1)" },
    lambda: { prior: "normal(0, 0.3)", about: "exponent of N in that length" },
    shape: { prior: "lognormal(0, 0.4)", about: "how sharply accuracy rises with length" },
  },
  let: { p: `inv_logit(u + v * log(N / N0)) * ${LENGTH}` },
  likelihood: { passes: "binomial(tries, p)" },
  quantities: {
    "accuracy(N, length)": `inv_logit(u + v * log(N / N0)) * ${LENGTH}`,
    "best_of(n, N, length)": "1 - (1 - accuracy(N, length))^n",
    "compute(P, heads, width, prompt, length, n)": "n * (2 * P * length + 2 * (2 * prompt + length) * length * heads * width)",
    "memory(kv_heads, width, prompt, length, n)": "562.5 * 2 * (2 * prompt + n * length) * length * kv_heads * width",
    "eflops(P, heads, kv_heads, width, prompt, length, n)": "compute(P, heads, width, prompt, length, n) + memory(kv_heads, width, prompt, length, n)",
    "length_for(accuracy_wanted, N)": "l0 * (N / N0)^lambda * (-log1m(accuracy_wanted / inv_logit(u + v * log(N / N0))))^(1 / shape)",
  },
  table: { require: { "passes <= tries": { message: "more right answers than questions" } } },
  traps: [
    "A generation cut at a length is not one that was trained for that length.",
    "best_of takes the tries of a question as independent; pass-at-k does not.",
  ],
  siblings: ["pass-at-k"],
  simulation: {
    rows: 40,
    columns: {
      N: "exp(log(6e8) + log(50) * floor((row - 1) / 8) / 4)",
      length: "exp(log(500) + log(40) * (row - 1 - 8 * floor((row - 1) / 8)) / 7)",
      tries: "200",
    },
    parameters: { u: 0.3, v: 0.5, l0: 3000, lambda: -0.1, shape: 1.1 },
  },
});
