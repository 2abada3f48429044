/** What the rest of the house may use of the samplers. */
export { sampleChains, type SampleHooks } from "./chains.ts";
export { DEFAULTS, type SamplerOptions, type Settings, type WarmStart } from "./options.ts";
