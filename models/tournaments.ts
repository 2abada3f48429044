/** Tournaments: models worth comparing on one table, by name. An entry is a model of the library with its options. */

export interface Tournament {
  readonly title: string;
  /** `chinchilla`, or with options `chinchilla:tied=true,noise=normal` */
  readonly models: readonly string[];
}

/** @source laws.md, section 4: each is a list of families for the same rows and responses */
export const tournaments: ReadonlyMap<string, Tournament> = new Map(
  Object.entries({
    "loss-vs-scale": {
      title: "loss against one scale: a floor or none, a slow end, a shifted or a broken power law",
      models: ["power-law", "power-law-const", "stretched-exponential", "m3", "m4", "bnsl:breaks=1", "bnsl:breaks=2"],
    },
    surface: {
      title: "loss over model size and data: one exponent or two, with a floor or without, size counted with an offset",
      models: ["chinchilla", "chinchilla:tied=true", "kaplan-nd", "over-training", "chinchilla:n_offset=free"],
    },
    parabola: {
      title: "compute-optimal training: a parabola at each budget, or a surface of size and data",
      models: ["isoflop", "chinchilla", "chinchilla:tied=true", "chinchilla:n_offset=free"],
    },
    noise: {
      title: "the noise around a loss surface: Student-t, normal, Huber, or growing with scale",
      models: ["chinchilla", "chinchilla:noise=student_t_nu", "chinchilla:noise=normal", "chinchilla:noise=huber"],
    },
    repetition: {
      title: "repeated data: as good as new, or worth less each epoch",
      models: ["chinchilla", "data-constrained", "data-constrained:decay=power"],
    },
    parscale: {
      title: "parallel streams: the gain logarithmic, a power, saturating, or none",
      models: ["parscale:gain=log", "parscale:gain=power", "parscale:gain=saturating", "parscale:gain=none"],
    },
    precision: {
      title: "low precision: how bits cost effective parameters",
      models: ["precision", "precision:shares=offset", "precision:shares=logistic"],
    },
    curves: {
      title: "training curves under learning rate schedules",
      models: ["lr-annealing", "multi-power-law"],
    },
    "hyper-parameters": {
      title: "the best learning rate: moving with size and data, with one of them, or constant",
      models: ["step-law", "step-law:optimum=size", "step-law:optimum=data", "step-law:optimum=constant"],
    },
    pruning: {
      title: "pruned networks: training temperature that helps on one side of a density only, more with density, or everywhere alike",
      models: ["three-regime", "three-regime:interaction=linear", "three-regime:interaction=none"],
    },
    emergence: {
      title: "pass probability against scale: the task law, faster growth, steps, circuits, chance, a floor, a logistic curve",
      models: [
        "task-scaling",
        "task-scaling:chance=unknown",
        "task-scaling:irreducible=true",
        "curved-task",
        "multi-step",
        "multi-circuit",
        "multi-circuit:form=mixture",
        "sigmoid-task",
      ],
    },
    "emergence-items": {
      title: "the same at item level, where curvature cannot be items that differ",
      models: ["task-scaling:items=item", "curved-task:items=item", "multi-step:items=item", "multi-circuit:items=item", "sigmoid-task:items=item"],
    },
    calibration: {
      title: "a map of stated confidence: none, a temperature, Platt's, the beta family, any rising curve",
      models: ["identity", "temperature", "platt", "beta-calibration", "isotonic"],
    },
    "pass-at-k": {
      title: "coverage from repeated sampling: beta distributed pass probabilities, or impossible problems beside them",
      models: ["pass-at-k", "pass-at-k:problems=zero_inflated"],
    },
    verifier: {
      title: "an imperfect verifier: wrong answers found out alike on all items, or less on hard ones",
      models: ["imperfect-verifier:soundness=common", "imperfect-verifier"],
    },
    "waiting-times": {
      title: "waiting times: the family of the hazard, and whether some never fail",
      models: ["survival", "survival:baseline=log_logistic", "survival:baseline=apgw", "survival:cure=true"],
    },
    crossover: {
      title: "two families whose curves may cross: power laws of one exponent or several, with floors or without, or shifted",
      models: ["crossover:law=parallel", "crossover", "crossover:law=common_floor", "crossover:law=power_law_const", "crossover:law=shifted"],
    },
  }),
);
