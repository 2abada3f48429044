/** What a study writes for the CI is read by others: JUnit, Markdown, annotations, JSON, the workflows and the action. */
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { parse as parseJUnit } from "junit2json";
import { build } from "esbuild";
import { micromark } from "micromark";
import { gfmTable, gfmTableHtml } from "micromark-extension-gfm-table";
import { beforeAll, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { MARKDOWN_LIMIT } from "../../reports/index.ts";
import { credence } from "../transcript/session.ts";

const root = new URL("../../", import.meta.url);
const folder = mkdtempSync(join(tmpdir(), "credence-formats-"));
const output = (name: string): string => readFileSync(join(folder, "credence-out", name), "utf8");
let printed: string;
let code: number;

const ids = Array.from({ length: 12 }, (_, k) => `e${k + 1}`);
beforeAll(async () => {
  const rows = Array.from({ length: 30 }, (_, k) => ((k * 7) % 11) / 10);
  writeFileSync(join(folder, "y.csv"), `y\n${rows.join("\n")}\n`);
  writeFileSync(
    join(folder, "study.yaml"),
    `version: 1
title: 'A "title" <script>alert(1)</script> | & %0A ::error::'
sampler: { draws: 300, warmup: 200 }
data: { y: { files: y.csv } }
models:
  m: { data: y, model: { data: { y: real }, parameters: { mu: "normal(0, 1)" }, likelihood: { y: "normal(mu, 0.3)" } } }
expect:
  - { id: holds, that: m.mu > 0.1 }
  - { id: open, that: "m.mu > ${rows.reduce((a, b) => a + b, 0) / 30}" }
${ids.map((id) => `  - { id: ${id}, that: "m.mu < 0.1 && m.mu > -9" }`).join("\n")}
  - { id: mild, that: m.mu > 2, level: warn }
`,
  );
  ({ out: printed, code } = await credence(folder, "run --ci"));
});

test("JUnit is read by a parser of its own: counts, failures, skipped, properties", async () => {
  expect(code).toBe(1);
  const suites = (await parseJUnit(output("junit.xml"))) as unknown as {
    name: string;
    tests: number;
    failures: number;
    errors: number;
    skipped: number;
    testsuite: { testcase: { name: string; file: string; line: string; failure?: object[]; skipped?: unknown }[]; properties: { name: string; value: string }[] }[];
  };
  expect(suites).toMatchObject({ tests: 15, failures: 12, errors: 0, skipped: 2 });
  const [suite] = suites.testsuite;
  expect(suite!.testcase.filter(({ failure }) => failure).map(({ name }) => name)).toEqual(ids);
  expect(suite!.testcase.map(({ name }) => name)).toEqual(["holds", "open", ...ids, "mild"]);
  expect(suites.name).toContain('"title" <script>');
  expect(suite!.properties.find(({ name }) => name === "holds.probability")).toBeDefined();
});

test("Markdown is below its limit, renders its tables, and no title becomes markup", () => {
  const text = output("summary.md");
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MARKDOWN_LIMIT);
  const html = micromark(text, { extensions: [gfmTable()], htmlExtensions: [gfmTableHtml()], allowDangerousHtml: true });
  expect(html).not.toMatch(/<script/i);
  const [, gate] = /<h3>Gate<\/h3>[\s\S]*?<table>([\s\S]*?)<\/table>/.exec(html)!;
  expect(gate!.match(/<tr>/g)).toHaveLength(16);
  for (const row of gate!.split("<tr>").slice(1)) expect(row.match(/<t[dh]/g)).toHaveLength(7);
});

test("annotations are GitHub's commands: at most ten, worst first, on the lines of the expectations", () => {
  const commands = printed.split("\n").filter((line) => line.startsWith("::"));
  expect(commands).toHaveLength(10);
  // actions/runner: `::name key=value,key=value::message`, with %, CR, LF (and : , in values) escaped
  const parsed = commands.map((line) => /^::(error|warning) ((?:\w+=[^:,\r\n]*)(?:,\w+=[^:,\r\n]*)*)::([^\r\n]*)$/.exec(line)!);
  expect(parsed.every(Boolean)).toBe(true);
  const study = readFileSync(join(folder, "study.yaml"), "utf8").split("\n");
  for (const [, kind, fields] of parsed.slice(0, 9)) {
    const { file, line, title } = Object.fromEntries(fields!.split(",").map((field) => field.split("=")));
    expect([kind, file]).toEqual(["error", "study.yaml"]);
    expect(study[Number(line) - 1]).toContain(`id: ${title},`);
  }
  expect(commands.at(-1)).toContain("more in the summary");
});

