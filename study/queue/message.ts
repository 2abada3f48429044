/** A cell as a job of the queue says it, and the check of what a job says: nothing of it is believed before. */
import { CredenceError } from "../../lib/errors.ts";
import { checkDocument } from "../../lib/model/document.ts";
import { type Cell, CELL_PROTOCOL, isGenuine } from "../plan/cell.ts";
import { checkShape, type Shape } from "../study-file/shape.ts";
import { version } from "../version.ts";
import { MOST_PARCEL_BYTES } from "./depot.ts";
import { tooLarge } from "./size.ts";

/** a job beyond this is refused: the largest documents of the library take 20 kB */
export const MOST_MESSAGE_BYTES: number = 2 ** 20;

export interface CellMessage {
  readonly protocol: number;
  readonly version: string;
  /** JSON in a text: a database that keeps JSON as values would sort a document's keys, whose order is that of its parameters */
  readonly cell: string;
}

export function messageOf(cell: Cell): CellMessage {
  checkRoom(cell);
  const text = JSON.stringify(cell);
  if (text.length > MOST_MESSAGE_BYTES) throw refused(`${text.length} characters in its document`, `at most ${MOST_MESSAGE_BYTES}`);
  return { protocol: CELL_PROTOCOL, version, cell: text };
}

/**
 * The cell that a job asks for.
 * @param id the job's name in the queue, which must be the cell's key
 * @throws CredenceError queue/version, queue/refused
 */
export function readMessage(id: string | undefined, data: unknown): Cell {
  const message = (typeof data === "object" && data !== null ? data : {}) as Partial<CellMessage>;
  const asked = `credence ${short(message.version)}, protocol ${short(message.protocol)}`;
  if (message.version !== version || message.protocol !== CELL_PROTOCOL) throw otherVersion(asked, `credence ${version}, protocol ${CELL_PROTOCOL}`);
  const { cell: text } = message;
  if (typeof text !== "string") throw refused("no cell in it", "the JSON text of a cell");
  if (text.length > MOST_MESSAGE_BYTES) throw refused(`${text.length} characters`, `at most ${MOST_MESSAGE_BYTES}`);
  const cell = checkCell(parseCell(text));
  if (cell.key !== id) throw refused(`the cell ${cell.key.slice(0, 12)}`, `that of the job, ${short(id)}`);
  if (!isGenuine(cell)) throw refused("a key that is not the hash of what the cell holds", "the hash");
  return cell;
}

function parseCell(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refused("a text that is not JSON, or is cut off", "the JSON text of a cell");
  }
}

const hash: Shape = { kind: "text", pattern: { source: "[0-9a-f]{64}", means: "64 hexadecimal digits" } };
const text = (most: number): Shape => ({ kind: "text", pattern: { source: `[^\\p{Cc}]{0,${most}}`, means: `a text of at most ${most} characters without controls` } });
const whole = (min: number, max: number): Shape => ({ kind: "number", whole: true, min, max });
const object = (fields: Readonly<Record<string, Shape>>, optional: readonly string[] = []): Shape => ({
  kind: "object",
  fields,
  required: Object.keys(fields).filter((name) => !optional.includes(name)),
});
/** a document is checked by its own check */
const document: Shape = { kind: "any" };

const SETTINGS = object({
  chains: whole(1, 1000),
  warmup: whole(0, 10_000_000),
  draws: whole(1, 10_000_000),
  targetAccept: { kind: "either", of: [{ kind: "text", oneOf: ["auto"] }, { kind: "number", min: 0, max: 1, open: true }] },
  maxTreeDepth: whole(1, 30),
  sampler: { kind: "text", oneOf: ["nuts", "hmc"] },
  metric: { kind: "text", oneOf: ["auto", "diagonal", "dense", "low-rank"] },
});
const BATCH = { seed: text(1000), first: whole(0, 1e12), count: whole(1, 100_000), rows: whole(1, 1e9) };
const NEEDS: Shape = { kind: "list", of: hash };

const common = (kind: string, needs: Shape, input: Shape): Readonly<Record<string, Shape>> => ({
  kind: { kind: "text", oneOf: [kind] },
  key: hash,
  label: text(1000),
  needs,
  input,
});

const SHAPES: Readonly<Record<Cell["kind"], Shape>> = {
  fit: object({ ...common("fit", NEEDS, object({ document, seed: text(1000), settings: SETTINGS })), table: hash }),
  compare: object(common("compare", { ...NEEDS, atLeast: 2 }, object({ names: { kind: "list", of: text(1000), atLeast: 2 }, seed: text(1000) }))),
  sbc: object(common("sbc", NEEDS, object({ ...BATCH, document, draws: whole(1, 1_000_000) }, ["rows"]))),
  "sbc-models": object(
    common("sbc-models", NEEDS, object({ ...BATCH, models: { kind: "list", atLeast: 2, of: object({ name: text(1000), document }) } }, ["rows"])),
  ),
};

function checkCell(value: unknown): Cell {
  const kind = (value as { kind?: unknown } | null)?.kind;
  const shape = typeof kind === "string" && Object.hasOwn(SHAPES, kind) ? SHAPES[kind as Cell["kind"]] : undefined;
  if (!shape) throw refused(`a cell of the kind ${short(kind)}`, Object.keys(SHAPES).join(", "));
  try {
    checkShape(shape, value);
    const cell = value as Cell;
    for (const each of documentsOf(cell)) checkDocument(each);
    checkRoom(cell);
    return cell;
  } catch (error) {
    if (error instanceof CredenceError) throw refused(error.message, error.details.expected ?? "a cell");
    throw error;
  }
}

/** a transition kept takes its 7 statistics, a position and a draw at the least: more than a parcel holds is not begun */
const LEAST_DRAW_BYTES = 72;

function checkRoom(cell: Cell): void {
  if (cell.kind !== "fit") return;
  const { chains, draws } = cell.input.settings;
  if (chains * draws * LEAST_DRAW_BYTES > MOST_PARCEL_BYTES) throw tooLarge("result", cell.key, chains * draws * LEAST_DRAW_BYTES);
}

function documentsOf(cell: Cell): readonly unknown[] {
  if (cell.kind === "compare") return [];
  return cell.kind === "sbc-models" ? cell.input.models.map((model) => model.document) : [cell.input.document];
}

function refused(found: string, expected: string): CredenceError {
  return new CredenceError({ code: "queue/refused", message: "a job of the queue is no cell that can be computed", found, expected });
}

/** @param ours, theirs `credence VERSION, protocol N` */
export function otherVersion(found: string, expected: string): CredenceError {
  return new CredenceError({
    code: "queue/version",
    message: "another version of credence is at the other end of the queue, whose results may differ",
    found,
    expected,
    fix: "the same version at both ends",
  });
}

const short = (value: unknown): string => String(JSON.stringify(value) ?? value).slice(0, 60);
