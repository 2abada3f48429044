/** Tables that cannot be fitted: each gives one clear error, exit code 2, nothing on standard output, nothing written. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { credence, folderWith, transcript } from "./session.ts";

const rows = "1e8,2e9,3.1\n2e8,4e9,2.9\n4e8,8e9,2.7\n8e8,1.6e10,2.5\n1.6e9,3.2e10,2.4\n3.2e9,6.4e10,2.3\n";
const sweep = `N,D,loss\n${rows}`;

const tables: Readonly<Record<string, string>> = {
  "a missing column": `N,tokens,loss\n${rows}`,
  "a column in another case": `N,D,Loss\n${rows}`,
  "a duplicate column": "N,D,loss,loss\n1,2,3,4\n",
  "an empty file": "",
  "a header only": "N,D,loss\n",
  "a cell of text": `N,D,loss\n1e8,2e9,high\n${rows}`,
  "an empty cell": `${sweep}1e8,,2\n`,
  "a loss of zero": `${sweep}1e8,1e9,0\n`,
  "a negative loss": `${sweep}1e8,1e9,-2\n`,
  "a NaN": `${sweep}1e8,1e9,NaN\n`,
  "an infinity": `${sweep}1e8,inf,2\n`,
  "a number beyond float64": `${sweep}1e400,1e9,2\n`,
  "a number below float64": `${sweep}1e-400,1e9,2\n`,
  "numbers at float64's lower end": `${sweep}1e-308,1e9,2\n`,
  "a row too short": "N,D,loss\n1e8,2e9\n",
  "an open quote": 'N,D,loss\n1e8,2e9,"3.1\n',
  "one row": "N,D,loss\n1e8,2e9,3.1\n",
  "constant columns": `N,D,loss\n${"1e8,2e9,3.1\n".repeat(4)}`,
};

test.each(Object.entries(tables))("%s is refused", async (name, text) => {
  const folder = folderWith({ "data.csv": text });
  const session = await credence(folder, "fit chinchilla data.csv --out run");
  expect(session).toMatchObject({ code: 2, out: "" });
  expect(session.err).toMatch(/^error {2}[a-z]+\/[a-z-]+/);
  expect(session.err).not.toMatch(/\n\s+at |our fault/);
  expect(existsSync(join(folder, "run", "manifest.json"))).toBe(false);
  await expect(transcript("fit chinchilla data.csv --out run", session)).toMatchFileSnapshot(
    `expected/${name.replaceAll(/\W+/g, "-")}.txt`,
  );
});

test("UTF-16 is refused with the command that converts it", async () => {
  const folder = folderWith({ "data.csv": Buffer.from(`\uFEFF${sweep}`, "utf16le") });
  const { err, code } = await credence(folder, "fit chinchilla data.csv");
  expect(code).toBe(2);
  expect(err).toContain("iconv -f UTF-16 -t UTF-8 data.csv");
});

test("with --json the error is one object on standard output", async () => {
  const { out, err, code } = await credence(
    folderWith({ "data.csv": `N,tokens,loss\n${rows}` }),
    "fit chinchilla data.csv --json",
  );
  expect({ code, err }).toEqual({ code: 2, err: "" });
  expect(JSON.parse(out)).toMatchObject({
    schema: 1,
    exitCode: 2,
    error: { code: "data/column-missing", where: { file: "data.csv", line: 1 } },
  });
});
