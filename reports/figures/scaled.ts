/** Small distances in thousandths or millionths of the unit, with their sign. */

import { fixed } from "../numbers.ts";

const FACTORS = [
  [1, ""],
  [1e-3, "thousandths"],
  [1e-6, "millionths"],
] as const;

export interface Scaled {
  /** `thousandths of nats/token`; empty when there is neither factor nor unit */
  readonly unit: string;
  /** a tick's label: `+100`, `−50`, `0` */
  label(value: number, step: number): string;
}

/** @param size the largest distance to be shown */
export function scaled(size: number, unit: string | undefined): Scaled {
  const [factor, word] = FACTORS.find(([each]) => size >= each * 0.5) ?? FACTORS[0];
  return {
    unit: [word, unit].filter(Boolean).join(" of "),
    label: (value, step) => {
      const place = 10 ** Math.min(0, Math.floor(Math.log10(step / factor) + 1e-9));
      const text = fixed(value / factor, place);
      return value > step * 1e-6 ? `+${text}` : text;
    },
  };
}
