/** What the command's exit code says. */
export const exitCode = {
  ok: 0,
  /** could not run: usage, model, data, file */
  error: 2,
  /** ran, but the sampler is not to be trusted */
  untrusted: 3,
} as const;
