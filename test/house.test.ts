/** The house stands as designed: arrows between folders point down, files are short, nothing is evaluated or unseeded. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

const root = resolve(import.meta.dirname, "..");
/** each room and the rooms it may import */
const arrows: Record<string, readonly string[]> = {
  cli: ["cli", "study", "reports", "models", "samplers", "lib"],
  study: ["study", "reports", "models", "samplers", "lib"],
  reports: ["reports", "lib"],
  models: ["models", "lib"],
  samplers: ["samplers", "lib"],
  lib: ["lib"],
};
const files = Object.keys(arrows).flatMap((room) =>
  readdirSync(join(root, room), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => ({ room, path: join(root, room, name), name: `${room}/${name}`, text: readFileSync(join(root, room, name), "utf8") })),
);

test("imports point only down", () => {
  const wrong = files.flatMap(({ room, path, name, text }) =>
    [...text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)]
      .map(([, target]) => relative(root, resolve(dirname(path), target!)).split("/")[0]!)
      .filter((target) => !arrows[room]!.includes(target) && target !== "package.json")
      .map((target) => `${name} imports ${target}`),
  );
  expect(wrong).toEqual([]);
});

test("no file is longer than 400 lines", () => {
  expect(files.filter(({ text }) => text.split("\n").length > 400).map(({ name }) => name)).toEqual([]);
});

test("no formula is ever evaluated as code", () => {
  expect(files.filter(({ text }) => /\beval\(|new Function\(/.test(text)).map(({ name }) => name)).toEqual([]);
});

test("pure rooms know no clock and no unseeded randomness", () => {
  const pure = files.filter(({ room }) => ["lib", "models", "reports"].includes(room));
  expect(pure.filter(({ text }) => /Math\.random|Date\.now|new Date\(|performance\.now/.test(text)).map(({ name }) => name)).toEqual([]);
});

test("node: modules are imported in lib only by the reader of files and the door to @stdlib", () => {
  const wrong = files.filter(({ room, text }) => room === "lib" && /from "node:/.test(text)).map(({ name }) => name);
  expect(wrong.filter((name) => !name.startsWith("lib/data/") && name !== "lib/stdlib.ts")).toEqual([]);
});
