/** What the repository ships beside its code is what the code makes. CREDENCE_WRITE=1 writes the files anew. */
import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { languageDoc } from "../../scripts/language-doc.ts";
import { exampleFiles, writeExamples } from "../../scripts/make-examples.ts";

const write = process.env["CREDENCE_WRITE"] === "1";
const languageFile = new URL("../../docs/language.md", import.meta.url);

test("docs/language.md is made from the tables in the code", () => {
  if (write) writeFileSync(languageFile, languageDoc());
  expect(readFileSync(languageFile, "utf8")).toBe(languageDoc());
});

test("the example tables are what the library simulates from published constants", () => {
  if (write) writeExamples();
  for (const { path, text, written } of exampleFiles()) expect(written, path).toBe(text);
});
