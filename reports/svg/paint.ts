/** Colours and strokes by role: one table makes the page's stylesheet and the attributes that remain when styles are blocked. */

import { Markup } from "./markup.ts";

type Colour =
  | "bg"
  | "ink"
  | "muted"
  | "line"
  | "blue"
  | "orange"
  | "teal"
  | "purple"
  | "zone"
  | "pass"
  | "warn"
  | "fail";

/** Contrast checked: at least 5.5:1 on white, 7.2:1 on #12151a; `line` and `zone` are furniture, never the only carrier. */
export const LIGHT: Readonly<Record<Colour, string>> = {
  bg: "#ffffff",
  ink: "#1a1d21",
  muted: "#5a6270",
  line: "#d5dae1",
  blue: "#0b5fa5",
  orange: "#b34700",
  teal: "#00705a",
  purple: "#7a3e9d",
  zone: "#f4f6f8",
  pass: "#1a6e37",
  warn: "#8a5a00",
  fail: "#b3261e",
};

export const DARK: Readonly<Record<Colour, string>> = {
  bg: "#12151a",
  ink: "#e8eaed",
  muted: "#9aa4b2",
  line: "#39414d",
  blue: "#6cb4f5",
  orange: "#ff9f5a",
  teal: "#4fd1b0",
  purple: "#c79bea",
  zone: "#191d24",
  pass: "#5fd38a",
  warn: "#f0b849",
  fail: "#ff8a80",
};

interface Paint {
  readonly fill?: Colour | "none";
  readonly stroke?: Colour;
  /** further presentation attributes, the same as properties */
  readonly also?: Readonly<Record<string, string>>;
}

export type Role =
  | "tick"
  | "label"
  | "strong"
  | "onfill"
  | "halo"
  | "haloed"
  | "grid"
  | "axis"
  | "rule"
  | "level"
  | "zone"
  | "band95"
  | "band80"
  | "band50"
  | "null"
  | "median"
  | "ahead"
  | "thin"
  | "bar95"
  | "bar80"
  | "bar50"
  | "prior95"
  | "prior80"
  | "whisker"
  | "point"
  | "held"
  | "cell"
  | "target"
  | "good"
  | "bad"
  | "before"
  | "priordot"
  | "bar"
  | "barline"
  | "expected"
  | "s1"
  | "s2"
  | "s3"
  | "s4"
  | "f1"
  | "f2"
  | "f3"
  | "f4"
  | "f5";

