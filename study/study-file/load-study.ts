/** A study file read and checked as a whole: shape, references between its parts, and where each part stands in the file. */
import { basename, dirname, relative, resolve } from "node:path";
import { parseJson } from "../../lib/data/json-text.ts";
import { CredenceError, nearest, type Where } from "../../lib/errors.ts";
import { readUtf8 } from "../disk.ts";
import { YamlFile } from "../yaml-file.ts";
import { checkShape, type Path, StudyFileError } from "./shape.ts";
import { type StudyFile, studyShape } from "./study-shape.ts";

export interface StudySource {
  /** as it was asked for */
  readonly path: string;
  /** the folder that its own paths start from */
  readonly folder: string;
  /** no file may lie outside this one */
  readonly root: string;
  readonly text: string;
  readonly file: StudyFile;
  /** line and column of an entry */
  place(path: Path): Where;
  /** runs something that reads an entry: an error without a file and line of its own gets the entry's */
  at<T>(path: Path, run: () => T): T;
}

/**
 * @throws CredenceError study/yaml, study/file, study/reference with line and column; data/file
 */
export function loadStudy(path: string): StudySource {
  const text = readUtf8(path);
  if (/\.json$/i.test(path)) parseJson(text, { file: path });
  const yaml = new YamlFile(path, text, "study");
  const place = (at: Path): Where => yaml.placeAt(at);
  const here = (run: () => void): void => {
    try {
      run();
    } catch (error) {
      throw error instanceof StudyFileError ? error.at(place(error.path)) : error;
    }
  };
  here(() => checkShape(studyShape, yaml.value));
  const file = yaml.value as StudyFile;
  here(() => checkReferences(file));
  const folder = dirname(path);
  return { path, folder, root: rootOf(folder), text, file, place, at: (at, run) => placed(run, () => place(at)) };
}

/** the folder that the program runs in when the study lies below it, else the study's own */
function rootOf(folder: string): string {
  const here = process.cwd();
  const way = relative(here, resolve(folder));
  return way.startsWith("..") ? resolve(folder) : here;
}

function placed<T>(run: () => T, place: () => Where): T {
  const mend = (error: unknown): unknown =>
    error instanceof CredenceError && error.details.where?.line === undefined && !isOfTable(error)
      ? new CredenceError({ ...error.details, where: { ...error.details.where, ...place() } }, { cause: error.cause })
      : error;
  try {
    const result = run();
    if (result instanceof Promise)
      return result.catch((error: unknown) => {
        throw mend(error);
      }) as T;
    return result;
  } catch (error) {
    throw mend(error);
  }
}

/** a table's or a run's errors stand where the data are */
const isOfTable = ({ code, details }: CredenceError): boolean =>
  /^(data|run|store)\//.test(code) && details.where?.file !== undefined;

function checkReferences(file: StudyFile): void {
  const models = Object.keys(file.models);
  const refer = (path: Path, name: string, known: readonly string[], what: string): void => {
    if (known.includes(name)) return;
    throw new StudyFileError(path, {
      code: "study/reference",
      message: `no ${what} ${JSON.stringify(name)} in this study`,
      found: name,
      expected: known.join(", ") || `a ${what}`,
      nearest: nearest(name, known),
    });
  };
  for (const [name, { data }] of Object.entries(file.models))
    refer(["models", name, "data"], data, Object.keys(file.data), "table");
  file.comparisons?.forEach(({ models: compared }, k) => {
    compared.forEach((name, i) => refer(["comparisons", k, "models", i], name, models, "model"));
    const twice = compared.find((name, i) => compared.indexOf(name) !== i);
    if (twice !== undefined) throw double(["comparisons", k, "models"], twice);
  });
  file.forecasts?.forEach(({ model }, k) => refer(["forecasts", k, "model"], model, models, "model"));
  for (const [name, holdout] of Object.entries(file.holdouts ?? {})) {
    refer(["holdouts", name, "model"], holdout.model, models, "model");
    if ((holdout.by === undefined) === (holdout.where === undefined))
      throw new StudyFileError(["holdouts", name], {
        code: "study/file",
        message: `holdouts.${name} says ${holdout.by === undefined ? "not which rows are held out" : "twice which rows are held out"}`,
        expected: "by: a formula (the rows where it is largest), or where: column: value",
      });
  }
  uniqueIds(file);
  const lead = file.report?.lead;
  if (lead !== undefined)
    refer(["report", "lead"], lead, (file.forecasts ?? []).map(({ id }) => id), "forecast");
}

/** events name models and forecasts alike, so that one name may stand for one thing only */
function uniqueIds(file: StudyFile): void {
  const seen = new Set<string>();
  const once = (path: Path, id: string): void => {
    if (seen.has(id)) throw double(path, id);
    seen.add(id);
  };
  for (const name of Object.keys(file.models)) once(["models", name], name);
  file.forecasts?.forEach(({ id }, k) => once(["forecasts", k, "id"], id));
  for (const name of Object.keys(file.holdouts ?? {})) once(["holdouts", name], name);
  const expectations = new Set<string>();
  file.expect?.forEach(({ id }, k) => {
    if (expectations.has(id)) throw double(["expect", k, "id"], id);
    expectations.add(id);
  });
  file.comparisons?.forEach(({ id }, k) => once(["comparisons", k, "id"], id));
}

function double(path: Path, id: string): StudyFileError {
  return new StudyFileError(path, {
    code: "study/name-twice",
    message: `${id} stands there twice`,
    found: id,
    fix: "rename one of them",
  });
}

/** the study's title, or the name of its file */
export const titleOf = ({ file, path }: StudySource): string => file.title ?? basename(path).replace(/\.\w+$/, "");
