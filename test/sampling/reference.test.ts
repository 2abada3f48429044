/** Posteriors of another program are matched within Monte-Carlo error, on every reference model the language can say. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { readTable } from "../../lib/data/files.ts";
import { checkDocument } from "../../lib/model/document.ts";
import { fit } from "../../study/fit.ts";

const root = new URL("../../../shared/reference/", import.meta.url).pathname;
const here = existsSync(root);
const folders = here
  ? readdirSync(root, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
  : [];

interface Reference {
  posterior: Record<string, { mean: number; sd: number; mcse_mean: number }>;
  stan: { settings: string };
}

/** the largest models take minutes; they are fitted by `npm run test:slow` */
const slow = new Set(["irt_2pl", "seed_variance", "platt_hier"]);

describe.skipIf(!here)("reference posteriors (skipped: ../shared/reference is absent)", () => {
  for (const name of folders) {
    const quick = !slow.has(name) || process.env["CREDENCE_SLOW"] === "1";
    test.skipIf(!quick)(
      `${name}: means within 5 standard errors, sds within 10 %, R-hat below 1.01`,
      { timeout: 600_000 },
      async () => {
        const document = checkDocument(parseYaml(readFileSync(`${root}${name}/model.yaml`, "utf8")));
        const { posterior, stan } = JSON.parse(readFileSync(`${root}${name}/summary.json`, "utf8")) as Reference;
        // the reference was free of divergences at its own target: where that was above Stan's default, so is ours
        const target = Number(/adapt_delta ([\d.]+)/.exec(stan.settings)?.[1] ?? 0);
        const options = { seed: "1", ...(target > 0.9 && { targetAccept: target }) };
        const result = fit(document, await readTable(`${root}${name}/data.csv`), options);
        const summaries = new Map(result.summaries.map((row) => [row.name, row]));
        const wrong: string[] = [];
        for (const [element, truth] of Object.entries(posterior)) {
          const ours = summaries.get(element);
          if (!ours) wrong.push(`${element} is missing`);
          else {
            const z = Math.abs(ours.mean - truth.mean) / Math.hypot(ours.mcse_mean, truth.mcse_mean);
            if (!(z <= 5))
              wrong.push(`${element}: mean ${ours.mean} against ${truth.mean}, ${z.toFixed(1)} standard errors`);
            if (!(Math.abs(ours.sd / truth.sd - 1) <= 0.1)) wrong.push(`${element}: sd ${ours.sd} against ${truth.sd}`);
            if (!(ours.rhat < 1.01)) wrong.push(`${element}: R-hat ${ours.rhat}`);
          }
        }
        const { timing, diagnostics } = result;
        if (process.env["CREDENCE_VERBOSE"])
          console.log(name, { ...timing, ...diagnostics, warnings: diagnostics.warnings.map((w) => w.message) });
        expect(wrong).toEqual([]);
        expect(diagnostics.divergences).toBe(0);
      },
    );
  }
});
