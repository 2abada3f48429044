/** The report's method section: the model's formulas and everything needed to fit it again. */
import { type ModelDocument, parameterDeclaration } from "../../lib/model/document.ts";
import type { Method, ParameterRow, Statement } from "../../lib/report.ts";
import { significant } from "../../reports/numbers.ts";
import type { Run } from "../run-folder.ts";
import { yamlText } from "../yaml-file.ts";

/** @param parameters their priors are told in words */
export function reportMethod({ fit, request }: Run, parameters: readonly ParameterRow[] = []): Method {
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
    ...Object.entries(document.parameters).map(([left, declaration]) =>
      prior(
        left,
        parameterDeclaration(declaration),
        parameters.find(({ name }) => name === left),
      ),
    ),
    ...entries(document.quantities).map(([left, right]) => ({ role: "quantity" as const, left, right })),
  ];
  const { name, title, source } = document;
  return {
    models: [
      {
        fit: name,
        title: title ?? name,
        ...(source ? { source } : {}),
        document: yamlText(fitted(document)),
        formulas,
      },
    ],
    settings: {
      ...Object.fromEntries(Object.entries(request.settings).map(([key, value]) => [words(key), String(value)])),
      ...options(request.set),
    },
  };
}

function prior(
  left: string,
  { prior: right, about }: { prior: string; about?: string },
  row: ParameterRow | undefined,
): Statement {
  const spread =
    row?.prior && `8 in 10 between ${significant(row.prior.q[1], 2)} and ${significant(row.prior.q[5], 2)}`;
  const words = [about, spread].filter(Boolean).join("; ");
  return { role: "prior", left, right, ...(words ? { words } : {}) };
}

/** What is needed to fit the model again: options are chosen by now, and how it is simulated or taught says nothing here. */
function fitted({
  options: _o,
  simulation: _s,
  traps: _t,
  siblings: _i,
  ...document
}: ModelDocument): Partial<ModelDocument> {
  return document;
}

/** what a constant came to in this fit, unless it is written as a number */
function valueOf(text: string, value: number | undefined): { words?: string } {
  return value === undefined || Number.isFinite(Number(text)) ? {} : { words: `= ${significant(value, 4)} here` };
}

function options(set: Readonly<Record<string, string>>): Record<string, string> {
  const chosen = Object.entries(set).map(([name, value]) => `${name}=${value}`);
  return chosen.length > 0 ? { options: chosen.join(", ") } : {};
}

const words = (key: string): string => key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
