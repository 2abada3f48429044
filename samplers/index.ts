/** What the rest of the house may use of the samplers. */
export { type RunState, sampleChains, type SampleHooks, sampleResult } from "./chains.ts";
export { type DrawStore, drawStore } from "./draw-store.ts";
export { DEFAULTS, type SamplerOptions, type Settings, type WarmStart } from "./options.ts";
export { type ParallelOptions, sampleParallel, type Snapshot } from "./sample-parallel.ts";
export { serveChains, type WorkerJob } from "./workers/serve.ts";
