/** Element names (`theta[a]`, `fi[m1,b2]`) as arrays with named coordinates, and back. */

/** An array variable, or a scalar without dimensions; its elements are consecutive columns in row-major order. */
export interface Variable {
  readonly name: string;
  /** the labels along each dimension */
  readonly labels: readonly (readonly string[])[];
  /** index of its first column */
  readonly first: number;
}

/**
 * Groups consecutive elements of one base name into arrays. Elements that are no full grid become an array of one
 * dimension labelled by the whole index; a base name that comes back later leaves its elements scalars.
 */
export function groupVariables(names: readonly string[]): Variable[] {
  const runs: { base: string | undefined; first: number; indices: Set<string> }[] = [];
  names.forEach((name, column) => {
    const [base, index] = splitName(name);
    const last = runs.at(-1);
    if (base !== undefined && last?.base === base && !last.indices.has(index)) last.indices.add(index);
    else runs.push({ base, first: column, indices: new Set([index]) });
  });
  const uses = new Map<string | undefined, number>();
  for (const { base } of runs) uses.set(base, (uses.get(base) ?? 0) + 1);
  const scalars = new Set(names.filter((name) => splitName(name)[0] === undefined));
  return runs.flatMap(({ base, first, indices }) => {
    if (base !== undefined && uses.get(base) === 1 && !scalars.has(base))
      return { name: base, labels: grid([...indices]), first };
    return [...indices].map((_, offset) => ({ name: names[first + offset]!, labels: [], first: first + offset }));
  });
}

/** The element names of an array, in row-major order; the name itself for a scalar. */
export function elementNames(name: string, labels: readonly (readonly string[])[]): string[] {
  if (labels.length === 0) return [name];
  const indices = labels.reduce<string[]>(
    (before, own) => before.flatMap((prefix) => own.map((label) => (prefix === "" ? label : `${prefix},${label}`))),
    [""],
  );
  return indices.map((index) => `${name}[${index}]`);
}

/** `theta[a,b]` as `theta` and `a,b`; a scalar has no base. */
function splitName(name: string): [string | undefined, string] {
  const open = name.indexOf("[");
  return open > 0 && name.endsWith("]") ? [name.slice(0, open), name.slice(open + 1, -1)] : [undefined, ""];
}

/** The labels along each dimension when the indices are a full grid in row-major order; else one dimension of them. */
function grid(indices: readonly string[]): string[][] {
  const parts = indices.map((index) => index.split(","));
  const dims = parts[0]!.length;
  const labels = Array.from({ length: dims }, (_, dim) => [...new Set(parts.map((part) => part[dim] ?? ""))]);
  const full = elementNames("", labels).map((name) => name.slice(1, -1));
  const isGrid = full.length === indices.length && full.every((index, k) => index === indices[k]);
  return isGrid && !labels.flat().includes("") ? labels : [[...indices]];
}
