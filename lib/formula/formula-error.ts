/** An error in a formula, with the caret under its place. */
import { CredenceError, type ErrorDetails } from "../errors.ts";
import type { Span } from "./ast.ts";

/** Formulas in files may span lines; the caret needs one, so line breaks are shown as spaces. */
export function formulaError(text: string, span: Span, details: Omit<ErrorDetails, "where">): CredenceError {
  return new CredenceError({
    ...details,
    where: { text: text.replace(/\s/g, " "), start: span.start, end: Math.max(span.end, span.start + 1) },
  });
}
