/** A model of the library as a person reads it: its law, columns, priors, options, quantities, and what is known of it. */
import type { ModelDocument, OptionDeclaration } from "../../lib/model/document.ts";
import { parameterDeclaration } from "../../lib/model/document.ts";
import { columns } from "./columns.ts";

/** @param name as the command line knows it: a library name or a path */
export function modelText(document: ModelDocument, name: string): string {
  const { title = "", about, source, data, constants = {}, parameters, quantities = {}, options = {} } = document;
  const { published = {}, traps = [], siblings = [] } = document;
  const sections: [string, string[]][] = [
    ["law", lawLines(document)],
    ["columns", table(Object.entries(data).map(([key, c]) => [key, c.optional ? `${c.kind}, optional` : c.kind, c.unit ?? "", c.about ?? ""]))],
    ["parameters", table(Object.entries(parameters).map(([key, value]) => {
      const { prior, unit = "", about: meaning = "", size, constraint } = parameterDeclaration(value);
      return [key, `~ ${prior}${size ? `, ${size} of them` : ""}${constraint ? `, ${constraint}` : ""}`, unit, meaning];
    }))],
    ["constants", table(Object.entries(constants).map(([key, value]) => [key, `= ${value}`]))],
    ["quantities", table(Object.entries(quantities).map(([key, formula]) => [key, `= ${formula}`]))],
    ["options", Object.entries(options).flatMap(optionLines)],
    ["published", table(Object.entries(published).map(([key, { value, source: where }]) => [key, String(value), where]))],
    ["traps", traps.map((trap) => `- ${trap}`)],
    ["siblings", siblings.length > 0 ? [siblings.join(", ")] : []],
    ["example", exampleLines(document, name)],
  ];
  const head = [`${document.name}   ${title}`.trimEnd(), ...(about ? [about] : []), ...(source ? [`Source: ${source}`] : [])];
  const body = sections.filter(([, lines]) => lines.length > 0).map(([heading, lines]) => [heading, ...lines.map((line) => `  ${line}`)].join("\n"));
  return `${[head.join("\n"), ...body].join("\n\n")}\n`;
}

function lawLines({ let: lets = {}, likelihood }: ModelDocument): string[] {
  const lines = Object.entries(likelihood).map(([response, text]) => (response === "target" ? ["log likelihood", "=", text] : [response, "~", text]));
  return table([...Object.entries(lets).map(([key, formula]) => [key, "=", formula]), ...lines]);
}

function optionLines([name, { about, default: standard, choices }]: [string, OptionDeclaration]): string[] {
  const names = Object.keys(choices).map((choice) => (choice === standard ? `${choice} (default)` : choice));
  return [`--set ${name}=…   ${names.join(", ")}`, `    ${about}`];
}

function exampleLines({ simulation, name: short }: ModelDocument, name: string): string[] {
  const file = `${short}.csv`;
  const start = simulation ? [`credence simulate ${name} --out ${file}`] : [];
  return [...start, `credence fit ${name} ${simulation ? file : "TABLE"}`, `credence models ${name} --yaml > my-${short}.yaml   # to change it`];
}

const table = (rows: readonly (readonly string[])[]): string[] => (rows.length > 0 ? columns(rows, "l") : []);
