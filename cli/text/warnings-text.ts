/** What is wrong with a fit and the way out, for standard error; empty when nothing is. */
import type { Diagnostics } from "../../lib/posterior/index.ts";
import type { Doubt } from "../../study/check-design.ts";
import type { Terminal } from "../terminal.ts";

/** @param more warnings that are not the sampler's; they do not make the fit untrusted */
export function warningsText(
  { ok, warnings }: Diagnostics,
  { hasColor }: Terminal,
  more: readonly Doubt[] = [],
): string {
  const strong = (text: string): string => (hasColor ? `\u001b[1m${text}\u001b[0m` : text);
  const lines = [...more, ...warnings].flatMap(({ message, remedy }) => [
    strong(`warning  ${message}`),
    `         ${remedy}`,
  ]);
  if (!ok)
    lines.push(
      strong("The sampler is not to be trusted on this fit: read no number above before that is mended (exit 3)."),
    );
  return lines.length > 0 ? `${lines.join("\n")}\n` : "";
}
