/** Draws and gradients that the metric is estimated from: a foreground window in use, a background one growing inside it. */

export interface WindowState {
  readonly draws: Float64Array;
  readonly gradients: Float64Array;
  readonly foreground: number;
  readonly background: number;
}

/** Rows are draws, oldest first; the background window is the newest part of the foreground one. */
export class DrawWindow {
  readonly dim: number;
  private drawRows: Float64Array;
  private gradientRows: Float64Array;
  private foreground = 0;
  private background = 0;
  private end = 0;

  constructor(dim: number, capacity: number) {
    this.dim = dim;
    this.drawRows = new Float64Array(dim * capacity);
    this.gradientRows = new Float64Array(dim * capacity);
  }

  /** only the rows still in use, so that a checkpoint holds no more */
  state(): WindowState {
    const { foreground, background } = this;
    return { draws: this.draws.slice(), gradients: this.gradients.slice(), foreground, background };
  }

  restore({ draws, gradients, foreground, background }: WindowState): void {
    this.drawRows.set(draws, foreground * this.dim);
    this.gradientRows.set(gradients, foreground * this.dim);
    this.foreground = foreground;
    this.background = background;
    this.end = foreground + draws.length / this.dim;
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
    this.drawRows.set(draw, this.end * this.dim);
    this.gradientRows.set(gradient, this.end * this.dim);
    this.end++;
  }

  /** row `index` of the foreground draws and gradients, views */
  row(index: number): { draw: Float64Array; gradient: Float64Array } {
    const at = (this.foreground + index) * this.dim;
    return {
      draw: this.drawRows.subarray(at, at + this.dim),
      gradient: this.gradientRows.subarray(at, at + this.dim),
    };
  }

  /** forgets what is older than the background window and begins a new one */
  shift(): void {
    this.foreground = this.background;
    this.background = this.end;
  }
}
