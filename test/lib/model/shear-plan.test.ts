/** Shearing never makes a parameter's coordinate depend on itself. */
import { expect, test } from "vitest";
import { defineModel, type ModelDocument } from "../../../lib/model/document.ts";
import { shearPlan } from "../../../lib/model/shear-plan.ts";

function law(prior: string, definitions: ModelDocument["let"]): ModelDocument {
  return defineModel({
    name: "law",
    data: { y: { kind: "real" } },
    parameters: { a: "lognormal(0, 1)", q: prior },
    let: definitions!,
    likelihood: { y: "normal(a + q, 1)" },
  });
}

test("a scale is sheared by what is declared after it", () => {
  expect(shearPlan(law("lognormal(0, 1)", {})).get("a")).toEqual(["q"]);
});

test("not by a parameter whose prior names it, nor by one whose prior names a definition of it", () => {
  expect(shearPlan(law("normal(0, 1) T[-a, ]", {})).get("a")).toEqual([]);
  expect(shearPlan(law("normal(0, 1) T[-slope, ]", { slope: "2 * half", half: "a / 2" })).get("a")).toEqual([]);
});
