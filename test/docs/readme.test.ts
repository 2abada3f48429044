/** The library example of the README runs as it is printed, against the built package. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";

const root = new URL("../../", import.meta.url).pathname;

test.skipIf(!existsSync(`${root}dist/index.js`))("the README's library example compiles and runs", () => {
  const readme = readFileSync(`${root}README.md`, "utf8");
  const [, example] = readme.match(/```ts\n([\s\S]*?)```/)!;
  // inside the package its own name resolves to the built files, through `exports`
  mkdirSync(`${root}.credence`, { recursive: true });
  const source = `${root}.credence/readme-example.mts`;
  writeFileSync(source, example!);
  try {
    const flags = ["--noEmit", "--module", "nodenext", "--target", "es2023", "--strict", "--skipLibCheck", "--types", "node"];
    execFileSync(process.execPath, [`${root}node_modules/typescript/bin/tsc`, "--ignoreConfig", ...flags, source], { cwd: root, encoding: "utf8" });
    const script = source.replace(".mts", ".mjs");
    writeFileSync(script, example!.replace(/!(?=[),])/g, ""));
    const out = execFileSync(process.execPath, [script], { cwd: root, encoding: "utf8" });
    expect(out).toMatch(/^alpha 0\.3\d+/m);
    expect(out.trim().endsWith("true")).toBe(true);
    rmSync(script);
  } finally {
    rmSync(source);
  }
});
