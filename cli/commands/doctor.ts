/** `credence doctor`: what credence needs from this machine and this folder, and whether it is there. */
import { existsSync, rmSync } from "node:fs";
import { availableParallelism, freemem } from "node:os";
import { join } from "node:path";
import { CredenceError } from "../../lib/errors.ts";
import { atomicWrite } from "../../study/disk.ts";
import { loadStudy } from "../../study/study-file/load-study.ts";
import { currentCommit } from "../../study/study-record.ts";
import { version } from "../../study/version.ts";
import { exitCode } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";
import { columns } from "../text/columns.ts";
import { studyPath } from "./run.ts";

interface Finding {
  readonly what: string;
  readonly ok: boolean;
  readonly found: string;
  readonly fix?: string;
}

export async function doctorCommand({ home, json }: { home: string; json?: boolean }, terminal: Terminal): Promise<number> {
  const findings = [node(), simd(), disk(home), memory(), study(), git()];
  const ok = findings.every((each) => each.ok);
  if (json) terminal.out(`${JSON.stringify({ schema: 1, ok, version, findings })}\n`);
  else terminal.out(`credence ${version}\n${columns(findings.map(({ what, ok: good, found, fix }) => [good ? "✓" : "✗", what, found, fix ?? ""]), "l").join("\n")}\n`);
  return ok ? exitCode.ok : exitCode.error;
}

function node(): Finding {
  const { node: found } = process.versions;
  const ok = Number(found.split(".")[0]) >= 20;
  return { what: "node", ok, found, ...(ok ? {} : { fix: "credence needs Node 20 or later" }) };
}

/** the smallest module with a 128-bit instruction: `v128.const 0; drop` */
function simd(): Finding {
  const bytes = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 23, 1, 21, 0, 253, 12, ...Array.from({ length: 16 }, () => 0), 26, 11];
  const ok = WebAssembly.validate(Uint8Array.from(bytes));
  return { what: "WebAssembly SIMD", ok, found: ok ? "there" : "missing", ...(ok ? {} : { fix: "use a processor and a Node with 128-bit SIMD" }) };
}

function disk(home: string): Finding {
  const probe = join(home, "store", "drafts", `doctor-${process.pid}`);
  const isNew = !existsSync(home);
  try {
    atomicWrite(probe, "");
    rmSync(isNew ? home : probe, { recursive: true, force: true });
    return { what: "store", ok: true, found: `${home} can be written` };
  } catch (error) {
    const found = error instanceof CredenceError ? `${home}: ${error.details.found}` : String(error);
    return { what: "store", ok: false, found, fix: "--store DIR puts it elsewhere" };
  }
}

function memory(): Finding {
  const gigabytes = freemem() / 1e9;
  return { what: "machine", ok: true, found: `${availableParallelism()} cores, ${gigabytes.toFixed(1)} GB free` };
}

function study(): Finding {
  let path: string;
  try {
    path = studyPath(undefined);
  } catch {
    return { what: "study", ok: true, found: "none here", fix: "credence init scaling" };
  }
  try {
    const { file } = loadStudy(path);
    return { what: "study", ok: true, found: `${path}: ${Object.keys(file.models).length} models, ${file.expect?.length ?? 0} expectations` };
  } catch (error) {
    if (!(error instanceof CredenceError)) throw error;
    const { where, message } = error.details;
    return { what: "study", ok: false, found: `${path}:${where?.line ?? 1}: ${message}`, fix: "credence run says more" };
  }
}

function git(): Finding {
  const commit = currentCommit();
  return { what: "git", ok: true, found: commit ? commit.slice(0, 9) : "no repository; runs are not tied to commits" };
}
