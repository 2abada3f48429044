/** Growing linear memory. */

/** bytes of a WebAssembly page (core specification 2.0, §4.2.8) */
export const PAGE = 65536;

/** Makes room for `bytes` bytes from address 0 on; arrays over the old buffer are void when the memory grows. */
export function ensureBytes(memory: WebAssembly.Memory, bytes: number): void {
  const lacking = bytes - memory.buffer.byteLength;
  if (lacking > 0) memory.grow(Math.ceil(lacking / PAGE));
}
