/** A study cut down to some of its entries and what they need. */
import { CredenceError, nearest } from "../../lib/errors.ts";
import { readClaim } from "../gate/event.ts";
import type { StudySource } from "./load-study.ts";
import type { Path } from "./shape.ts";
import type { StudyFile } from "./study-shape.ts";

/**
 * @param ids of models, forecasts, hold-outs, comparisons or expectations
 * @returns the same file: what is not needed is left out, but the lines of what stays are those of the whole
 * @throws CredenceError study/reference
 */
export function narrowStudy(source: StudySource, ids: readonly string[]): StudySource {
  const { file } = source;
  const known = knownIds(file);
  for (const id of ids) {
    if (known.has(id)) continue;
    throw new CredenceError({
      code: "study/reference",
      message: `nothing is called ${JSON.stringify(id)} in this study`,
      found: id,
      expected: [...known].join(", "),
      nearest: nearest(id, known),
    });
  }
  const kept = new Set(ids);
  const keep = (...names: readonly string[]): void => names.forEach((name) => kept.add(name));
  for (const { id, that } of file.expect ?? []) if (kept.has(id)) keep(...claimNames(file, that));
  for (const { id, models } of file.comparisons ?? []) if (kept.has(id)) keep(...models);
  for (const [id, { model }] of Object.entries(file.holdouts ?? {})) if (kept.has(id)) keep(model);
  for (const { id, model } of file.forecasts ?? []) if (kept.has(id) || ids.includes(model)) keep(id, model);
  const narrowed: StudyFile = {
    ...file,
    models: Object.fromEntries(Object.entries(file.models).filter(([name]) => kept.has(name))),
    ...(file.forecasts && { forecasts: file.forecasts.filter(({ id }) => kept.has(id)) }),
    ...(file.holdouts && { holdouts: Object.fromEntries(Object.entries(file.holdouts).filter(([id]) => kept.has(id))) }),
    ...(file.comparisons && { comparisons: file.comparisons.filter(({ id }) => kept.has(id)) }),
    ...(file.expect && { expect: file.expect.map((each) => (kept.has(each.id) ? each : { ...each, level: "off" as const })) }),
  };
  const lead = file.report?.lead;
  const report = lead !== undefined && kept.has(lead) ? file.report! : {};
  // entries of a list move up when others are left out; their lines do not
  const whole = (path: Path): Path => {
    const [section, k, ...rest] = path;
    if ((section !== "forecasts" && section !== "comparisons") || typeof k !== "number") return path;
    const stands = (file[section] ?? []).flatMap(({ id }, at) => (kept.has(id) ? [at] : []));
    return [section, stands[k] ?? k, ...rest];
  };
  return {
    ...source,
    file: { ...narrowed, report },
    place: (path) => source.place(whole(path)),
    at: (path, run) => source.at(whole(path), run),
  };
}

function knownIds(file: StudyFile): ReadonlySet<string> {
  return new Set([
    ...Object.keys(file.models),
    ...(file.forecasts ?? []).map(({ id }) => id),
    ...Object.keys(file.holdouts ?? {}),
    ...(file.comparisons ?? []).map(({ id }) => id),
    ...(file.expect ?? []).map(({ id }) => id),
  ]);
}

/** what an expectation's text names */
function claimNames(file: StudyFile, that: string): string[] {
  const known = {
    models: Object.keys(file.models),
    forecasts: (file.forecasts ?? []).map(({ id }) => id),
    holdouts: Object.keys(file.holdouts ?? {}),
  };
  const claim = readClaim(that, known);
  const withModel = (id: string): string[] => [id, file.forecasts!.find((each) => each.id === id)!.model];
  switch (claim.kind) {
    case "event":
      return [...[...claim.aliases.values()].map(({ model }) => model), ...claim.forecasts.flatMap(withModel)];
    case "coverage":
      return [claim.holdout, file.holdouts![claim.holdout]!.model];
    case "drift":
      return withModel(claim.forecast);
    case "calibrated":
      return [];
    case "more_probable": {
      const both = [claim.first, claim.second];
      const comparisons = (file.comparisons ?? []).filter(({ models }) => both.every((name) => models.includes(name)));
      return [...both, ...comparisons.flatMap(({ id, models }) => [id, ...models])];
    }
  }
}
