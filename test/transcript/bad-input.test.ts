/** Whole sessions of the command line on bad input: one clear error on stderr, exit code 2, never a stack trace. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const cli = new URL("../../dist/cli.js", import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), "credence-"));

interface Session {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function credence(...args: string[]): Session {
  const errFile = join(folder, "stderr.txt");
  try {
    const out = execFileSync("sh", ["-c", `node "$0" "$@" 2> ${errFile}`, cli, ...args], { encoding: "utf8", cwd: folder });
    return { code: 0, out, err: readFileSync(errFile, "utf8") };
  } catch (error) {
    const { status, stdout } = error as { status: number; stdout: string };
    return { code: status, out: stdout, err: readFileSync(errFile, "utf8") };
  }
}

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return name;
}

const rows = Array.from({ length: 12 }, (_, k) => `${1e7 * 2 ** k},${3 - 0.1 * k}`).join("\n");
const good = `x,loss\n${rows}\n`;
const law = (change: (text: string) => string): string =>
  change(`name: law
data: { x: { kind: positive }, loss: { kind: positive } }
parameters:
  A: lognormal(1, 1)
  alpha: lognormal(-2, 1)
  sigma: lognormal(-4, 1)
likelihood:
  log(loss): normal(log(A * (x / 1e9)^-alpha), sigma)
`);

const cases: readonly [title: string, model: string, table: string, says: readonly string[]][] = [
  ["a missing column", "power-law", "x,Loss\n1e7,3\n2e7,2.9\n", ["loss", "Loss"]],
  ["a duplicate column", "power-law", "x,loss,loss\n1e7,3,3\n", ["loss"]],
  ["an empty file", "power-law", "", []],
  ["a header without rows", "power-law", "x,loss\n", []],
  ["a cell that is not a number", "power-law", "x,loss\n1e7,3\n2e7,high\n", ["loss", "high", "3"]],
  ["an empty cell", "power-law", "x,loss\n1e7,3\n2e7,\n", ["loss", "3"]],
  ["a loss of zero", "power-law", "x,loss\n1e7,3\n2e7,0\n", ["loss", "> 0"]],
  ["an infinite cell", "power-law", "x,loss\n1e7,3\n2e7,Infinity\n", ["loss"]],
  ["an unknown library name", "powr-law", good, ["power-law"]],
  ["an unknown key in a model file", law((t) => `${t}notes: hello\n`), good, ["notes"]],
  ["a model file that is not YAML", law((t) => t.replace("parameters:", "parameters: [")), good, [":"]],
  ["an unknown name in a formula, with the nearest one", law((t) => t.replace("* (x", "* (X1")), good, ["^", "X1"]],
  ["an unknown function", law((t) => t.replace("normal(log(", "normal(lgo(")), good, ["lgo", "log"]],
  ["a wrong number of arguments", law((t) => t.replace("lognormal(1, 1)", "lognormal(1)")), good, ["lognormal(mu, sigma)"]],
  ["a formula that is finite nowhere", law((t) => t.replace("sigma)", "sigma) T[0, ]").replace("log(A", "log(-A")), good, []],
  ["a prior whose support contradicts its use", law((t) => t.replace("sigma: lognormal(-4, 1)", "sigma: bernoulli(0.5)")), good, ["sigma"]],
];

describe.skipIf(!existsSync(cli))("bad input", () => {
  for (const [k, [title, model, table, says]] of cases.entries()) {
    test(`${title} gives one clear error`, () => {
      const source = model.includes("\n") ? file(`model-${k}.yaml`, model) : model;
      const { code, out, err } = credence("fit", source, file(`table-${k}.csv`, table), "--out", `run-${k}`);
      expect(code, err).toBe(2);
      expect(out).toBe("");
      expect(err).toMatch(/^error /m);
      expect(err).not.toMatch(/\n\s+at .*\(|node:internal|TypeError/);
      for (const word of says) expect(err).toContain(word);
    });
  }

  test("a byte order mark, CRLF and quoted commas are read", () => {
    const table = `\uFEFFx,loss,"a, b"\r\n${rows.split("\n").map((row) => `${row},"1,5"`).join("\r\n")}\r\n`;
    const { code, err } = credence("fit", "power-law", file("crlf.csv", table), "--draws", "200", "--warmup", "200", "--out", "crlf");
    expect([0, 3], err).toContain(code);
  });

  test("--json prints the error as an object", () => {
    const { code, out } = credence("fit", "power-law", file("short.csv", "x\n1\n"), "--json");
    expect(code).toBe(2);
    expect(JSON.stringify(JSON.parse(out))).toContain("data/column-missing");
  });

  test("one row and constant columns end with an answer or a warning, not a crash", () => {
    for (const table of ["x,loss\n1e8,2.5\n", `x,loss\n${"1e8,2.5\n".repeat(5)}`]) {
      const { code, err } = credence("fit", "power-law", file("few.csv", table), "--draws", "300", "--out", "few");
      expect([0, 2, 3], err).toContain(code);
      expect(err).not.toMatch(/\n\s+at /);
    }
  });
});

describe.skipIf(!existsSync(cli))("a good run", () => {
  test("gives the same draws twice, and a page that loads nothing from a network", () => {
    const table = file("good.csv", good);
    const runs = ["a", "b"].map((name) => credence("fit", "power-law", table, "--seed", "7", "--json", "--out", name));
    const [a, b] = runs.map(({ out }) => JSON.parse(out) as { parameters: object; schema: number });
    expect(a!.schema).toBe(1);
    expect(a!.parameters).toEqual(b!.parameters);
    const page = readFileSync(join(folder, "a", "report.html"), "utf8");
    expect(page).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  });

  test("explain prints every stage", () => {
    const table = file("good2.csv", good);
    for (const stage of ["graph", "gradient", "loops", "wat"]) {
      const { code, out } = credence("explain", "power-law", table, "--stage", stage);
      expect(code).toBe(0);
      expect(out.length).toBeGreaterThan(100);
    }
  });
});
