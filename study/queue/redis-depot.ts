/** The depot on Redis: what PostgreSQL keeps in tables, as keys that expire by themselves. */
import type { CellProgress } from "../plan/engine.ts";
import type { ErrorDetails } from "../../lib/errors.ts";
import type { Parcel } from "../plan/parcel.ts";
import type { QueueAddress } from "./address.ts";
import { connectionError, patiently } from "./connection.ts";
import { type Depot, KEEP_HOURS, type Member, MEMBER_SECONDS, MOST_PARCEL_BYTES, type News, type ParcelKind } from "./depot.ts";
import { requirePackage } from "./packages.ts";
import { tooLarge } from "./size.ts";

type Command = readonly [name: string, ...values: (string | number | Uint8Array)[]];

/** what is used of ioredis */
export interface Redis {
  pipeline(commands: readonly Command[]): { exec(): Promise<[error: Error | null, value: unknown][]> };
  hgetBuffer(key: string, field: string): Promise<Buffer | null>;
  connect(): Promise<void>;
  disconnect(): void;
  on(event: "error", listener: (error: Error) => void): void;
}

const PREFIX = "credence:";
const KEEP_SECONDS = 3600 * KEEP_HOURS;

/** In one step: the new parcel, the end of what was kept of its cell, and word to all who wait for it. */
const PUT = `
redis.call("HSET", KEYS[1], "sha256", ARGV[2], "body", ARGV[3])
redis.call("EXPIRE", KEYS[1], ARGV[4])
if ARGV[5] == "result" then
  for _, kept in ipairs({"parcel:checkpoint:", "progress:", "failure:"}) do redis.call("DEL", "${PREFIX}" .. kept .. ARGV[1]) end
  for _, submitter in ipairs(redis.call("SMEMBERS", "${PREFIX}want:" .. ARGV[1])) do redis.call("SADD", "${PREFIX}news:" .. submitter, ARGV[1]) end
end`;

const TELL = `
if ARGV[2] ~= "" then redis.call("SET", "${PREFIX}failure:" .. ARGV[1], ARGV[2], "EX", ${KEEP_SECONDS}) end
for _, submitter in ipairs(redis.call("SMEMBERS", "${PREFIX}want:" .. ARGV[1])) do
  redis.call("SADD", "${PREFIX}news:" .. submitter, ARGV[1])
  if ARGV[2] == "" then redis.call("SADD", "${PREFIX}ordered:" .. submitter, ARGV[1]) end
end`;

/** @throws CredenceError queue/missing, queue/connection */
export async function openRedisDepot(address: QueueAddress): Promise<Depot> {
  const redis = openRedis(address);
  let last: Error | undefined;
  redis.on("error", (error) => (last = error));
  try {
    await redis.connect();
  } catch (error) {
    redis.disconnect();
    throw connectionError(address, last ?? error);
  }
  return new RedisDepot(redis, address);
}

/** @throws CredenceError queue/missing */
export function openRedis(address: QueueAddress): Redis {
  const { Redis } = requirePackage<{ Redis: new (url: string, options: object) => Redis }>("ioredis", address);
  return new Redis(address.url, { lazyConnect: true, maxRetriesPerRequest: null, retryStrategy: (tries: number) => (tries > 100 ? null : Math.min(100 * tries, 3000)) });
}

class RedisDepot implements Depot {
  private readonly redis: Redis;
  private readonly address: QueueAddress;

  constructor(redis: Redis, address: QueueAddress) {
    this.redis = redis;
    this.address = address;
  }

  // oxlint-disable-next-line no-explicit-any
  private async ask(commands: readonly Command[]): Promise<any[]> {
    if (commands.length === 0) return [];
    return patiently(this.address, async () => {
      const replies = await this.redis.pipeline(commands).exec();
      return replies.map(([error, value]) => {
        if (error) throw error;
        return value;
      });
    });
  }

  private async now(): Promise<number> {
    const [[seconds]] = await this.ask([["time"]]);
    return Number(seconds);
  }

  async beat(member: Member): Promise<void> {
    await this.ask([["hset", `${PREFIX}members`, member.id, JSON.stringify({ ...member, seen: await this.now() })]]);
  }

  async leave(id: string): Promise<void> {
    await this.ask([["hdel", `${PREFIX}members`, id]]);
  }

  async members(): Promise<Member[]> {
    const now = await this.now();
    const [all] = await this.ask([["hvals", `${PREFIX}members`]]);
    const read = (all as string[]).map((text) => JSON.parse(text) as Member & { seen: number });
    return read.flatMap(({ seen, ...member }) => (seen > now - MEMBER_SECONDS ? [member] : []));
  }

  async put(kind: ParcelKind, key: string, { sha256, body }: Parcel): Promise<void> {
    if (body.length > MOST_PARCEL_BYTES) throw tooLarge(kind, key, body.length);
    const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
    await this.ask([["eval", PUT, 1, place(kind, key), key, sha256, bytes, KEEP_SECONDS, kind]]);
  }

