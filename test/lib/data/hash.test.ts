import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson } from "../../../lib/data/canonical-json.ts";
import { parseCsv } from "../../../lib/data/csv.ts";
import { hashJson, hashTable } from "../../../lib/data/hash.ts";
import { Sha256 } from "../../../lib/data/sha256.ts";

test.each([
  ["", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
  ["abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
  [
    "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
  ],
  ["a".repeat(1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"],
])("the SHA-256 of %.20j is that of FIPS 180-4", (text, hex) => {
  expect(new Sha256().updateText(text).hex()).toBe(hex);
});

test("any bytes in any pieces hash as node:crypto hashes them", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 150 }), { maxLength: 5 }), (pieces) => {
      const [ours, theirs] = [new Sha256(), createHash("sha256")];
      for (const piece of pieces) {
        ours.update(piece);
        theirs.update(piece);
      }
      expect(ours.hex()).toBe(theirs.digest("hex"));
    }),
  );
});

test("the order of keys does not change a canonical text, anything else does", () => {
  expect(canonicalJson({ b: [1, { d: null, c: "x" }], a: Float64Array.of(0.1) })).toBe(
    '{"a":[0.1],"b":[1,{"c":"x","d":null}]}',
  );
  expect(hashJson({ a: 1, b: 2 })).toBe(hashJson({ b: 2, a: 1, c: undefined }));
  expect(hashJson([1, 2])).not.toBe(hashJson([2, 1]));
});

test("what JSON cannot say has no canonical text", () => {
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  for (const value of [Number.NaN, { a: [Number.POSITIVE_INFINITY] }, () => 0, cycle]) {
    expect(() => canonicalJson(value)).toThrow(expect.objectContaining({ name: "CredenceError" }));
  }
});

test("a table's hash depends on the chosen columns' cells, not on file, notes or order of columns", () => {
  const table = parseCsv("N,who\n1,a\n2,b\n", "one.csv");
  expect(hashTable(parseCsv("# note\nwho,N\na,1.0\nb,2e0\n", "two.csv"))).toBe(hashTable(table));
  expect(hashTable(parseCsv("N,who\n2,b\n1,a\n", "one.csv"))).not.toBe(hashTable(table));
  expect(hashTable(parseCsv("N,who\n1,a\n2,c\n", "one.csv"))).not.toBe(hashTable(table));
  expect(hashTable(parseCsv("N,who\n1,a\n2,c\n", "one.csv"), ["N"])).toBe(hashTable(table, ["N"]));
});
