/** What is looked up beside the reading says: recall, saturation, the history of one thing. */

import { many } from "./words";

export const beside = {
  recall: {
    title: "Recall",
    search: "Most like these words",
    said: "What was said of texts like it",
    unread: "Unread, and like it",
    noneSaid: "Nothing that is like it has a note or a code yet.",
    noneUnread: "Nothing unread is left that is like it.",
    like: (unit: number): string => `Most like unit ${unit}`,
    unit: (unit: number): string => `${unit}`,
    open: (unit: number): string => `Open unit ${unit}`,
    take: "take",
    takeCodes: (codes: string, unit: number): string => `Note “${codes}” on unit ${unit} too`,
    taken: (codes: string, unit: number): string => `“${codes}” is noted on unit ${unit}.`,
    nothingNew: (unit: number): string => `Unit ${unit} says all of that already.`,
    keys: "1–9 take the codes of a text above; ↑ ↓ walk",
  },
  saturation: {
    title: "Saturation",
    of: "Of",
    openCodes: "open codes",
    codes: "codes",
    coder: "Whose reading",
    everybody: "everybody’s",
    chart: (step: number): string => `New codes in each ${step} units read, and how many there are in all`,
    met: (share: string): string => `${share} of all mentions belong to codes met already.`,
    low: "The number unseen is rather too low than too high: what is too rare to leave a trace is not in it.",
    asTable: "As a table",
    read: "units read",
    fresh: "new",
    total: "in all",
    unseen: "unseen",
    range: (about: number, low: number, high: number): string => `${Math.round(about)} (${low}–${high})`,
    axis: (units: number): string => many(units, "unit"),
    bars: (step: number): string => `new in ${step} units`,
    key: { line: "codes in all", band: "likely in all" },
    nothing: "Nothing is read yet.",
  },
  historyOf: {
    title: "History",
    of: (name: string): string => `History of ${name}`,
    nothing: "Nothing has happened to it yet.",
    inLog: "in the log",
  },
};
