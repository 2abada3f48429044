/** The one error type a user ever sees: what was found, what was expected, the nearest valid thing, the fix. */

/** A place a person can open: a file with line and column, or a table with row and column. */
export interface Where {
  readonly file?: string;
  /** 1-based */
  readonly line?: number;
  /** 1-based */
  readonly column?: number;
  /** the text of the formula or line, and the half-open range under which the caret is drawn */
  readonly text?: string;
  readonly start?: number;
  readonly end?: number;
}

export interface ErrorDetails {
  /** room/what, e.g. `data/column-missing` */
  readonly code: string;
  /** lower case, one sentence, with the value and the limit in it */
  readonly message: string;
  readonly where?: Where | undefined;
  readonly found?: string | undefined;
  readonly expected?: string | undefined;
  readonly nearest?: string | undefined;
  readonly fix?: string | undefined;
}

export class CredenceError extends Error {
  readonly details: ErrorDetails;

  constructor(details: ErrorDetails, options?: { cause?: unknown }) {
    super(details.message, options);
    this.name = "CredenceError";
    this.details = details;
  }

  get code(): string {
    return this.details.code;
  }

  /** The same error with a place added where it had none: callers know the file, the parser only the text. */
  at(where: Where): CredenceError {
    return new CredenceError({ ...this.details, where: { ...where, ...this.details.where } }, { cause: this.cause });
  }
}

/** The error as a person reads it on a terminal; no stack. */
export function renderError(error: CredenceError): string {
  const { code, message, where, found, expected, nearest, fix } = error.details;
  const lines = [`error  ${code}${where ? `  ${place(where)}` : ""}`, `  ${message}`];
  if (where?.text !== undefined && where.start !== undefined) {
    const end = Math.max(where.end ?? where.start + 1, where.start + 1);
    lines.push(`    ${where.text}`, `    ${" ".repeat(where.start)}${"^".repeat(end - where.start)}`);
  }
  for (const [label, value] of Object.entries({ found, expected, nearest, fix })) {
    if (value !== undefined) lines.push(`  ${label.padEnd(9)} ${value}`);
  }
  return lines.join("\n");
}

function place({ file, line, column }: Where): string {
  return [file, line, column].filter((part) => part !== undefined).join(":");
}

/**
 * The candidate closest to `name` by edit distance (case ignored), or undefined when nothing is near. No more than half the
 * letters may differ, or two of a name of three: another single letter is no misspelling.
 * @cost O(candidates · length²)
 */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.min(Math.max(2, Math.floor(name.length / 2)), name.length - 1) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, substitution));
    }
    row = next;
  }
  return row[b.length]!;
}
