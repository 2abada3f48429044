/** The packages of the queue, which a user installs when a queue is wanted: found beside this program or in the folder it runs in. */
import { createRequire } from "node:module";
import { join } from "node:path";
import { CredenceError } from "../../lib/errors.ts";
import type { QueueAddress } from "./address.ts";

export const INSTALL: Readonly<Record<QueueAddress["kind"], string>> = {
  postgres: "npm install bullmq@6 pg@8",
  redis: "npm install bullmq@6 ioredis@6",
};

/**
 * By `require`: from an ES module BullMQ cannot find `pg` itself (its loader asks for `require`).
 * @throws CredenceError queue/missing
 */
export function requirePackage<T>(name: "bullmq" | "pg" | "ioredis", { kind }: Pick<QueueAddress, "kind">): T {
  for (const from of [import.meta.url, join(process.cwd(), "package.json")]) {
    try {
      return createRequire(from)(name) as T;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") throw error;
    }
  }
  throw new CredenceError({
    code: "queue/missing",
    message: `a queue on ${kind === "postgres" ? "PostgreSQL" : "Redis"} needs the package ${name}, which is not installed`,
    expected: INSTALL[kind].replace("npm install ", ""),
    fix: INSTALL[kind],
  });
}
