/** Named, independent, restorable streams of random numbers: the same key gives the same numbers on any machine. */
import seedrandom from "seedrandom";
import { ziggurat } from "../stdlib.ts";

export interface Stream {
  /** uniform on [0, 1), 53 bits */
  uniform(): number;
  /** standard normal */
  normal(): number;
  /** the whole state, JSON; `stream(key, state)` goes on exactly where this one stands */
  state(): StreamState;
}

export type StreamState = seedrandom.State.Alea;

/**
 * The stream named by `key`, e.g. `42/chinchilla/chain/0/warmup`. Different keys are independent for all purposes here.
 * @source Baagøe's Alea (seedrandom.alea, 53-bit `double`); normals by the improved ziggurat of Doornik 2005 (@stdlib)
 */
export function stream(key: string, state?: StreamState): Stream {
  const source = seedrandom.alea(key, { state: state ?? true });
  const uniform = (): number => source.double();
  return { uniform, normal: ziggurat(uniform, () => source.int32() >>> 0), state: () => source.state() };
}