const PAINTS: Readonly<Record<Role, Paint>> = {
  tick: { fill: "muted" },
  label: { fill: "ink" },
  strong: { fill: "ink", also: { "font-weight": "600" } },
  onfill: { fill: "bg", also: { "font-weight": "600" } },
  halo: {
    fill: "ink",
    stroke: "bg",
    also: { "font-weight": "600", "stroke-width": "3.5", "stroke-linejoin": "round", "paint-order": "stroke" },
  },
  haloed: {
    fill: "muted",
    stroke: "bg",
    also: { "stroke-width": "3.5", "stroke-linejoin": "round", "paint-order": "stroke" },
  },
  grid: { stroke: "line" },
  axis: { stroke: "muted" },
  rule: { stroke: "ink", also: { "stroke-dasharray": "2 3" } },
  level: { fill: "blue", stroke: "blue", also: { "fill-opacity": ".055", "stroke-width": ".9" } },
  zone: { fill: "zone" },
  // alphas that stack: alone .14, two over each other .28, three .50
  band95: { fill: "blue", stroke: "blue", also: { "stroke-width": ".9", "fill-opacity": ".14" } },
  band80: { fill: "blue", stroke: "blue", also: { "stroke-width": ".9", "fill-opacity": ".163" } },
  band50: { fill: "blue", stroke: "blue", also: { "stroke-width": ".9", "fill-opacity": ".306" } },
  null: { fill: "muted", stroke: "muted", also: { "fill-opacity": ".13", "stroke-width": ".9" } },
  median: { fill: "none", stroke: "blue", also: { "stroke-width": "2.4" } },
  ahead: { fill: "none", stroke: "blue", also: { "stroke-width": "2.4", "stroke-dasharray": "7 5" } },
  thin: { fill: "none", stroke: "blue", also: { "stroke-width": "1", "stroke-opacity": ".45" } },
  bar95: { stroke: "blue", also: { "stroke-width": "1.6" } },
  bar80: { stroke: "blue", also: { "stroke-width": "4" } },
  bar50: { stroke: "blue", also: { "stroke-width": "8" } },
  prior95: { stroke: "muted", also: { "stroke-width": "1.2", "stroke-opacity": ".75" } },
  prior80: { stroke: "muted", also: { "stroke-width": "9", "stroke-opacity": ".22" } },
  whisker: { stroke: "ink" },
  point: { fill: "bg", stroke: "ink", also: { "stroke-width": "1.4" } },
  held: { fill: "orange", stroke: "bg", also: { "stroke-width": "1" } },
  cell: { fill: "ink", also: { "fill-opacity": ".45" } },
  target: { fill: "orange", stroke: "bg", also: { "stroke-width": "1.5" } },
  good: { fill: "blue" },
  bad: { fill: "bg", stroke: "orange", also: { "stroke-width": "2" } },
  before: { fill: "bg", stroke: "muted", also: { "stroke-width": "2" } },
  priordot: { fill: "none", stroke: "muted", also: { "stroke-width": "1.2" } },
  bar: { fill: "blue", also: { "fill-opacity": ".28" } },
  barline: { fill: "none", stroke: "blue", also: { "stroke-width": "1.2" } },
  expected: { fill: "none", stroke: "orange", also: { "stroke-width": "2" } },
  s1: { fill: "none", stroke: "blue", also: { "stroke-width": "2.2" } },
  s2: { fill: "none", stroke: "orange", also: { "stroke-width": "2.2", "stroke-dasharray": "8 4" } },
  s3: { fill: "none", stroke: "teal", also: { "stroke-width": "2.2", "stroke-dasharray": "2.5 3" } },
  s4: { fill: "none", stroke: "purple", also: { "stroke-width": "2.2", "stroke-dasharray": "9 3 2 3" } },
  f1: { fill: "blue" },
  f2: { fill: "orange" },
  f3: { fill: "teal" },
  f4: { fill: "purple" },
  f5: { fill: "muted" },
};

/** Class and presentation attributes of a role, ready inside a tag. */
export function paint(role: Role): Markup {
  const { fill, stroke, also } = PAINTS[role];
  const attributes = [`class="${role}"`];
  if (fill !== undefined) attributes.push(`fill="${fill === "none" ? fill : LIGHT[fill]}"`);
  if (stroke !== undefined) attributes.push(`stroke="${LIGHT[stroke]}"`);
  for (const [name, value] of Object.entries(also ?? {})) attributes.push(`${name}="${value}"`);
  return new Markup(attributes.join(" "));
}

/** Many marks of one role, the role said once; nothing when there are none. */
export function group(role: Role, marks: readonly Markup[]): Markup {
  return new Markup(marks.length === 0 ? "" : `<g ${paint(role)}>${marks.join("")}</g>`);
}

/** Series beyond the fourth repeat the line; their labels tell them apart. */
export function series(i: number): Role {
  return (["s1", "s2", "s3", "s4"] as const)[i % 4] ?? "s1";
}

/** The stylesheet of all roles: colours become custom properties, so that dark and forced colours need no second table. */
export function paintRules(): string {
  return Object.entries(PAINTS)
    .map(([role, { fill, stroke }]) => {
      const rules: string[] = [];
      if (fill !== undefined && fill !== "none") rules.push(`fill:var(--${fill})`);
      if (stroke !== undefined) rules.push(`stroke:var(--${stroke})`);
      return rules.length > 0 ? `.${role}{${rules.join(";")}}` : "";
    })
    .join("");
}

export function variables(colours: Readonly<Record<Colour, string>>): string {
  return Object.entries(colours)
    .map(([name, value]) => `--${name}:${value}`)
    .join(";");
}

/** Forced colours: everything in the reader's text colour, areas as outlines, series apart by dash. */
export function forcedRules(): string {
  const names = Object.keys(LIGHT).filter((name) => name !== "bg" && name !== "zone");
  return `:root{${names.map((name) => `--${name}:CanvasText`).join(";")};--bg:Canvas;--zone:Canvas}.band95,.band80,.band50,.null,.bar,.level{fill:none}.bar{stroke:CanvasText}`;
}
