/** A stream that can be rewound: the same random numbers again, so that neighbouring predictions share their noise. */
import type { Stream } from "./stream.ts";

export interface Replay extends Omit<Stream, "state"> {
  /** the next numbers are the first ones again */
  rewind(): void;
}

/** Uniforms and normals are remembered apart, so each kind repeats in its own order. */
export function replay(source: Stream): Stream & Replay {
  const [uniforms, normals]: [number[], number[]] = [[], []];
  let [u, n] = [0, 0];
  return {
    uniform: () => (uniforms[u++] ??= source.uniform()),
    normal: () => (normals[n++] ??= source.normal()),
    state: () => source.state(),
    rewind: () => {
      [u, n] = [0, 0];
    },
  };
}
