/** Values of repeated options: `--map N=params`, `--at N=7e10,D=1.4e12`, whole numbers; several pairs may follow one flag. */
import { parseNumber } from "../lib/data/parse-number.ts";
import { CredenceError } from "../lib/errors.ts";
import type { Point } from "../study/point.ts";

const REPEATED: ReadonlySet<string> = new Set(["--map", "--set", "--at", "--where"]);

/** `--map A=1 B=2` is `--map A=1 --map B=2` */
export function spreadPairs(argv: readonly string[]): string[] {
  const result: string[] = [];
  let flag: string | undefined;
  for (const [i, word] of argv.entries()) {
    if (flag && argv[i - 1] !== flag && /^\w+=/.test(word)) result.push(flag);
    else if (word.startsWith("-")) flag = REPEATED.has(word) ? word : undefined;
    result.push(word);
  }
  return result;
}

/** a command line without `--queue URL`: how cells are carried is no part of what is computed, and the URL may hold a password */
export function withoutQueue(argv: readonly string[]): string[] {
  return argv.filter((word, k) => {
    if (word === "--queue" || word.startsWith("--queue=")) return false;
    return !(argv[k - 1] === "--queue" && word.includes("://"));
  });
}

/** the text with what stands before the @ of a URL left out */
export const withoutPasswords = (text: string): string => text.replace(/([a-z]+:\/\/)[^\s/@]*@/gi, "$1***@");

/** collects `name=value` into a record */
export function pair(flag: string): (text: string, sofar?: Record<string, string>) => Record<string, string> {
  return (text, sofar = {}) => {
    const at = text.indexOf("=");
    if (at < 1 || at === text.length - 1) throw usage(flag, text, `${flag} name=value`);
    return { ...sofar, [text.slice(0, at).trim()]: text.slice(at + 1).trim() };
  };
}

/** collects points; a value that is not a number stays text, for factors */
export function point(text: string, sofar: readonly Point[] = []): Point[] {
  const entries = text.split(",").map((part) => part.split("="));
  if (entries.some(([name, value, ...more]) => !name?.trim() || !value?.trim() || more.length > 0))
    throw usage("--at", text, "--at N=7e10,D=1.4e12");
  return [...sofar, Object.fromEntries(entries.map(([name, value]) => [name!.trim(), cell(value!.trim())]))];
}

function cell(text: string): number | string {
  const value = parseNumber(text);
  return Number.isNaN(value) ? text : value;
}

/** `a,b,c` */
export function list(flag: string): (text: string) => string[] {
  return (text) => {
    const parts = text.split(",").map((part) => part.trim());
    if (parts.includes("")) throw usage(flag, text, "values with commas between them");
    return parts;
  };
}

/** collects texts of a repeated option */
export const collect = (text: string, sofar: readonly string[] = []): string[] => [...sofar, text];

/** `0.05,0.5,0.95`: numbers between 0 and 1 */
export function shares(flag: string): (text: string) => number[] {
  return (text) => {
    const values = text.split(",").map(parseNumber);
    if (!values.every((value) => value > 0 && value < 1)) throw usage(flag, text, "numbers between 0 and 1, such as 0.05,0.5,0.95");
    return values;
  };
}

export function wholeNumber(flag: string): (text: string) => number {
  return (text) => {
    if (!/^\d{1,9}$/.test(text)) throw usage(flag, text, "a whole number");
    return Number(text);
  };
}

export function number(flag: string): (text: string) => number {
  return (text) => {
    const value = parseNumber(text);
    if (!Number.isFinite(value)) throw usage(flag, text, "a number");
    return value;
  };
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/** `90`, `90s`, `10m`, `1.5h` -> seconds */
export function duration(flag: string): (text: string) => number {
  return (text) => {
    const [, digits = "", unit = "s"] = /^([\d.]+)\s*([smh]?)$/.exec(text) ?? [];
    const seconds = parseNumber(digits) * (SECONDS[unit || "s"] ?? 1);
    if (!(seconds > 0 && Number.isFinite(seconds))) throw usage(flag, text, `a time: ${flag} 90s, 10m or 2h`);
    return seconds;
  };
}

/** `ess=400` */
export function until(text: string): { ess: number } {
  const [, digits = ""] = /^ess=(.+)$/.exec(text) ?? [];
  const ess = parseNumber(digits);
  if (!(ess > 0 && Number.isFinite(ess))) throw usage("--until", text, "--until ess=400");
  return { ess };
}

function usage(flag: string, text: string, expected: string): CredenceError {
  return new CredenceError({
    code: "usage/value",
    message: `${flag} cannot be ${JSON.stringify(text)}`,
    found: text,
    expected,
  });
}
