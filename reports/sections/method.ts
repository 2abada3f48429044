/** Section 11: everything needed to do it again. */

import type { MethodModel, Report, Statement } from "../../lib/report.ts";
import { mathStatement } from "../mathml.ts";
import type { Block, Section } from "../section.ts";
import { html, type Markup } from "../svg/markup.ts";

export function methodSection({ method, run }: Report): Section | undefined {
  if (!method) return undefined;
  const facts: [string, string][] = [
    ["command", run.command],
    ["seed", run.seed],
    ["run", run.id],
    ["data hash", run.dataHash],
    ...Object.entries(method.settings ?? {}),
    ...Object.entries(run.versions),
  ];
  const list = html`<dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd><code>${value}</code></dd></div>`)}</dl>`;
  return {
    number: 11,
    id: "method",
    name: "Method",
    finding: "The command, the seed and the model documents below give these numbers again, to the last digit.",
    blocks: [{ html: list }, ...method.models.flatMap(modelBlocks)],
  };
}

const ROLES: readonly (readonly [Statement["role"], string])[] = [
  ["likelihood", "Likelihood"],
  ["let", "where"],
  ["constant", "Constants"],
  ["prior", "Priors"],
  ["quantity", "Quantities"],
];

function modelBlocks(model: MethodModel): readonly Block[] {
  const source = model.source ? html`<p class="sub">${model.source}</p>` : html``;
  return [
    { heading: `${model.fit}: ${model.title}` },
    {
      html: html`${source}${ROLES.map(([role, name]) =>
        statements(
          name,
          model.formulas.filter((each) => each.role === role),
        ),
      )}`,
    },
    {
      html: html`<details class="code"><summary>Model document of ${model.fit}</summary><pre tabindex="0"><code>${model.document}</code></pre></details>`,
    },
  ];
}

function statements(name: string, all: readonly Statement[]): Markup {
  if (all.length === 0) return html``;
  return html`<p class="role">${name}</p><div class="scroll" tabindex="0" role="group" aria-label="Formulas: ${name}"><ul class="formulas">${all.map(
    ({ left, right, role, words }) =>
      html`<li>${mathStatement(left, role === "prior" || role === "likelihood" ? "~" : "=", right)}${words && html` <span class="sub">${words}</span>`}</li>`,
  )}</ul></div>`;
}
