import { describe, expect, it } from "vitest";
import { DrawWindow } from "../../samplers/window.ts";

const row = (value: number): Float64Array => Float64Array.of(value, -value);
const filled = (from: number, to: number, window = new DrawWindow(2)): DrawWindow => {
  for (let k = from; k < to; k++) window.add(row(k), row(10 * k));
  return window;
};
const firsts = (rows: Float64Array): number[] => Array.from(rows).filter((_, at) => at % 2 === 0);
const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, k) => from + k);

describe("a window of draws", () => {
  it("forgets what is older than the background window, whatever room that takes", () => {
    const window = filled(0, 10);
    window.shift();
    filled(10, 90, window);
    expect(window.count).toBe(90);
    expect(window.backgroundCount).toBe(80);
    window.shift();
    filled(90, 200, window);
    expect(firsts(window.draws)).toEqual(range(10, 200));
    expect(firsts(window.gradients)).toEqual(range(10, 200).map((k) => 10 * k));
    expect(window.backgroundCount).toBe(110);
  });

  it("goes on from a state, on the same memory in the same process and from a copy alike", () => {
    const window = filled(0, 30);
    window.shift();
    filled(30, 40, window);
    window.shift();
    const state = window.state();
    const copy = { ...state, draws: state.draws.slice(), gradients: state.gradients.slice() };
    for (const given of [state, structuredClone(state), copy]) {
      const next = filled(40, 80, new DrawWindow(2, given));
      expect(firsts(next.draws)).toEqual(range(30, 80));
      expect(next.backgroundCount).toBe(40);
    }
  });

  it("leaves an earlier state's rows alone when it goes on, and when rows are rewritten", () => {
    const window = filled(0, 12);
    const { draws } = window.state();
    for (const { draw } of window.rewritableRows()) draw.fill(-1);
    filled(12, 100, window);
    expect(firsts(draws)).toEqual(range(0, 12));
    expect(firsts(window.draws).slice(0, 13)).toEqual([...range(0, 12).map(() => -1), 12]);
  });
});
