/** What the command's exit code says. */
export const exitCode = {
  ok: 0,
  /** an expectation failed, and the evidence for that is enough */
  failed: 1,
  /** could not run: usage, model, data, file */
  error: 2,
  /** ran, but the sampler is not to be trusted */
  untrusted: 3,
  /** an expectation is undecided and may not be */
  undecided: 4,
  /** stopped by a person or a signal; what was sampled is kept */
  interrupted: 130,
} as const;
