/** Linear memory: constants at address 0, then data, index maps and stored arrays, then vectors of the sampler. */
import type { DataArray, IndexMap } from "../expression/node.ts";

/** room for the constant pool at address 0: 4096 constants of 16 bytes */
export const POOL_BYTES = 65536;

/** Arrays are padded to whole pairs of lanes by repeating their last element, so that a padded lane is never NaN by itself. */
export class Layout {
  private next = POOL_BYTES;
  private readonly addresses = new Map<object, number>();
  private readonly writers: ((memory: ArrayBufferLike) => void)[] = [];

  get bytes(): number {
    return this.next;
  }

  allocate(bytes: number): number {
    const address = this.next;
    this.next += (bytes + 15) & ~15;
    return address;
  }

  /** address of a data array, which is written when the memory is made */
  data(data: DataArray): number {
    return this.once(data, () => {
      const address = this.allocate(8 * (data.values.length + 1));
      this.writers.push((memory) => writeData(memory, address, data.values));
      return address;
    });
  }

  /** address of an index map as 32-bit byte offsets into the array that it gathers from */
  index(map: IndexMap): number {
    return this.once(map, () => {
      const address = this.allocate(4 * (map.index.length + 1));
      this.writers.push((memory) => {
        const target = new Int32Array(memory, address, map.index.length + 1);
        for (let i = 0; i < map.index.length; i++) target[i] = 8 * map.index[i]!;
        target[map.index.length] = 8 * (map.index.at(-1) ?? 0);
      });
      return address;
    });
  }

  write(memory: ArrayBufferLike): void {
    for (const writer of this.writers) writer(memory);
  }

  private once(key: object, allocate: () => number): number {
    let address = this.addresses.get(key);
    if (address === undefined) this.addresses.set(key, (address = allocate()));
    return address;
  }
}

export function writeData(memory: ArrayBufferLike, address: number, values: Float64Array): void {
  const target = new Float64Array(memory, address, values.length + 1);
  target.set(values);
  target[values.length] = values.at(-1) ?? 0;
}
