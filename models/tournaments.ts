/** Tournaments: models worth comparing on one table, by name. An entry is a model of the library with its options. */

export interface Tournament {
  readonly title: string;
  /** `chinchilla`, or with options `chinchilla:tied=true,noise=normal` */
  readonly models: readonly string[];
}

/** @source laws.md, section 4: each is a list of families for the same rows and responses */
export const tournaments: ReadonlyMap<string, Tournament> = new Map(
  Object.entries({
    surface: {
      title: "loss over model size and data: one exponent or two, with a floor or without",
      models: ["chinchilla", "chinchilla:tied=true", "kaplan-nd"],
    },
    "loss-vs-scale": {
      title: "loss against one scale: with a floor or without",
      models: ["power-law", "power-law-const"],
    },
    noise: {
      title: "the noise around a loss surface: Student-t, normal or Huber",
      models: ["chinchilla", "chinchilla:noise=student_t_nu", "chinchilla:noise=normal", "chinchilla:noise=huber"],
    },
  }),
);
