/** What receipts say: words judged by a coder, what a code means to the model, a text that is tried. */

import { many } from "./words";

export const receipts = {
  receipts: {
    judge: "What you say of these words",
    reason: (code: string): string => `The reason for “${code}”`,
    none: "No reason",
    takeBack: "Take back",
    pointed: (words: string): string => `“${words}” chosen. Arrow keys move, Shift and an arrow take more.`,
    saidFor: "You said: this is the reason.",
    saidAgainst: "You said: this is no reason.",
    given: (word: string, code: string): string => `“${word}” is a reason for “${code}”. The next model learns from it.`,
    refused: (word: string, code: string): string => `“${word}” is no reason for “${code}”. The next model learns from it.`,
    how: {
      counted: "Counted exactly: this encoder goes by words alone.",
      "left out": "Each word was left out in turn.",
      both: "Half of it counted exactly, half by leaving each word out.",
    } as Record<string, string>,
    by: (names: string): string => `by ${names}`,
    missing: (names: string): string => `without ${names}, suggested here`,
    other: (names: string): string => `with ${names}, not suggested here`,
    exact: (looked: number): string =>
      `What each word adds in ${many(looked, "text")}, counted exactly: those it is surest of, and those it is in doubt about. The half that reads whole sentences is not in these figures.`,
    leftOut: (looked: number): string => `By leaving out each word of the ${many(looked, "text")} it is surest of.`,
    wordIn: (weight: number, units: number): string =>
      `${weight > 0 ? "speaks for it" : "speaks against it"}: ${weight > 0 ? "+" : "−"}${Math.abs(weight).toFixed(2)} log-odds on average, in ${many(units, "text")}`,
    boundary: "Texts it cannot tell",
    sure: (value: string): string => `${value} sure`,
    confused: (units: number): string => many(units, "time"),
    has: (code: string): string => `people say “${code}”`,
    toSection: "Try a text of your own",
    try: "Try a text",
    whatIf: "What if",
    field: "A text to try",
    placeholder: "Write or paste a text, and see what the model would say.",
    kept: "Nothing of this is kept.",
    back: "The text as it was",
    tooLong: (most: string): string => `At most ${most} characters.`,
    none_: "none of the codes",
    codes: "What the model would say",
    words: (code: string): string => `The words for “${code}”`,
    nearest: "The decided text most like it",
    noneNear: "No decided text is like it.",
    noModel: "There is no model yet. Teach one first.",
  },
};
