/** A JSON value with the path that leads to it, so that a wrong shape is refused with its place and never a TypeError. */
import { CredenceError, type Where } from "../errors.ts";
import { preview } from "./row-builder.ts";

export class JsonCursor {
  readonly value: unknown;
  /** the way from the root, as `samples[3].scores` */
  readonly path: string;
  private readonly place: Where & { readonly file: string };

  constructor(value: unknown, place: Where & { readonly file: string }, path = "") {
    this.value = value;
    this.place = place;
    this.path = path;
  }

  get file(): string {
    return this.place.file;
  }

  /** Whether this is an object that has the key with a value other than null. */
  has(key: string): boolean {
    return isObject(this.value) && Object.hasOwn(this.value, key) && this.value[key] !== null;
  }

  /** @throws CredenceError data/shape when this is not an object or lacks the key */
  get(key: string): JsonCursor {
    const object = this.object();
    if (!Object.hasOwn(object, key)) {
      const path = this.path === "" ? "" : ` in ${this.path}`;
      throw this.error(`no "${key}"${path}`, preview(object), `an object with "${key}"`);
    }
    return this.child(object[key], this.path === "" ? key : `${this.path}.${key}`);
  }

  /** The member, or undefined when it is absent or null. */
  maybe(key: string): JsonCursor | undefined {
    return this.has(key) ? this.get(key) : undefined;
  }

  object(): Record<string, unknown> {
    if (isObject(this.value)) return this.value;
    throw this.mismatch("an object");
  }

  entries(): [string, JsonCursor][] {
    return Object.keys(this.object()).map((key) => [key, this.get(key)]);
  }

  list(): JsonCursor[] {
    if (!Array.isArray(this.value)) throw this.mismatch("a list");
    return this.value.map((item, index) => this.child(item, `${this.path}[${index}]`));
  }

  text(): string {
    if (typeof this.value !== "string") throw this.mismatch("text");
    return this.value;
  }

  number(): number {
    if (typeof this.value !== "number") throw this.mismatch("a number");
    return this.value;
  }

  /** A whole number from 0 to the limit: counts and lengths, which are about to be allocated. */
  count(limit: number): number {
    const { value } = this;
    if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value > limit) {
      throw this.mismatch(`a whole number from 0 to ${limit}`);
    }
    return value;
  }

  mismatch(expected: string): CredenceError {
    return this.error(`${this.path || "the document"} is not ${expected}`, preview(this.value), expected);
  }

  error(message: string, found: string, expected: string): CredenceError {
    return new CredenceError({ code: "data/shape", message, where: this.place, found, expected });
  }

  private child(value: unknown, path: string): JsonCursor {
    return new JsonCursor(value, this.place, path);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
