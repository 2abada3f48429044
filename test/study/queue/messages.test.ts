/** What comes over a queue is believed only when it is what it says: jobs, parcels, addresses. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { withoutPasswords, withoutQueue } from "../../../cli/arguments.ts";
import { models } from "../../../models/index.ts";
import { CredenceError } from "../../../lib/errors.ts";
import { applyOptions } from "../../../lib/model/document.ts";
import { type Cell, compareCell, fitCell, sbcCell, sbcModelsCell } from "../../../study/plan/cell.ts";
import { belongs, hashOf, nameCell, openParcel, packParcel } from "../../../study/plan/parcel.ts";
import { queueAddress } from "../../../study/queue/address.ts";
import { messageOf, MOST_MESSAGE_BYTES, readMessage } from "../../../study/queue/message.ts";
import { requirePackage } from "../../../study/queue/packages.ts";
import { Recent } from "../../../study/queue/recent.ts";
import { runFiles } from "../../../study/run-folder.ts";
import { exampleRun } from "../fixture.ts";

const settings = { chains: 2, warmup: 100, draws: 100, targetAccept: "auto", maxTreeDepth: 10, sampler: "nuts", metric: "auto" } as const;
const hash = "ab".repeat(32);
const fit = (name = "chinchilla"): Cell => fitCell("law", hash, { document: models.get(name)!, seed: "1/law", settings });

/** the code and the text of the error */
function complaint(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof CredenceError) return `${error.code}: ${error.message}; found ${error.details.found}`;
    throw error;
  }
  throw new Error("nothing was refused");
}

test("every model of the library travels as it is, its keys in their order", () => {
  for (const [name, model] of models) {
    const document = applyOptions(model);
    const cell = fitCell(name, hash, { document, seed: "1", settings });
    const there = readMessage(cell.key, JSON.parse(JSON.stringify(messageOf(cell))));
    expect(JSON.stringify(there)).toBe(JSON.stringify(cell));
  }
});

test("cells of every kind travel", () => {
  const document = models.get("chinchilla")!;
  const batch = { seed: "1", first: 0, count: 5 };
  for (const cell of [
    compareCell("which", [hash, "cd".repeat(32)], { names: ["a", "b"], seed: "1" }),
    sbcCell("sbc", { ...batch, document, draws: 99 }),
    sbcCell("sbc", { ...batch, document, draws: 99, rows: 20 }),
    sbcModelsCell("sbc", { ...batch, models: [{ name: "a", document }, { name: "b", document }] }),
  ])
    expect(readMessage(cell.key, messageOf(cell))).toEqual(cell);
});

test("a job that is no cell is refused, with the reason", () => {
  const cell = fit();
  const message = messageOf(cell);
  const said = (change: (cell: any) => unknown): unknown => ({ ...message, cell: JSON.stringify(change(structuredClone(cell))) });
  const cases: [unknown, RegExp][] = [
    [undefined, /queue\/version.*undefined/],
    ["text", /queue\/version/],
    [{ ...message, version: "9.9.9" }, /queue\/version.*credence "9\.9\.9", protocol 1/],
    [{ ...message, protocol: 2 }, /queue\/version.*protocol 2/],
    [{ ...message, cell: undefined }, /queue\/refused.*no cell/],
    [{ ...message, cell: message.cell.slice(0, -20) }, /queue\/refused.*cut off/],
    [{ ...message, cell: "x".repeat(MOST_MESSAGE_BYTES + 1) }, /queue\/refused.*1048577 characters/],
    [said(() => null), /queue\/refused.*of the kind/],
    [said((each) => ({ ...each, kind: "shell" })), /queue\/refused.*"shell"/],
    [said((each) => ({ ...each, kind: "toString" })), /queue\/refused.*"toString"/],
    [said((each) => ({ ...each, command: "rm" })), /queue\/refused.*unknown key "command"/],
    [said((each) => ({ ...each, label: "a\u001b[2J" })), /queue\/refused.*label/],
    [said((each) => ({ ...each, table: "../../etc/passwd" })), /queue\/refused.*table/],
    [said((each) => ((each.input.settings.draws = 1e9), each)), /queue\/refused.*draws/],
    [said((each) => ((each.input.settings.draws = 1e7), each)), /queue\/(refused|size).*(draws|result)/],
    [said((each) => ((each.input.settings.draws = 101), each)), /queue\/refused.*not the hash/],
    [said((each) => ((each.input.document.parameters = {}), each)), /queue\/refused.*parameters/],
    [said((each) => ((each.input.document.likelihood = { loss: 3 }), each)), /queue\/refused.*not a formula/],
    [said(() => ({ ...fit("kaplan-nd") })), /queue\/refused.*the cell/],
  ];
  for (const [data, expected] of cases) expect(complaint(() => readMessage(cell.key, data))).toMatch(expected);
  expect(readMessage(cell.key, message)).toEqual(cell);
});

