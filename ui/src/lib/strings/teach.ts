/** What the Teach page says. */

import { many } from "./words";

export const teach = {
  teach: {
    title: "Teach",
    train: "Teach a model",
    taught: "A new model is taught.",
    toVerify: "Verify what it says",
    training: "What it learns from",
    code: "Code",
    present: "found in",
    presentExplained: "Units in which a person found the code",
    absent: "said absent",
    absentExplained: "Units a person decided not to have it",
    implied: "implied absent",
    impliedExplained: "Units read to the end without it; they count less",
    tooFew: "too few to learn",
    noCodes: "No codes to teach yet",
    noCodesWords: "Group open codes into codes, or decide units in a round; a model learns from both.",
    toGroup: "Group open codes",
    models: "Models",
    noModels: "None yet.",
    model: "Model",
    when: "When",
    codes: "Codes",
    decisions: "Decisions",
    outOfSample: "Out of sample",
    madeFrom: "Made from",
    current: "in use",
    recipe: (codebook: number, seed: number): string => `codebook ${codebook} · seed ${seed}`,
    figures: {
      held_out_agreement: "right on held-out units",
      held_out_loss: "held-out log loss",
    } as Record<string, string>,
    drawn: (units: number): string => `right on ${many(units, "unit")} drawn at random`,
    encoder: "Encoder",
    encoded: "Units with vectors",
    encodedOf: (done: string, all: string): string => `${done} of ${all} units have vectors`,
    encode: "Compute the rest",
    dimensions: (count: number): string => `${count} dimensions`,
  },
};
