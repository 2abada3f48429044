/** Models by name and from files; an error about a key stands where the key stands. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CredenceError } from "../../lib/errors.ts";
import { models } from "../../models/index.ts";
import { loadModel } from "../../study/load-model.ts";
import { YamlFile, yamlText } from "../../study/yaml-file.ts";

const text = `# a law
name: law
data:
  x: { kind: real }
parameters:
  alpha: normal(0, 1)
  "theta[x]": 'normal(alpha, 1)'
  mu: { size: 2, prior: "normal(0, alhpa)" }
let:
  long:
    alpha
    + beta
  f.g: 3
likelihood:
  log(x / 1.5): normal(0, 1)
`;
const file = new YamlFile("law.yaml", text);

describe("the place of a key", () => {
  test.each([
    ["parameters.alpha", undefined, undefined, 6, 3],
    ["parameters.theta", undefined, undefined, 7, 3],
    ["parameters.theta[x]", undefined, undefined, 7, 3],
    ["the model.data", undefined, undefined, 3, 1],
    ["data.x.kind", undefined, undefined, 4, 8],
    ["likelihood.log(x / 1.5)", undefined, undefined, 15, 3],
    ["let.f.g", undefined, undefined, 13, 3],
    // to the character of a formula that stands on one line, quoted or not, short form or long
    ["parameters.alpha", "normal(0, 1)", 7, 6, 17],
    ["parameters.theta", "normal(alpha, 1)", 7, 7, 23],
    ["parameters.mu", "normal(0, alhpa)", 10, 8, 36],
    ["likelihood.log(x / 1.5)", "normal(0, 1)", 0, 15, 17],
    // a response is a formula in the key itself
    ["likelihood.log(x / 1.5)", "log(x / 1.5)", 4, 15, 7],
    // over several lines: where it begins
    ["let.long", "alpha + beta", 8, 11, 5],
  ])("%s (%s, %s) is %i:%i", (key, formula, start, line, column) => {
    const where = {
      file: key,
      ...(formula === undefined ? {} : { text: formula }),
      ...(start === undefined ? {} : { start }),
    };
    expect(file.place(where)).toEqual({ file: "law.yaml", line, column });
  });

  test("a key that is not there is its section, or the file", () => {
    expect(file.place({ file: "parameters.gamma" })).toEqual({ file: "law.yaml", line: 5, column: 1 });
    expect(file.place({ file: "the model" })).toEqual({ file: "law.yaml" });
  });
});

test("a syntax error has line, column, the line and a caret", () => {
  const where = (bad: string) => {
    try {
      return new YamlFile("bad.yaml", bad);
    } catch (error) {
      return (error as CredenceError).details.where;
    }
  };
  expect(where("name: law\nlet: [1,\n2\nx: 3")).toMatchObject({ file: "bad.yaml" });
  expect(where("name: a\nname: b\n")).toEqual({
    file: "bad.yaml",
    line: 2,
    column: 1,
    text: "name: b",
    start: 0,
    end: 1,
  });
  expect(where("a: *missing\n")).toMatchObject({ file: "bad.yaml" });
});

test("every library model is found by its name and reads back from its own text", () => {
  for (const [name, document] of models) expect(new YamlFile(name, yamlText(document)).value).toEqual(document);
});

test("an unknown name is answered with the nearest", async () => {
  await expect(loadModel("chincilla")).rejects.toMatchObject({
    code: "model/unknown",
    details: { nearest: "chinchilla" },
  });
});

test("errors about data keep their own place, whatever the file is called", async () => {
  const path = join(mkdtempSync(join(tmpdir(), "credence-")), "law.yaml");
  writeFileSync(path, yamlText(models.get("power-law")));
  const { locate } = await loadModel(path);
  const thrown = (error: CredenceError) => {
    try {
      return locate(() => {
        throw error;
      });
    } catch (caught) {
      return (caught as CredenceError).details.where;
    }
  };
  const at = (where: object) => thrown(new CredenceError({ code: "a/b", message: "m", where }));
  expect(at({ file: "data.csv", line: 3 })).toEqual({ file: "data.csv", line: 3 });
  expect(at({ file: "data.csv" })).toEqual({ file: "data.csv" });
  expect(at({ file: "parameters.alpha" })).toMatchObject({ file: path, line: expect.any(Number), column: 3 });
});

test("the model of a library's error is named", async () => {
  const { locate } = await loadModel("chinchilla");
  const run = () =>
    locate(() => {
      throw new CredenceError({ code: "a/b", message: "m", where: { file: "let.mu" } });
    });
  expect(run).toThrow(
    expect.objectContaining({ details: expect.objectContaining({ where: { file: "model chinchilla, let.mu" } }) }),
  );
});
