/** Exact values: zeros of either sign, infinities, NaN, poles, overflow, underflow. */
import { describe, expect, test } from "vitest";
import { vectorFunctions } from "../../../../lib/compile/functions/index.ts";
import { kernels, run } from "./harness.ts";

const kernel = kernels();
const inf = Number.POSITIVE_INFINITY;
const nan = Number.NaN;
const tiny = 5e-324;

/** argument -> value, compared with Object.is */
const exact: Record<string, [number, number][]> = {
  exp: [
    [0, 1],
    [-0, 1],
    [inf, inf],
    [-inf, 0],
    [709.79, inf],
    [1e300, inf],
    [-746, 0],
    [-1e300, 0],
    [-745.13, tiny],
    [tiny, 1],
  ],
  expm1: [
    [0, 0],
    [-0, -0],
    [inf, inf],
    [-inf, -1],
    [709.79, inf],
    [-1e300, -1],
    [-50, -1],
    [tiny, tiny],
    [-tiny, -tiny],
  ],
  log: [
    [1, 0],
    [0, -inf],
    [-0, -inf],
    [inf, inf],
    [-inf, nan],
    [-1, nan],
    [-tiny, nan],
  ],
  log1p: [
    [0, 0],
    [-0, -0],
    [-1, -inf],
    [inf, inf],
    [-inf, nan],
    [-1.0000000000000002, nan],
    [tiny, tiny],
    [-tiny, -tiny],
  ],
  log1p_exp: [
    [0, Math.LN2],
    [-0, Math.LN2],
    [inf, inf],
    [-inf, 0],
    [1e300, 1e300],
    [-1e300, 0],
    [-745.13, tiny],
  ],
  log1m_exp: [
    [0, -inf],
    [-0, -inf],
    [-inf, 0],
    [1, nan],
    [tiny, nan],
    [inf, nan],
    [-1e300, 0],
  ],
  inv_logit: [
    [0, 0.5],
    [-0, 0.5],
    [inf, 1],
    [-inf, 0],
    [1e300, 1],
    [-1e300, 0],
    [-745.13, tiny],
  ],
  log_inv_logit: [
    [0, -Math.LN2],
    [inf, -0],
    [-inf, -inf],
    [-1e300, -1e300],
    [1e300, -0],
  ],
  tanh: [
    [0, 0],
    [-0, -0],
    [inf, 1],
    [-inf, -1],
    [1e300, 1],
    [tiny, tiny],
    [-tiny, -tiny],
    [25, 1],
  ],
  sin: [
    [0, 0],
    [-0, -0],
    [inf, nan],
    [-inf, nan],
    [tiny, tiny],
    [-tiny, -tiny],
    [2 ** 31, nan],
  ],
  cos: [
    [0, 1],
    [-0, 1],
    [inf, nan],
    [-inf, nan],
    [tiny, 1],
    [-(2 ** 31), nan],
  ],
  atan: [
    [0, 0],
    [-0, -0],
    [inf, Math.PI / 2],
    [-inf, -Math.PI / 2],
    [1, Math.PI / 4],
    [-1, -Math.PI / 4],
    [tiny, tiny],
    [-tiny, -tiny],
  ],
  erf: [
    [0, 0],
    [-0, -0],
    [inf, 1],
    [-inf, -1],
    [7, 1],
    [1e300, 1],
    [tiny, tiny],
    [-tiny, -tiny],
  ],
  erfc: [
    [0, 1],
    [-0, 1],
    [inf, 0],
    [-inf, 2],
    [-7, 2],
    [28, 0],
    [1e300, 0],
    [-1e300, 2],
  ],
  Phi: [
    [0, 0.5],
    [-0, 0.5],
    [inf, 1],
    [-inf, 0],
    [9, 1],
    [-39, 0],
    [-1e300, 0],
    [1e300, 1],
  ],
  log_Phi: [
    [0, -Math.LN2],
    [-0, -Math.LN2],
    [inf, 0],
    [-inf, -inf],
    [-1e155, -inf],
    [40, 0],
    [1e300, 0],
  ],
  log1m_exp_slope: [
    [0, -inf],
    [-inf, -0],
    [-1e300, -0],
    [tiny, nan],
    [1, nan],
    [inf, nan],
    [nan, nan],
  ],
  log_Phi_slope: [
    [inf, 0],
    [1e300, 0],
    [-inf, inf],
  ],
  lgamma: [
    [0, inf],
    [-0, inf],
    [inf, inf],
    [-inf, nan],
    [-1, nan],
    [-0.5, nan],
    [-tiny, nan],
    [1e306, inf],
    [1.7e308, inf],
  ],
  digamma: [
    [0, -inf],
    [inf, inf],
    [-inf, nan],
    [-1, nan],
    [-tiny, nan],
    [tiny, -inf],
  ],
  trigamma: [
    [0, inf],
    [inf, 0],
    [-inf, nan],
    [-1, nan],
    [-tiny, nan],
    [tiny, inf],
    [1e-160, inf],
  ],
};

