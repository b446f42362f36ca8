/** What the Apply page says. */

import { many, share } from "./words";

export const apply = {
  apply: {
    title: "Apply",
    notReady: "There is no model to apply yet",
    notReadyWords: "Teach one first. What people coded can be exported at any time.",
    toTeach: "Teach a model",
    confidence: "Code what the model is at least this sure of",
    confidenceExplained: "Higher settles less, and more of it right. What a person decided is never overwritten.",
    people: (units: string, of: string): string => `People coded ${units} of ${of} units.`,
    coverage: "Coverage",
    human: "by people",
    machine: "by the model",
    imported: "imported",
    settled: "settled by the model",
    left: "left to read",
    run: "Apply at this confidence",
    applied: "Applied to the whole corpus.",
    last: (number: number, at: string, confidence: string): string => `Last applied: no. ${number}, ${at}, at ${confidence}.`,
    never: "Not applied yet.",
    export: "Export …",

    plot: "Coverage against precision",
    plotWords: (coverage: number, precision: number | null, low: number, high: number): string =>
      precision === null
        ? `${share(coverage)} of the corpus coded; of how much is right nothing is known`
        : `${share(coverage)} of the corpus coded, ${share(precision)} of what the model settles right, plausibly ${share(low)} to ${share(high)}`,
    covered: "coded",
    right: "right",
    wanted: (target: number): string => `${share(target)} wanted`,
    nothingKnown: "No unit drawn at random has been checked against a model yet. Verify a round to see how right it is.",
    fewKnown: (units: number): string => `The band is wide because the audit sample has ${many(units, "unit")} so far. Each round narrows it.`,
    known: (units: number): string => `From ${many(units, "unit")} drawn at random and decided before the model knew them.`,

    leftTitle: "What is left to read",
    nothingLeft: "Nothing is left at this confidence.",
    because: "Left because the model hesitates at",
    verify: "Verify these in a round",
    verifyCode: (name: string): string => `Verify the edge of “${name}”`,
    goOn: (number: number): string => `Go on with round ${number}`,
    read: "Read them line by line",
    opened: (strategy: string): string => `A round was opened: ${strategy}.`,
    strategies: { borderline: "the edge of one code", auto: "what the model most likely gets wrong" },

    byCode: "Code by code",
    code: "Code",
    codeHuman: "People",
    codeHumanExplained: "Units in which a person found the code.",
    codeGiven: "Model",
    codeGivenExplained: "Units to which the model gives the code here. Not all of these are settled: another code may hesitate there.",
    codeImported: "Imported",
    codeLeft: "Left",
    codeLeftExplained: "Units left to read because the model hesitates at this code.",
    precision: "Right where given",
    precisionExplained: "Of the audit units that the model gives the code, the share that people agreed with. The bar is what is plausible (95%).",
    recall: "Found where present",
    recallExplained: "Of the audit units in which people found the code, the share that the model gives it to.",
    tooFew: "too few",
    sortBy: (column: string): string => `Sort by ${column}`,
    showUnits: (number: string, what: string, name: string): string => `${number} ${what}, ${name}: show the units`,

    behind: {
      given: (name: string): string => `Given “${name}” by the model`,
      left: (name: string): string => `Left because of “${name}”`,
      words: (shown: number, total: number): string =>
        shown < total ? `The ${shown} most doubtful of ${many(total, "unit")}` : `${many(total, "unit")}, the most doubtful first`,
      more: "Show more",
      none: "No unit any more.",
      sure: (confidence: string): string => `${confidence} sure`,
    },

    prevalence: "How frequent each code is in the whole corpus",
    prevalenceMethod:
      "Random draws that people read, put together with the model's probabilities for all the rest (prediction-powered inference). The range holds even where the model is poor.",
    prevalenceShare: "Share of all units",
    prevalenceRangeTitle: "95% range",
    prevalenceRange: (low: string, high: string): string => `${low} – ${high}`,
    prevalenceCounted: "counted so far",
    prevalenceTooFew: "too few draws",
    prevalenceOf: (name: string, of: string, low: string, high: string): string => `${name}: ${of}, plausibly ${low} to ${high}`,
    prevalenceTable: "Export as a table …",
    toVerify: "Verify a round",
  },
};
