/** The address of a queue, from a flag or from the environment; what it must never do is show its password. */
import { CredenceError } from "../../lib/errors.ts";

export const QUEUE_VARIABLE = "CREDENCE_QUEUE";
const EXPECTED = "a URL that begins with postgres:// or redis://";

export interface QueueAddress {
  readonly kind: "postgres" | "redis";
  readonly url: string;
  /** host and database alone, for people */
  readonly shown: string;
  /** the text without what is secret in this address */
  redact(text: string): string;
}

/**
 * @param flag the flag's value; `true` when it was given without one
 * @throws CredenceError queue/address, which names no part of what it was given but the scheme
 */
export function queueAddress(flag: string | true | undefined, environment: Readonly<Record<string, string | undefined>>): QueueAddress {
  const url = typeof flag === "string" ? flag : environment[QUEUE_VARIABLE];
  if (!url) throw bad("no queue is named", "no address", `--queue URL, or the environment variable ${QUEUE_VARIABLE}`);
  if (!URL.canParse(url) || !url.includes("://")) {
    const isPath = /^[^:@]+\.(ya?ml|json|csv)$/i.test(url);
    throw bad("--queue cannot be read as a URL", isPath ? url : "something else", EXPECTED, isPath ? `put ${url} before --queue` : undefined);
  }
  const { protocol, username, password, host, pathname } = new URL(url);
  const kind = SCHEMES[protocol];
  if (!kind) throw bad("a queue of this scheme is not known", protocol.replace(":", "://"), EXPECTED);
  const secrets = [url, password, safely(password), `${username}:${password}`].filter((secret) => secret.length > 1);
  const byLength = [...new Set(secrets)].sort((a, b) => b.length - a.length);
  return { kind, url, shown: `${kind}://${host}${pathname}`, redact: (text) => byLength.reduce((rest, secret) => rest.replaceAll(secret, "***"), text) };
}

const SCHEMES: Readonly<Record<string, QueueAddress["kind"]>> = {
  "postgres:": "postgres",
  "postgresql:": "postgres",
  "redis:": "redis",
  "rediss:": "redis",
};

function safely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function bad(message: string, found: string, expected: string, fix?: string): CredenceError {
  return new CredenceError({ code: "queue/address", message, found, expected, fix });
}
