/** Files by pattern below a folder: `*`, `?`, `[ab]` and `**`; nothing outside the folder, sorted, so that order is no chance. */
import { readdirSync, realpathSync, statSync } from "node:fs";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { CredenceError, nearest } from "../../lib/errors.ts";

/** More files than anybody means; a pattern over a whole disk ends here. */
const MOST_FILES = 20_000;

/**
 * @param folder where the pattern starts
 * @param root the folder that no file may lie outside, links followed
 * @returns paths that start with `folder`, sorted by code unit
 * @throws CredenceError study/outside, study/no-files, study/too-many-files
 */
export function glob(pattern: string, folder: string, root: string): string[] {
  if (isAbsolute(pattern) || !isBelow(resolve(folder, pattern.replace(/[*?[].*$/s, "")), resolve(root)))
    throw outside(pattern, root);
  const parts = pattern.split(/[/\\]+/).filter((part) => part !== "" && part !== ".");
  const found = new Set<string>();
  walk(folder, parts, found);
  const files = [...found].sort();
  if (files.length === 0) throw noFiles(pattern, folder, parts);
  for (const file of files) if (!isBelow(realpathSync(file), realpathSync(root))) throw outside(file, root);
  return files;
}

function walk(folder: string, [part, ...rest]: readonly string[], found: Set<string>): void {
  if (part === undefined) return;
  if (part === "**") {
    walk(folder, rest, found);
    for (const name of names(folder, "folder")) walk(join(folder, name), [part, ...rest], found);
    return;
  }
  if (!/[*?[]/.test(part)) {
    const path = join(folder, part);
    if (rest.length === 0) add(path, found);
    else walk(path, rest, found);
    return;
  }
  const matches = matcher(part);
  for (const name of names(folder, rest.length === 0 ? "file" : "folder")) {
    if (!matches.test(name)) continue;
    if (rest.length === 0) add(join(folder, name), found);
    else walk(join(folder, name), rest, found);
  }
}

function add(path: string, found: Set<string>): void {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return;
  found.add(path);
  if (found.size > MOST_FILES)
    throw new CredenceError({
      code: "study/too-many-files",
      message: `the pattern matches more than ${MOST_FILES} files`,
      where: { file: path },
      fix: "name the files more closely",
    });
}

/** entries of a folder; links to folders are not followed, since they may lead round in a ring */
function names(folder: string, kind: "file" | "folder"): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => (kind === "folder" ? entry.isDirectory() && !entry.name.startsWith(".") : !entry.isDirectory()))
      .map(({ name }) => name);
  } catch {
    return [];
  }
}

/** `*` and `?` do not match a leading dot */
function matcher(part: string): RegExp {
  const source = part
    .replace(/[.+^${}()|\\]/g, "\\$&")
    .replace(/\*/g, "[^/]*")
    .replace(/\?/g, "[^/]")
    .replace(/\[!/g, "[^");
  try {
    return new RegExp(part.startsWith(".") ? `^${source}$` : `^(?!\\.)${source}$`, "u");
  } catch (cause) {
    throw new CredenceError(
      { code: "study/pattern", message: `${part} is not a pattern of files`, found: part, expected: "*, ?, [ab] and **" },
      { cause },
    );
  }
}

const isBelow = (path: string, root: string): boolean => {
  const way = relative(root, path);
  return way === "" || (!way.startsWith(`..${sep}`) && way !== ".." && !isAbsolute(way));
};

function outside(pattern: string, root: string): CredenceError {
  return new CredenceError({
    code: "study/outside",
    message: `${pattern} leads outside the study's folder`,
    found: pattern,
    expected: `files below ${root}, by a path relative to the study file`,
    fix: "copy the files there, or run credence in the folder that holds both",
  });
}

function noFiles(pattern: string, folder: string, parts: readonly string[]): CredenceError {
  const last = parts.at(-1) ?? "";
  const beside = names(join(folder, ...parts.slice(0, -1).filter((part) => !/[*?[]/.test(part))), "file");
  return new CredenceError({
    code: "study/no-files",
    message: `no file matches ${pattern}`,
    found: beside.slice(0, 8).join(", ") || "no files there",
    expected: "at least one file",
    nearest: nearest(last, beside),
  });
}