/** base, exponent -> power: IEEE 754, and 1^NaN as JavaScript has it */
const powers: [number, number, number][] = [
  [0, 0, 1],
  [-0, 0, 1],
  [nan, 0, 1],
  [inf, 0, 1],
  [-inf, -0, 1],
  [0, 2, 0],
  [0, -2, inf],
  [0, 0.5, 0],
  [0, -0.5, inf],
  [-0, 3, -0],
  [-0, -3, -inf],
  [-0, 2, 0],
  [-0, -2, inf],
  [0, inf, 0],
  [0, -inf, inf],
  [inf, 2, inf],
  [inf, -2, 0],
  [inf, 1e-300, inf],
  [-inf, 3, -inf],
  [-inf, 2, inf],
  [-inf, -3, -0],
  [-inf, 0.5, inf],
  [2, inf, inf],
  [2, -inf, 0],
  [0.5, inf, 0],
  [0.5, -inf, inf],
  [-2, inf, inf],
  [1, inf, 1],
  [1, -inf, 1],
  [1, 1e300, 1],
  [1, 5, 1],
  [1, nan, nan],
  [nan, 1, nan],
  [2, nan, nan],
  [0, nan, nan],
  [inf, nan, nan],
  [-1, 3, -1],
  [-1, 4, 1],
  [-1, 1e300, 1],
  [-8, 0.5, nan],
  [-2, 1.5, nan],
  [2, 1024, inf],
  [2, -1074, tiny],
  [2, -1076, 0],
  [-2, 1025, -inf],
  [2, 10, 1024],
  [1.0000000000000002, 1e300, inf],
  [0.9999999999999999, 1e300, 0],
  [tiny, 1, tiny],
  [tiny, -1, inf],
  [1.7e308, 2, inf],
];

describe.each(Object.entries(exact))("%s", (name, cases) => {
  const argument = cases.map(([x]) => x);
  test.each(cases.map(([x, value], k) => ({ x, value, k })))("of $x is $value", ({ value, k }) => {
    expect(run(kernel, name, argument)[0][k]).toBe(value);
  });

  test("of every NaN is NaN", () => {
    const payloads = [
      0x7ff8000000000000n,
      0xfff8000000000000n,
      0xffffffffffffffffn,
      0x7fffffffffffffffn,
      0x7ff0000000000001n,
    ];
    const every = new Float64Array(new BigUint64Array(payloads).buffer);
    expect([...run(kernel, name, [...every])[0]]).toEqual(payloads.map(() => nan));
  });
});

describe("pow", () => {
  const bases = powers.map(([x]) => x);
  const exponents = powers.map(([, y]) => y);
  test.each(powers.map(([x, y, value], k) => ({ x, y, value, k })))("of $x and $y is $value", ({ value, k }) => {
    expect(run(kernel, "pow", bases, exponents)[0][k]).toBe(value);
  });
});

test("every function has its exact values", () => {
  expect([...Object.keys(exact), "pow"].sort()).toEqual(Object.keys(vectorFunctions).sort());
});
