/** How far a model's probabilities can be taken at their word. */

export const calibration = {
  calibration: {
    title: "Calibration",
    model: (number: number) => `Model ${number}`,
    all: "All codes",
    which: "Show",
    axisStated: "how sure the model says it is",
    axisRight: "how often it is right",
    plot: (said: string[]) => `Stated and right: ${said.join("; ")}.`,
    bin: (stated: string, right: string, low: string, high: string, answers: string) =>
      `${answers} answers that it was ${stated} sure of: ${right} right (${low} to ${high})`,
    explained:
      "Each point is a group of answers about equally sure, with its 95 % interval. On the line the model means what it says; below it, it is too sure of itself; above, not sure enough.",
    byCode: "By code",
    code: "Code",
    off: "Off by",
    chance: "By chance",
    answers: "Answers",
    byWords: "known by its words only",
    byWordsExplained: "No examples yet: the model ranks units by what is written about the code, and never codes one.",
  },
};