test("in a folder below the repository paths start at its root; a study that cannot run is annotated on its line", async () => {
  process.env["GITHUB_WORKSPACE"] = join(folder, "..");
  try {
    const { out } = await credence(folder, "run --reporter github");
    expect(out).toMatch(new RegExp(`\n::error file=${basename(folder)}/study\\.yaml,line=10,title=e1::`));
    writeFileSync(join(folder, "wrong.yaml"), "version: 1\ndata: {}\nmodles: {}\n");
    const broken = await credence(folder, "run wrong.yaml --ci");
    expect(broken.out).toMatch(new RegExp(`^::error file=${basename(folder)}/wrong\\.yaml,line=3,title=study/file::unknown key "modles"; did you mean models\\?\n$`));
    expect(broken.code).toBe(2);
  } finally {
    delete process.env["GITHUB_WORKSPACE"];
  }
});

test("the JSON has its schema number, verdict, exit code and reasons", () => {
  const summary = JSON.parse(output("summary.json")) as object;
  const schema = {
    type: "object",
    required: ["schema", "verdict", "exitCode", "reasons", "expectations", "fits", "forecasts"],
    properties: {
      schema: { const: 1 },
      verdict: { enum: ["pass", "fail", "undecided", "void"] },
      exitCode: { enum: [0, 1, 3, 4] },
      reasons: { type: "array", items: { type: "string" }, minItems: 12 },
      expectations: {
        type: "array",
        items: {
          type: "object",
          required: ["id", "that", "need", "level", "verdict", "p", "mcse", "file", "line"],
          properties: { p: { type: ["number", "null"], minimum: 0, maximum: 1 }, line: { type: "integer", minimum: 1 } },
        },
      },
    },
  };
  const ajv = new Ajv2020({ strict: false });
  expect(ajv.validate(schema, summary), ajv.errorsText()).toBe(true);
});

test("the page has no markup from the title and holds the same summary", () => {
  expect(output("report.html")).not.toContain("<script>alert");
  expect(output("report.html")).toContain("&lt;script&gt;");
});

test("the shipped studies and this one obey the printed JSON Schema; mistakes do not", async () => {
  const { out } = await credence(folder, "schema");
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(JSON.parse(out) as object);
  for (const name of ["scaling", "calibration", "variance", "emergence"]) {
    expect(validate(parseYaml(readFileSync(new URL(`examples/${name}/study.yaml`, root), "utf8"))), name).toBe(true);
  }
  const study = parseYaml(readFileSync(join(folder, "study.yaml"), "utf8")) as { expect: { probability?: number }[] };
  expect(validate(study)).toBe(true);
  study.expect[0]!.probability = 90;
  expect(validate(study)).toBe(false);
});

interface Parsed {
  readonly context: { readonly errors: { getErrors(): readonly { message: string }[] } };
}

interface Parser {
  readonly parseWorkflow: (file: { name: string; content: string }, trace: object) => Parsed;
  readonly parseAction: Parser["parseWorkflow"];
  readonly NoOperationTraceWriter: new () => object;
}

test("GitHub's own parser accepts the workflows and the action", async () => {
  // bundled first: the package imports its schemas in a way that Node asks another word for
  await build({
    stdin: {
      contents: `export { parseWorkflow, NoOperationTraceWriter } from "@actions/workflow-parser";
        export { parseAction } from "./node_modules/@actions/workflow-parser/dist/actions/index.js";`,
      resolveDir: root.pathname,
    },
    bundle: true,
    format: "esm",
    platform: "node",
    outfile: join(folder, "parser.mjs"),
    logLevel: "silent",
  });
  const { parseWorkflow, parseAction, NoOperationTraceWriter } = (await import(join(folder, "parser.mjs"))) as Parser;
  const trace = new NoOperationTraceWriter();
  const read = (name: string): { name: string; content: string } => ({ name, content: readFileSync(new URL(name, root), "utf8") });
  const errors = ({ context }: Parsed): string[] => context.errors.getErrors().map(({ message }) => message);
  for (const name of ["examples/ci/credence.yml", "examples/ci/credence-shards.yml"]) expect(errors(parseWorkflow(read(name), trace))).toEqual([]);
  expect(errors(parseAction(read("action.yml"), trace))).toEqual([]);
  const broken = { name: "x.yml", content: "on: push\njobs: { a: { steps: 3 } }\n" };
  expect(errors(parseWorkflow(broken, trace)).length).toBeGreaterThan(0);
});
