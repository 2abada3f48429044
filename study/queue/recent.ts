/** What was used last, up to a number of bytes; the newest stays however large it is. */
export class Recent<T> {
  private readonly most: number;
  private readonly entries = new Map<string, { readonly value: T; readonly bytes: number }>();
  private sum = 0;

  constructor(mostBytes: number) {
    this.most = mostBytes;
  }

  get(key: string): T | undefined {
    const entry = this.entries.get(key);
    if (entry === undefined) return undefined;
    // to the end: a map's order is that of insertion
    this.entries.delete(key);
    this.entries.set(key, entry);
    return entry.value;
  }

  set(key: string, value: T, bytes: number): void {
    this.sum += bytes - (this.entries.get(key)?.bytes ?? 0);
    this.entries.delete(key);
    this.entries.set(key, { value, bytes });
    for (const [oldest, entry] of this.entries) {
      if (this.sum <= this.most || this.entries.size === 1) return;
      this.entries.delete(oldest);
      this.sum -= entry.bytes;
    }
  }
}
