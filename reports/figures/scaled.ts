/** Small distances in thousandths or millionths of the unit, with their sign. */

import { fixed, superscript } from "../numbers.ts";

const FACTORS = [
  [1, ""],
  [1e-3, "thousandths"],
  [1e-6, "millionths"],
] as const;

export interface Scaled {
  /** an axis title in a long and a short wording: `distance, thousandths of nats/token`, `distance, 10⁻³ nats/token` */
  titles(what: string): readonly string[];
  /** a tick's label: `+100`, `−50`, `0` */
  label(value: number, step: number): string;
}

/** @param size the largest distance to be shown */
export function scaled(size: number, unit: string | undefined): Scaled {
  const [factor, word] = FACTORS.find(([each]) => size >= each * 0.5) ?? FACTORS[0];
  const short = word && `10${superscript(Math.round(Math.log10(factor)))}`;
  const join = (what: string, parts: readonly (string | undefined)[], between: string) =>
    [what, parts.filter(Boolean).join(between)].filter(Boolean).join(", ");
  return {
    titles: (what) => [join(what, [word, unit], " of "), join(what, [short, unit], " ")],
    label: (value, step) => {
      const place = 10 ** Math.min(0, Math.floor(Math.log10(step / factor) + 1e-9));
      const text = fixed(value / factor, place);
      return value > step * 1e-6 ? `+${text}` : text;
    },
  };
}
