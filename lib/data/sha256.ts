/** SHA-256, in plain TypeScript so that content hashes are the same in Node and in a browser. */

/** Fractional parts of the cube roots of the first 64 primes (FIPS 180-4, 4.2.2). */
const K = Int32Array.from(firstPrimes(64), (prime) => fraction32(Math.cbrt(prime)));

/** Fractional parts of the square roots of the first 8 primes (FIPS 180-4, 5.3.3). */
const H0 = Int32Array.from(firstPrimes(8), (prime) => fraction32(Math.sqrt(prime)));

/**
 * An incremental SHA-256.
 * @source FIPS 180-4, sections 5 and 6.2
 * @truth test/lib/data/hash.test.ts: the vectors of FIPS 180-4, and node:crypto on random bytes
 */
export class Sha256 {
  private readonly state = H0.slice();
  private readonly block = new Uint8Array(64);
  private readonly words = new Int32Array(64);
  private length = 0;

  update(bytes: Uint8Array): this {
    let filled = this.length % 64;
    this.length += bytes.length;
    for (let at = 0; at < bytes.length; ) {
      const taken = Math.min(64 - filled, bytes.length - at);
      this.block.set(bytes.subarray(at, at + taken), filled);
      at += taken;
      filled += taken;
      if (filled === 64) {
        this.compress();
        filled = 0;
      }
    }
    return this;
  }

  updateText(text: string): this {
    return this.update(new TextEncoder().encode(text));
  }

  /** The digest as 64 hexadecimal digits; nothing may be added afterwards. */
  hex(): string {
    const bits = this.length * 8;
    const padding = new Uint8Array(((119 - (this.length % 64)) % 64) + 9);
    padding[0] = 0x80;
    const view = new DataView(padding.buffer);
    view.setUint32(padding.length - 8, Math.floor(bits / 2 ** 32));
    view.setUint32(padding.length - 4, bits >>> 0);
    this.update(padding);
    return Array.from(this.state, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
  }

  private compress(): void {
    const { block, words: w, state } = this;
    for (let i = 0, j = 0; i < 16; i++, j += 4) {
      w[i] = (block[j]! << 24) | (block[j + 1]! << 16) | (block[j + 2]! << 8) | block[j + 3]!;
    }
    for (let i = 16; i < 64; i++) {
      const x = w[i - 15]!;
      const y = w[i - 2]!;
      const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
      const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
      w[i] = (((w[i - 16]! + s0) | 0) + ((w[i - 7]! + s1) | 0)) | 0;
    }
    let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number];
    for (let i = 0; i < 64; i++) {
      const S1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const t1 = (((h + S1) | 0) + ((((e & f) ^ (~e & g)) + ((K[i]! + w[i]!) | 0)) | 0)) | 0;
      const S0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const t2 = (S0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + t1) | 0;
      d = c;
      c = b;
      b = a;
      a = (t1 + t2) | 0;
    }
    const sums = [a, b, c, d, e, f, g, h];
    for (let i = 0; i < 8; i++) state[i] = state[i]! + sums[i]!;
  }
}

/** The first 32 bits of a root's fraction: float64 holds them exactly, as the roots are below 8. */
function fraction32(root: number): number {
  return Math.floor((root - Math.floor(root)) * 2 ** 32);
}

function firstPrimes(count: number): number[] {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  return primes;
}
