/** What moved since the baseline: the same forecasts then and now, and whether data or code changed. */
import { pitEcdf } from "../../lib/forecast/scores/index.ts";
import { hashJson } from "../../lib/data/hash.ts";
import { mcseQuantile } from "../../lib/posterior/index.ts";
import type { Moved, Since } from "../../lib/report.ts";
import { sevenQuantiles } from "../spread.ts";
import type { TrackRecord } from "../ledger/track-record.ts";
import type { Plan } from "../plan/plan.ts";
import { version } from "../version.ts";
import type { Baseline, GateContext } from "./context.ts";

export function sinceBaseline(baseline: Baseline, { forecasts, fits }: GateContext, plan: Plan, { scored }: TrackRecord): Since {
  const shared = [...forecasts].flatMap(([id, now]) => {
    const before = baseline.forecasts[id];
    return before ? [{ id, now, before }] : [];
  });
  const runOf = (model: string): { dataHash: string; modelHash: string } => {
    const { run, planned } = fits.get(model)!;
    return { dataHash: run.dataHash, modelHash: hashJson(planned.document) };
  };
  const quantities = shared.map(({ id, now, before }): Moved => {
    const { draws, chains, forecast } = now;
    const isWhole = draws.every((value) => !Number.isNaN(value));
    const sorted = draws.filter((value) => !Number.isNaN(value)).sort();
    const higher = draws.reduce((sum, value) => sum + before.values.filter((then) => value > then).length, 0);
    const rope = plan.study.file.expect?.find(({ that }) => that.replace(/\s/g, "").startsWith(`drift(${id},`))?.rope;
    return {
      label: id,
      ...(forecast.unit ? { unit: forecast.unit } : {}),
      before: before.q,
      now: sevenQuantiles(sorted),
      mcse: isWhole ? mcseQuantile(draws, chains, 0.5) : forecast.mcse,
      pHigher: higher / (draws.length * before.values.length),
      ...(rope !== undefined ? { rope } : {}),
    };
  });
  return {
    baseline: baseline.id,
    dataChanged: shared.some(({ now, before }) => runOf(now.spec.model).dataHash !== before.dataHash),
    codeChanged: baseline.version !== version || shared.some(({ now, before }) => runOf(now.spec.model).modelHash !== before.modelHash),
    quantities,
    ...(scored.length >= 2 ? { trackRecord: trackFigure(scored.map(({ pit }) => pit)) } : {}),
  };
}

function trackFigure(pits: readonly number[]): NonNullable<Since["trackRecord"]> {
  const level = 0.95;
  const { ecdf } = pitEcdf(pits, level, 50);
  const steps = ecdf.shares.map((z, k) => ({
    z,
    difference: ecdf.difference[k]!,
    lower: ecdf.lower[k]!,
    upper: ecdf.upper[k]!,
  }));
  return { kind: "pit", id: "track-record", n: pits.length, level, steps, how: "past forecasts" };
}
