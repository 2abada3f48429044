/** Path data in the fewest bytes: tenths of a px, each node as the step from the one before, no separator that the grammar can do without. */

/**
 * An open path through points, px; `""` for none. Steps are taken between rounded places, so that roundings do not add up.
 * @source SVG 2, 9.3.9 the grammar for path data
 */
export function writePath(points: readonly (readonly [number, number])[]): string {
  const [first, ...rest] = points.map(([x, y]) => [Math.round(10 * x), Math.round(10 * y)] as const);
  if (!first) return "";
  let [x0, y0] = first;
  const steps = rest.flatMap(([x, y]) => {
    const step = [x - x0, y - y0];
    [x0, y0] = [x, y];
    return step;
  });
  return `M${join(first)}${steps.length > 0 ? `l${join(steps)}` : ""}`;
}

/** tenths as numbers in a row; a sign parts them, and so does a second decimal point */
function join(tenths: readonly number[]): string {
  let text = "";
  let before = "";
  for (const each of tenths) {
    const next = String(each / 10).replace(/^(-?)0\./, "$1.");
    const parted = text === "" || next.startsWith("-") || (next.startsWith(".") && before.includes("."));
    text += parted ? next : ` ${next}`;
    before = next;
  }
  return text;
}
