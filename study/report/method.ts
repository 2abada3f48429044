/** The report's method section: the model's formulas and everything needed to fit it again. */
import { parameterDeclaration } from "../../lib/model/document.ts";
import type { Method, Statement } from "../../lib/report.ts";
import type { Run } from "../run-folder.ts";

export function reportMethod({ fit, request }: Run): Method {
  const { document, density } = fit;
  const entries = (section: Readonly<Record<string, unknown>> = {}): [string, string][] =>
    Object.entries(section).map(([left, right]) => [left, String(right)]);
  const formulas: Statement[] = [
    ...entries(document.likelihood).map(([left, right]) => ({ role: "likelihood" as const, left, right })),
    ...entries(document.let).map(([left, right]) => ({ role: "let" as const, left, right })),
    ...entries(document.constants).map(([left, right]) => ({
      role: "constant" as const,
      left,
      right,
      ...valueOf(right, density.model.constants.get(left)),
    })),
    ...Object.entries(document.parameters).map(([left, declaration]) => prior(left, parameterDeclaration(declaration))),
    ...entries(document.quantities).map(([left, right]) => ({ role: "quantity" as const, left, right })),
  ];
  const { name, title, source } = document;
  return {
    models: [
      {
        fit: name,
        title: title ?? name,
        ...(source ? { source } : {}),
        document: JSON.stringify(document, null, 2),
        formulas,
      },
    ],
    settings: {
      ...Object.fromEntries(Object.entries(request.settings).map(([key, value]) => [words(key), String(value)])),
      ...options(request.set),
    },
  };
}

function prior(left: string, { prior: right, about }: { prior: string; about?: string }): Statement {
  return { role: "prior", left, right, ...(about ? { words: about } : {}) };
}

/** what a constant came to in this fit, unless it is written as a number */
function valueOf(text: string, value: number | undefined): { words?: string } {
  return value === undefined || Number.isFinite(Number(text))
    ? {}
    : { words: `= ${Number(value.toPrecision(6))} here` };
}

function options(set: Readonly<Record<string, string>>): Record<string, string> {
  const chosen = Object.entries(set).map(([name, value]) => `${name}=${value}`);
  return chosen.length > 0 ? { options: chosen.join(", ") } : {};
}

const words = (key: string): string => key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
