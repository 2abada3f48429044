/** The depot on PostgreSQL: a few tables in a schema of their own, beside that of the jobs. */
import type { CellProgress } from "../plan/engine.ts";
import type { ErrorDetails } from "../../lib/errors.ts";
import type { Parcel } from "../plan/parcel.ts";
import type { QueueAddress } from "./address.ts";
import { connectionError, patiently } from "./connection.ts";
import { type Depot, KEEP_HOURS, type Member, MEMBER_SECONDS, MOST_PARCEL_BYTES, type News, type ParcelKind } from "./depot.ts";
import { requirePackage } from "./packages.ts";
import { tooLarge } from "./size.ts";

/** what is used of node-postgres */
interface Pool {
  // oxlint-disable-next-line no-explicit-any
  query(text: string, values?: readonly unknown[]): Promise<{ rows: any[] }>;
  on(event: "error", listener: () => void): void;
  end(): Promise<void>;
}

/** one round trip at a time is enough: the work is elsewhere */
const CONNECTIONS = 2;

/** every statement may be repeated, and several processes may begin at once; the last table says that all are there */
const TABLES = `
begin;
select pg_advisory_xact_lock(7265736365);
create schema if not exists credence;
create table if not exists credence.parcel (
  kind text, key text, sha256 text not null, body bytea not null, asked timestamptz not null default now(), primary key (kind, key));
alter table credence.parcel alter column body set storage external;
create table if not exists credence.member (
  id text primary key, role text not null, version text not null, protocol int not null, cells int not null, seen timestamptz not null);
create table if not exists credence.want (submitter text, key text, cancelled boolean not null default false, primary key (submitter, key));
create index if not exists want_key on credence.want (key);
create table if not exists credence.failure (key text primary key, error jsonb not null, at timestamptz not null default now());
create table if not exists credence.cancel (key text primary key, at timestamptz not null default now());
create table if not exists credence.progress (
  key text primary key, done float8 not null, total float8 not null, divergences float8 not null, at timestamptz not null default now());
commit;`;

/** @throws CredenceError queue/missing, queue/connection */
export async function openPostgresDepot(address: QueueAddress): Promise<Depot> {
  const { Pool } = requirePackage<{ Pool: new (options: object) => Pool }>("pg", address);
  const pool = new Pool({ connectionString: address.url, max: CONNECTIONS, application_name: "credence", connectionTimeoutMillis: 10_000 });
  // a connection that is lost while it is idle is no error: the next query opens another
  pool.on("error", () => {});
  try {
    // to make what is there already would lock it for a moment, in the midst of others' work
    const { rows } = await pool.query("select to_regclass('credence.progress') is not null as ready");
    if (!rows[0].ready) await pool.query(TABLES);
  } catch (error) {
    await pool.end();
    throw connectionError(address, error);
  }
  return new PostgresDepot(pool, address);
}

class PostgresDepot implements Depot {
  private readonly pool: Pool;
  private readonly address: QueueAddress;

  constructor(pool: Pool, address: QueueAddress) {
    this.pool = pool;
    this.address = address;
  }

  // oxlint-disable-next-line no-explicit-any
  private async ask(text: string, values: readonly unknown[]): Promise<any[]> {
    return (await patiently(this.address, () => this.pool.query(text, values))).rows;
  }

  async beat({ id, role, version, protocol, cells }: Member): Promise<void> {
    await this.ask(
      `insert into credence.member values ($1, $2, $3, $4, $5, now()) on conflict (id) do update set seen = now(), cells = $5`,
      [id, role, version, protocol, cells],
    );
  }

  async leave(id: string): Promise<void> {
    await this.ask("delete from credence.member where id = $1", [id]);
  }

  async members(): Promise<Member[]> {
    return this.ask(
      `select id, role, version, protocol, cells from credence.member where seen > now() - make_interval(secs => $1) order by id`,
      [MEMBER_SECONDS],
    );
  }

  async put(kind: ParcelKind, key: string, { sha256, body }: Parcel): Promise<void> {
    if (body.length > MOST_PARCEL_BYTES) throw tooLarge(kind, key, body.length);
    const ended = `with p as (delete from credence.progress where key = $2),
      f as (delete from credence.failure where key = $2),
      c as (delete from credence.parcel where kind = 'checkpoint' and key = $2) `;
    await this.ask(
      `${kind === "result" ? ended : ""}insert into credence.parcel (kind, key, sha256, body) values ($1, $2, $3, $4)
       on conflict (kind, key) do update set sha256 = $3, body = $4, asked = now()`,
      [kind, key, sha256, Buffer.from(body.buffer, body.byteOffset, body.byteLength)],
    );
  }