  async get(kind: ParcelKind, key: string): Promise<Parcel | undefined> {
    const [sha256, bytes] = await this.ask([["hget", place(kind, key), "sha256"], ["hstrlen", place(kind, key), "body"]]);
    if (sha256 === null) return undefined;
    if (bytes > MOST_PARCEL_BYTES) throw tooLarge(kind, key, bytes);
    const body = await patiently(this.address, () => this.redis.hgetBuffer(place(kind, key), "body"));
    return body === null ? undefined : { sha256, body };
  }

  async has(kind: ParcelKind, keys: readonly string[]): Promise<ReadonlySet<string>> {
    const found = await this.ask(keys.map((key) => ["expire", place(kind, key), KEEP_SECONDS] as const));
    return new Set(keys.filter((_, k) => found[k] === 1));
  }

  async remove(kind: ParcelKind, key: string): Promise<void> {
    await this.ask([["del", place(kind, key)]]);
  }

  async want(submitter: string, keys: readonly string[]): Promise<ReadonlySet<string>> {
    await this.ask([
      ...keys.flatMap((key): Command[] => [
        ["sadd", `${PREFIX}want:${key}`, submitter],
        ["expire", `${PREFIX}want:${key}`, KEEP_SECONDS],
        ["del", `${PREFIX}failure:${key}`, `${PREFIX}cancel:${key}`],
        ["srem", `${PREFIX}ordered:${submitter}`, key],
      ]),
      ["sadd", `${PREFIX}mine:${submitter}`, ...keys],
      ["expire", `${PREFIX}mine:${submitter}`, KEEP_SECONDS],
    ]);
    const there = await this.has("result", keys);
    if (there.size > 0) await this.ask([["sadd", `${PREFIX}news:${submitter}`, ...there]]);
    return there;
  }

  async unwant(submitter: string, keys: readonly string[]): Promise<void> {
    await this.ask([
      ...keys.map((key) => ["srem", `${PREFIX}want:${key}`, submitter] as const),
      ...["mine", "news", "ordered"].map((set) => ["srem", `${PREFIX}${set}:${submitter}`, ...keys] as const),
    ]);
  }

  async news(submitter: string): Promise<News[]> {
    const [keys, ordered] = (await this.ask([["smembers", `${PREFIX}news:${submitter}`], ["smembers", `${PREFIX}ordered:${submitter}`]])) as [string[], string[]];
    const found = await this.ask(keys.flatMap((key): Command[] => [["exists", place("result", key)], ["get", `${PREFIX}failure:${key}`]]));
    return keys.flatMap((key, k): News[] => {
      const [isDone, failure] = [found[2 * k] === 1, found[2 * k + 1] as string | null];
      if (isDone) return [{ key, state: "done" }];
      if (ordered.includes(key)) return [{ key, state: "cancelled" }];
      return failure === null ? [] : [{ key, state: "failed", error: JSON.parse(failure) as ErrorDetails }];
    });
  }

  async progress(keys: readonly string[]): Promise<ReadonlyMap<string, CellProgress>> {
    const found = (await this.ask(keys.map((key) => ["get", `${PREFIX}progress:${key}`] as const))) as (string | null)[];
    return new Map(keys.flatMap((key, k) => (found[k] ? [[key, JSON.parse(found[k]) as CellProgress] as const] : [])));
  }

  async giveUp(submitter: string): Promise<string[]> {
    const [keys] = (await this.ask([["smembers", `${PREFIX}mine:${submitter}`]])) as [string[]];
    await this.unwant(submitter, keys.length > 0 ? keys : ["none"]);
    const living = new Set((await this.members()).map(({ id }) => id));
    const others = (await this.ask(keys.map((key) => ["smembers", `${PREFIX}want:${key}`] as const))) as string[][];
    return keys.filter((_, k) => !others[k]!.some((id) => living.has(id)));
  }

  async cancel(keys: readonly string[], isOrder: boolean): Promise<void> {
    await this.ask(keys.map((key) => ["set", `${PREFIX}cancel:${key}`, "1", "EX", KEEP_SECONDS] as const));
    if (isOrder) await this.ask(keys.map((key) => ["eval", TELL, 0, key, ""] as const));
  }

  async pulse(running: ReadonlyMap<string, CellProgress>): Promise<string[]> {
    const keys = [...running.keys()];
    const cancelled = await this.ask(keys.map((key) => ["exists", `${PREFIX}cancel:${key}`] as const));
    const known = [...running].filter(([, { total }]) => total > 0);
    await this.ask(known.map(([key, progress]) => ["set", `${PREFIX}progress:${key}`, JSON.stringify(progress), "EX", 60] as const));
    return keys.filter((_, k) => cancelled[k] === 1);
  }

  async fail(key: string, error: ErrorDetails): Promise<void> {
    await this.ask([["eval", TELL, 0, key, JSON.stringify(error)]]);
  }

  /** keys expire by themselves; members do not */
  async sweep(): Promise<void> {
    const living = new Set((await this.members()).map(({ id }) => id));
    const [all] = (await this.ask([["hkeys", `${PREFIX}members`]])) as [string[]];
    await this.ask(all.filter((id) => !living.has(id)).map((id) => ["hdel", `${PREFIX}members`, id] as const));
  }

  async close(): Promise<void> {
    this.redis.disconnect();
  }
}

const place = (kind: ParcelKind, key: string): string => `${PREFIX}parcel:${kind}:${key}`;