test("a parcel that is cut, longer, of another hash or of another cell is none", () => {
  const { sha256, body } = packParcel(hash, { "a.txt": "some text", "b.bin": new Uint8Array([1, 2, 3]) });
  expect(Buffer.from(openParcel(hash, { sha256, body })["a.txt"]!).toString()).toBe("some text");
  const again = (changed: Uint8Array): { sha256: string; body: Uint8Array } => ({ sha256: hashOf(changed), body: changed });
  const forged = (head: string, rest: Uint8Array): Uint8Array => {
    const bytes = new Uint8Array(4 + head.length + rest.length);
    new DataView(bytes.buffer).setUint32(0, head.length, true);
    bytes.set(Buffer.from(head), 4);
    bytes.set(rest, 4 + head.length);
    return bytes;
  };
  for (const parcel of [
    { sha256, body: body.subarray(0, -1) },
    { sha256: hash, body },
    again(body.subarray(0, -1)),
    again(Buffer.concat([body, Buffer.from("x")])),
    again(new Uint8Array(3)),
    again(new Uint8Array(100).fill(255)),
    again(forged("{}", new Uint8Array())),
    again(forged(JSON.stringify({ key: hash, files: [{ name: "../x", bytes: 1 }] }), new Uint8Array(1))),
    again(forged(JSON.stringify({ key: hash, files: [{ name: "x", bytes: -1 }] }), new Uint8Array())),
    again(forged(JSON.stringify({ key: hash, files: [{ name: "x", bytes: 1e12 }] }), new Uint8Array(1))),
  ])
    expect(complaint(() => openParcel(hash, parcel))).toMatch(/^queue\/parcel/);
  expect(complaint(() => openParcel("cd".repeat(32), { sha256, body }))).toMatch(/it says that it is of abab/);
});

test("a result belongs to the cell that its own files name, and to no other", async () => {
  const run = await exampleRun();
  const files = runFiles(run) as Record<string, Uint8Array>;
  const bytes = Object.fromEntries(Object.entries(files).map(([name, content]) => [name, Buffer.from(content)]));
  const key = fitCell("", run.dataHash, { document: run.fit.document, seed: run.fit.seed, settings: run.request.settings as never }).key;
  expect(belongs(key, bytes)).toBe(true);
  expect(belongs(hash, bytes)).toBe(false);
  expect(belongs(key, { ...bytes, "draws.bin": Buffer.from("other") })).toBe(false);
  expect(belongs(key, { ...bytes, "manifest.json": Buffer.from("{") })).toBe(false);
  expect(belongs(key, { "comparison.json": Buffer.from("{}") })).toBe(false);
  const compare = compareCell("", [key, hash], { names: ["a", "b"], seed: "1" });
  const named = { "comparison.json": Buffer.from("{}"), "cell.json": Buffer.from(nameCell(compare)) };
  expect(belongs(compare.key, named)).toBe(true);
  expect(belongs(key, named)).toBe(false);
});

test("an address is read from the flag or the environment, and its password is never shown", () => {
  const url = "postgres://ann:s%40crét@db.example:5432/work?sslmode=require";
  const address = queueAddress(url, {});
  expect(address.kind).toBe("postgres");
  expect(address.shown).toBe("postgres://db.example:5432/work");
  expect(address.redact(`no ${url}, nor s@crét, nor s%40cr%C3%A9t`)).toBe("no ***, nor ***, nor ***");
  expect(queueAddress(true, { CREDENCE_QUEUE: "redis://:abc@h" }).kind).toBe("redis");
  expect(complaint(() => queueAddress(true, {}))).toMatch(/queue\/address: no queue is named/);
  for (const wrong of ["http://ann:topsecret@h", "ann:topsecret@h", "postgres//ann:topsecret@h"]) {
    const text = complaint(() => queueAddress(wrong, {}));
    expect(text).toMatch(/^queue\/address/);
    expect(text).not.toMatch(/topsecret/);
  }
  expect(complaint(() => queueAddress("study.yaml", {}))).toMatch(/found study\.yaml/);
  expect(withoutQueue(["run", "a.yaml", "--queue", url, "--queue=redis://x", "--quiet", "--queue", "b"])).toEqual(["run", "a.yaml", "--quiet", "b"]);
  expect(withoutPasswords(`connect ${url} failed`)).toBe("connect postgres://***@db.example:5432/work?sslmode=require failed");
});

test("nothing of the queue is loaded unless it is asked for", () => {
  const root = new URL("../../../", import.meta.url).pathname;
  const files = ["index.ts", ...["cli", "study"].flatMap((room) => readdirSync(join(root, room), { recursive: true, encoding: "utf8" }).map((name) => join(room, name)))];
  const outside = files.filter((name) => name.endsWith(".ts") && !/^study\/queue\/|^cli\/queue\.ts$|^cli\/commands\/worker\.ts$/.test(name));
  const loading = /^import (?!type )[^;]*from "[^"]*(?:\/queue\/[^"]+|\.\/queue\.ts|commands\/worker\.ts|bullmq|ioredis|pg)"/m;
  expect(outside.length).toBeGreaterThan(100);
  expect(outside.filter((name) => loading.test(readFileSync(join(root, name), "utf8")))).toEqual([]);
  expect(loading.test('import { queueEngine } from "../queue.ts";')).toBe(true);
});

test("a missing package is told with the command that installs it", () => {
  expect(complaint(() => requirePackage("no-such-package" as never, { kind: "postgres" }))).toMatch(/queue\/missing: a queue on PostgreSQL needs the package no-such-package/);
});

test("what was used last stays", () => {
  const recent = new Recent<number>(10);
  for (const k of [1, 2, 3]) recent.set(String(k), k, 4);
  expect([1, 2, 3].map((k) => recent.get(String(k)))).toEqual([undefined, 2, 3]);
  recent.get("2");
  recent.set("4", 4, 4);
  expect([2, 3, 4].map((k) => recent.get(String(k)))).toEqual([2, undefined, 4]);
  recent.set("5", 5, 100);
  expect([2, 4, 5].map((k) => recent.get(String(k)))).toEqual([undefined, undefined, 5]);
});
