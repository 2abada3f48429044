/** The store keeps results whole: two writers at once, a writer killed anywhere, files damaged afterwards. */
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { beforeAll, expect, test } from "vitest";
import { hashJson } from "../../lib/data/hash.ts";
import { DiskStore } from "../../study/plan/disk-store.ts";

const isSlow = process.env["CREDENCE_SLOW"] === "1";

const folder = mkdtempSync(join(tmpdir(), "credence-store-"));
const key = (k: number): string => hashJson({ k });

/** a program that writes results 0 .. 63 in turn, each 200 kB in three files, for ever; it says so after the first eight */
const writer = join(folder, "writer.mjs");
beforeAll(async () => {
  await build({
    stdin: {
      contents: `
        import { DiskStore } from "./study/plan/disk-store.ts";
        import { hashJson } from "./lib/data/hash.ts";
        const store = new DiskStore(process.argv[2]);
        for (let i = 0; ; i = (i + 1) % 64) {
          if (i === 8) console.log("ready");
          const files = Object.fromEntries(["a", "b", "c"].map((name) => [name + ".bin", new Uint8Array(70_000).fill(i)]));
          store.write(hashJson({ k: i }), files);
          if (i % 7 === 3) store.remove(hashJson({ k: (i * 5) % 64 }));
        }`,
      resolveDir: process.cwd(),
      loader: "ts",
    },
    bundle: true,
    format: "esm",
    platform: "node",
    outfile: writer,
    banner: { js: 'import { createRequire as r } from "node:module"; const require = r(import.meta.url);' },
  });
});

/** whatever is there is whole */
function countWhole(store: DiskStore): number {
  const keys = store.keys();
  for (const each of keys) {
    const files = store.read(each);
    expect(Object.values(files ?? {}).map((content) => new Set(content).size)).toEqual([1, 1, 1]);
  }
  return keys.length;
}

test("a writer killed at random points leaves no half result, and the next one goes on", async () => {
  const store = join(folder, "killed");
  let seen = 0;
  for (let k = 0; k < (isSlow ? 40 : 6); k++) {
    const child = spawn(process.execPath, [writer, store], { stdio: ["ignore", "pipe", "inherit"] });
    await new Promise((resolve) => child.stdout.once("data", resolve));
    await new Promise((resolve) => setTimeout(resolve, 5 + ((k * 37) % 60)));
    child.kill("SIGKILL");
    await new Promise((resolve) => child.once("exit", resolve));
    seen = Math.max(seen, countWhole(new DiskStore(store)));
  }
  expect(seen).toBeGreaterThan(3);
});

test("two processes that write and remove the same results at once never show half of one", async () => {
  const path = join(folder, "shared");
  const children = [0, 1].map(() => spawn(process.execPath, [writer, path], { stdio: ["ignore", "pipe", "pipe"] }));
  let complaints = "";
  for (const child of children) child.stderr.on("data", (text) => (complaints += text));
  await Promise.all(children.map((child) => new Promise((resolve) => child.stdout.once("data", resolve))));
  const store = new DiskStore(path);
  for (let k = 0; k < 20; k++) {
    await new Promise((resolve) => setTimeout(resolve, 15));
    for (const each of store.keys()) {
      const files = store.read(each);
      if (files) expect(Object.keys(files).sort()).toEqual(["a.bin", "b.bin", "c.bin"]);
    }
  }
  for (const child of children) child.kill("SIGKILL");
  expect(complaints).toBe("");
});

test("a damaged, truncated or renamed result is no result, and can be written again", () => {
  const path = join(folder, "damaged");
  const store = new DiskStore(path);
  const cell = (k: number): string => join(path, "cells", key(k).slice(0, 2), key(k));
  const damages: ((at: string) => void)[] = [
    (at) => writeFileSync(join(at, "draws.bin"), "others"),
    (at) => truncateSync(join(at, "draws.bin"), 2),
    (at) => rmSync(join(at, "draws.bin")),
    (at) => writeFileSync(join(at, "seal.json"), "{"),
    (at) => writeFileSync(join(at, "seal.json"), readFileSync(join(at, "seal.json"), "utf8").replace(/"bytes":\d+/, '"bytes":9e15')),
    (at) => writeFileSync(join(at, "seal.json"), readFileSync(join(at, "seal.json"), "utf8").replace("draws.bin", "../../x")),
  ];
  damages.forEach((damage, k) => {
    store.write(key(k), { "draws.bin": "draws!", "manifest.json": "{}" });
    expect(Buffer.from(store.read(key(k))!["draws.bin"]!).toString()).toBe("draws!");
    damage(cell(k));
    expect(store.read(key(k))).toBeUndefined();
    expect(store.has(key(k))).toBe(false);
    store.write(key(k), { "draws.bin": "draws!", "manifest.json": "{}" });
    expect(store.read(key(k))).toBeDefined();
  });
});

test("a store that cannot be written says so, and only what is kept stays after pruning", () => {
  writeFileSync(join(folder, "file"), "");
  expect(() => new DiskStore(join(folder, "file", "store")).write(key(1), { a: "b" })).toThrow("cannot write");
  const store = new DiskStore(join(folder, "pruned"));
  for (const k of [1, 2, 3]) store.write(key(k), { a: "b" });
  expect(store.prune(new Set([key(2)]))).toMatchObject({ removed: 2 });
  expect(store.keys()).toEqual([key(2)]);
  expect(readdirSync(join(folder, "pruned", "drafts"))).toEqual([]);
});
