/** One score an item: which of a file's metrics or filters is meant is asked, never guessed. */
import { CredenceError, nearest } from "../../errors.ts";

/** A label by which scores of one item differ. */
export type ScoreLabel = "metric" | "filter";

/**
 * The scores with the label that was asked for, or all of them when no item has two.
 *
 * @param items  a name of what a score belongs to; items without the label asked for are left out and noted
 * @throws CredenceError data/metric-missing, data/metric-mixed (or filter-): an item would be counted more than once
 */
export function chooseScores<Score extends Readonly<Partial<Record<ScoreLabel, string>>>>(
  scores: readonly Score[],
  label: ScoreLabel,
  asked: string | undefined,
  itemOf: (score: Score) => string,
  context: { readonly file: string; readonly notes: string[] },
): Score[] {
  const names = [...new Set(scores.map((score) => score[label]!))];
  if (asked === undefined) {
    if (names.length > 1) refuseTwo(scores, label, itemOf, names, context.file);
    return [...scores];
  }
  const chosen = scores.filter((score) => score[label] === asked);
  if (chosen.length === 0) throw labelMissing(label, asked, names, context.file);
  const kept = new Set(chosen.map(itemOf));
  const lost = new Set(scores.map(itemOf).filter((item) => !kept.has(item)));
  if (lost.size > 0) context.notes.push(`left out, without ${label} ${asked}: ${someOf([...lost])}`);
  return chosen;
}

function refuseTwo<Score extends Readonly<Partial<Record<ScoreLabel, string>>>>(
  scores: readonly Score[],
  label: ScoreLabel,
  itemOf: (score: Score) => string,
  names: readonly string[],
  file: string,
): void {
  const first = new Map<string, string>();
  for (const score of scores) {
    const item = itemOf(score);
    const earlier = first.get(item) ?? score[label]!;
    if (earlier !== score[label]) throw labelMixed(label, names, file, item);
    first.set(item, earlier);
  }
}

/** Two or more labels for one item and none chosen. */
export function labelMixed(label: ScoreLabel, names: readonly string[], file: string, item: string): CredenceError {
  return new CredenceError({
    code: `data/${label}-mixed`,
    message: `${item} has more than one ${label}, so that it would be counted more than once`,
    where: { file },
    found: someOf(names),
    expected: `one ${label}`,
    fix: `${label}: ${names[0]}`,
  });
}

export function labelMissing(label: ScoreLabel, asked: string, names: readonly string[], file: string): CredenceError {
  return new CredenceError({
    code: `data/${label}-missing`,
    message: `no ${label} "${asked}"`,
    where: { file },
    found: someOf(names) || "none",
    expected: asked,
    nearest: nearest(asked, names),
  });
}

/** The first names of a list that may be long. */
export function someOf(names: readonly string[]): string {
  return names.slice(0, 12).join(", ") + (names.length > 12 ? `, … (${names.length})` : "");
}
