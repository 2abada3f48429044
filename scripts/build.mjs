// Builds dist/: the program and the library as ES modules with everything they use inside, and the library's types.
//   node scripts/build.mjs [--out DIR] [--no-types]
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({
  options: { out: { type: "string", default: join(root, "dist") }, types: { type: "boolean", default: true } },
  allowNegative: true,
});
const out = resolve(values.out);

for (const old of ["cli.js", "index.js", "worker.js", "cell.js", "chunks", "types"]) rmSync(join(out, old), { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: { cli: "cli/main.ts", index: "index.ts", worker: "study/sampling-worker.ts", cell: "study/queue/cell-thread.ts" },
  outdir: out,
  bundle: true,
  splitting: true,
  chunkNames: "chunks/[name]-[hash]",
  format: "esm",
  platform: "node",
  target: "node20",
  // optional packages, which a user installs when a queue is wanted
  external: ["bullmq", "pg", "ioredis"],
  // CommonJS dependencies ask for node's own modules by `require`, which an ES module does not have
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
  metafile: true,
  logLevel: "warning",
});
chmodSync(join(out, "cli.js"), 0o755);
writeFileSync(join(out, "LICENSES.txt"), licenses(Object.keys(metafile.inputs)));
// only emits: `npm run types` is what checks
if (values.types) {
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  execFileSync(
    process.execPath,
    [tsc, "-p", join(root, "tsconfig.build.json"), "--noCheck", "--outDir", join(out, "types")],
    { stdio: "inherit" },
  );
}

/** the licences of the packages inside, as they ask for */
function licenses(inputs) {
  const folders = new Set(inputs.flatMap((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []));
  return [...folders]
    .sort()
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
      const file = ["LICENSE", "LICENSE.md", "LICENSE.txt", "license"]
        .map((each) => join(root, folder, each))
        .find(existsSync);
      return `${name} ${version} (${license})\n\n${file ? readFileSync(file, "utf8") : ""}`;
    })
    .join(`\n${"-".repeat(80)}\n\n`);
}
