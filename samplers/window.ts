/** Draws and gradients that the metric is estimated from: a foreground window in use, a background one growing inside it. */

export interface WindowState {
  /** n × dim, the rows still in use; a view of the window's memory, which other threads share */
  readonly draws: Float64Array;
  readonly gradients: Float64Array;
  /** how many of the rows are older than the background window */
  readonly background: number;
}

/** rows of the first memory; where it ends, what is still in use moves to another with room for half as many rows more */
const FIRST_ROWS = 16;
const GROWTH = 1.5;

/**
 * Rows are draws, oldest first; the background window is the newest part of the foreground one.
 *
 * Rows are only ever appended to a memory, and rewritten only together (`ownMemory`): a state that another thread was given,
 * or that waits to be written to a checkpoint, keeps its rows without a copy while the chain goes on.
 */
export class DrawWindow {
  readonly dim: number;
  private drawRows: Float64Array;
  private gradientRows: Float64Array;
  private foreground = 0;
  private background = 0;
  private end = 0;

  constructor(dim: number, state?: WindowState) {
    this.dim = dim;
    if (state && state.draws.buffer instanceof SharedArrayBuffer) {
      this.drawRows = new Float64Array(state.draws.buffer);
      this.gradientRows = new Float64Array(state.gradients.buffer);
      this.foreground = state.draws.byteOffset / (8 * dim);
    } else {
      const rows = Math.max(FIRST_ROWS, (state?.draws.length ?? 0) / dim);
      this.drawRows = sharedRows(rows, dim, state?.draws);
      this.gradientRows = sharedRows(rows, dim, state?.gradients);
    }
    this.background = this.foreground + (state?.background ?? 0);
    this.end = this.foreground + (state?.draws.length ?? 0) / dim;
  }

  state(): WindowState {
    return { draws: this.draws, gradients: this.gradients, background: this.background - this.foreground };
  }

  get count(): number {
    return this.end - this.foreground;
  }

  get backgroundCount(): number {
    return this.end - this.background;
  }

  /** the foreground draws, n × dim row-major, a view */
  get draws(): Float64Array {
    return this.drawRows.subarray(this.foreground * this.dim, this.end * this.dim);
  }

  get gradients(): Float64Array {
    return this.gradientRows.subarray(this.foreground * this.dim, this.end * this.dim);
  }

  add(draw: Float64Array, gradient: Float64Array): void {
    if ((this.end + 1) * this.dim > this.drawRows.length) this.ownMemory(Math.ceil(GROWTH * Math.max(FIRST_ROWS, this.count)));
    this.drawRows.set(draw, this.end * this.dim);
    this.gradientRows.set(gradient, this.end * this.dim);
    this.end++;
  }

  /** the foreground rows, views that may be rewritten: no earlier state sees it */
  rewritableRows(): { draw: Float64Array; gradient: Float64Array }[] {
    const { dim, count } = this;
    this.ownMemory(Math.max(FIRST_ROWS, count + 1));
    return Array.from({ length: count }, (_, at) => ({
      draw: this.drawRows.subarray(at * dim, (at + 1) * dim),
      gradient: this.gradientRows.subarray(at * dim, (at + 1) * dim),
    }));
  }

  /** forgets what is older than the background window and begins a new one */
  shift(): void {
    this.foreground = this.background;
    this.background = this.end;
  }

  /** moves the rows in use to a memory of their own */
  private ownMemory(rows: number): void {
    const { dim, foreground } = this;
    this.drawRows = sharedRows(rows, dim, this.draws);
    this.gradientRows = sharedRows(rows, dim, this.gradients);
    this.background -= foreground;
    this.end -= foreground;
    this.foreground = 0;
  }
}

function sharedRows(rows: number, dim: number, first?: Float64Array): Float64Array {
  const memory = new Float64Array(new SharedArrayBuffer(8 * rows * dim));
  if (first) memory.set(first);
  return memory;
}