  async get(kind: ParcelKind, key: string): Promise<Parcel | undefined> {
    // the length first: what is too large never comes over the wire
    const [row] = await this.ask(
      `select sha256, octet_length(body) as bytes, case when octet_length(body) <= $3 then body end as body
       from credence.parcel where kind = $1 and key = $2`,
      [kind, key, MOST_PARCEL_BYTES],
    );
    if (!row) return undefined;
    if (row.body === null) throw tooLarge(kind, key, row.bytes);
    return { sha256: row.sha256, body: row.body };
  }

  async has(kind: ParcelKind, keys: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.ask(
      "update credence.parcel set asked = now() where kind = $1 and key = any($2) returning key",
      [kind, keys],
    );
    return keysOf(rows);
  }

  async remove(kind: ParcelKind, key: string): Promise<void> {
    await this.ask("delete from credence.parcel where kind = $1 and key = $2", [kind, key]);
  }

  async want(submitter: string, keys: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.ask(
      `with w as (insert into credence.want (submitter, key) select $1, unnest($2::text[])
                  on conflict (submitter, key) do update set cancelled = false),
            f as (delete from credence.failure where key = any($2)),
            c as (delete from credence.cancel where key = any($2))
       select key from credence.parcel where kind = 'result' and key = any($2)`,
      [submitter, keys],
    );
    return keysOf(rows);
  }

  async unwant(submitter: string, keys: readonly string[]): Promise<void> {
    await this.ask("delete from credence.want where submitter = $1 and key = any($2)", [submitter, keys]);
  }

  async news(submitter: string): Promise<News[]> {
    const rows = await this.ask(
      `select w.key, w.cancelled, p.key is not null as done, f.error from credence.want w
       left join credence.parcel p on p.kind = 'result' and p.key = w.key
       left join credence.failure f on f.key = w.key
       where w.submitter = $1 and (w.cancelled or p.key is not null or f.key is not null) limit 1000`,
      [submitter],
    );
    return rows.map(({ key, cancelled, done, error }) => {
      if (done) return { key, state: "done" };
      return cancelled ? { key, state: "cancelled" } : { key, state: "failed", error };
    });
  }

  async progress(keys: readonly string[]): Promise<ReadonlyMap<string, CellProgress>> {
    const rows = await this.ask("select key, done, total, divergences from credence.progress where key = any($1)", [keys]);
    return new Map(rows.map(({ key, ...progress }) => [key, progress]));
  }

  async giveUp(submitter: string): Promise<string[]> {
    const rows = await this.ask(
      `with mine as (delete from credence.want where submitter = $1 returning key)
       select key from mine where not exists (
         select from credence.want w join credence.member m on m.id = w.submitter
         where w.key = mine.key and w.submitter <> $1 and m.seen > now() - make_interval(secs => $2))`,
      [submitter, MEMBER_SECONDS],
    );
    return [...keysOf(rows)];
  }

  async cancel(keys: readonly string[], isOrder: boolean): Promise<void> {
    await this.ask("insert into credence.cancel (key) select unnest($1::text[]) on conflict (key) do update set at = now()", [keys]);
    if (isOrder) await this.ask("update credence.want set cancelled = true where key = any($1)", [keys]);
  }

  async pulse(running: ReadonlyMap<string, CellProgress>): Promise<string[]> {
    const all = [...running];
    const column = (of: (progress: CellProgress) => number): number[] => all.map(([, progress]) => of(progress));
    const rows = await this.ask(
      `with p as (insert into credence.progress (key, done, total, divergences)
                  select * from unnest($1::text[], $2::float8[], $3::float8[], $4::float8[]) as t(key, done, total, divergences) where total > 0
                  on conflict (key) do update set done = excluded.done, total = excluded.total, divergences = excluded.divergences, at = now())
       select key from credence.cancel where key = any($1)`,
      [[...running.keys()], column(({ done }) => done), column(({ total }) => total), column(({ divergences }) => divergences)],
    );
    return [...keysOf(rows)];
  }

  async fail(key: string, error: ErrorDetails): Promise<void> {
    await this.ask("insert into credence.failure (key, error) values ($1, $2) on conflict (key) do update set error = $2, at = now()", [key, JSON.stringify(error)]);
  }

  async sweep(): Promise<void> {
    const old = (column: string): string => `${column} < now() - make_interval(hours => ${KEEP_HOURS})`;
    await this.ask(`delete from credence.member where ${old("seen")}`, []);
    await this.ask("delete from credence.want w where not exists (select from credence.member m where m.id = w.submitter)", []);
    await this.ask(`delete from credence.parcel p where ${old("asked")} and not exists (select from credence.want w where w.key = p.key)`, []);
    for (const table of ["failure", "cancel", "progress"]) await this.ask(`delete from credence.${table} where ${old("at")}`, []);
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}

const keysOf = (rows: readonly { readonly key: string }[]): ReadonlySet<string> => new Set(rows.map(({ key }) => key));
