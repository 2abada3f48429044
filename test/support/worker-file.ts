/** The worker's program built from the sources under test: Node 20 runs no TypeScript. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

let built: Promise<URL> | undefined;

/** once a test file, 0.1 s */
export function workerFromSources(): Promise<URL> {
  built ??= bundle();
  return built;
}

async function bundle(): Promise<URL> {
  const outfile = join(mkdtempSync(join(tmpdir(), "credence-worker-")), "worker.mjs");
  await build({
    absWorkingDir: join(import.meta.dirname, "..", ".."),
    entryPoints: ["study/sampling-worker.ts"],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    banner: {
      js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
    },
    logLevel: "warning",
  });
  return pathToFileURL(outfile);
}
