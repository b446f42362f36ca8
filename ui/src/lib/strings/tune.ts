/** What is said of tuning an encoder. */

import { count } from "../format";
import { many } from "./words";

export const tune = {
  tune: {
    title: "Tune",
    lead: "The encoder turns each text into numbers that the model learns from. It can itself be taught: that takes minutes to hours, and the result is compared with the encoder in use before anything changes.",
    how: "What it learns",
    hows: {
      tuned: {
        title: "The codes",
        words: "Its weights are changed until it tells your codes apart. Worth most with some hundred coded units.",
      },
      contrastive: {
        title: "Which texts belong together",
        words: "Texts that share a code are drawn together, others apart. Made for few examples of each code.",
      },
      adapted: {
        title: "The words of this corpus",
        words: "It reads all texts with words hidden and learns to find them. No codes are needed, or used.",
      },
    },
    pretrain: "Read the corpus for its words first",
    pretrainWords: "Longer; it helps most where texts are unlike those of the web.",
    base: "Begin with",
    other: "another encoder",
    otherName: "Its name on the Hugging Face hub, or a folder",
    notHere: "will be fetched from the Hugging Face hub",
    teaching: (units: number, audit: number): string =>
      `${many(units, "coded unit")} can teach it. ${audit === 0 ? "No others are" : audit === 1 ? "1 other is" : `${count(audit)} others are`} kept for the comparison: units drawn at random to judge the model never teach an encoder.`,
    tooFew: (units: number, fewest: number): string =>
      `Codes can be learned from ${fewest} coded units on; there are ${units}. Those drawn at random to judge the model do not count.`,
    reading: (texts: number): string => `${many(texts, "text")} to read.`,
    estimate: "What would it take?",
    estimating: "A few batches are measured …",
    cost: (words: string, megabytes: number): string => `${words} It adds ${megabytes} MB to the workspace, and runs beside your work.`,
    start: "Tune",
    goOn: "Go on",
    discard: "Throw it away",
    discarded: "What was left of it is gone.",
    unfinished: (how: string, base: string, units: number): string =>
      `A tuning was stopped before its end: ${how}, from ${base}${units > 0 ? `, by ${many(units, "unit")}` : ""}. It can go on where it was.`,
    keeps: "Stopped, it keeps what it has learned and can go on later, even after a restart.",
    outcome: "What came of it",
    stages: { adapt: "words of the corpus", tune: "codes", contrast: "which texts belong together" } as Record<string, string>,
    stage: (name: string, epochs: number, kept: number): string =>
      epochs > 0 ? `${name}: read ${many(epochs, "time")}, kept as it was after the ${ordinal(kept)}` : name,
    now: "in use now",
    made: "the new one",
    difference: "difference",
    measures: { "units right": "units right", F1: "F1 over all codes" } as Record<string, string>,
    loss: "mean loss of a label (less is better)",
    on: (units: number, sample: string): string =>
      sample === "audit" ? `On ${many(units, "unit")} drawn at random, which taught neither.` : `On ${many(units, "decided unit")}, which taught neither.`,
    use: "Use it",
    used: "The new encoder is in use; the model learns again with it.",
    listed: "It stays listed among the encoders.",
    toEncoders: "All encoders",
  },
};

const ordinal = (number: number): string => ["", "first", "second", "third"][number] ?? `${number}th`;
