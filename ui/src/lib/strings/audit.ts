/** What the Audit page says. */

import type { Snapshot } from "../types";
import { many } from "./words";

export const audit = {
  audit: {
    title: "Log",
    log: "Log",
    subject: "all, or unit:12, code:…",
    everything: "show all",
    day: (iso: string): string =>
      new Date(`${iso}T12:00:00Z`).toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric" }),
    nothing: "Nothing has happened yet.",
    older: "Older entries",
    undone: "taken back",
    undoThis: "Undo this",
    unit: (unit: number): string => `unit ${unit}`,
    aboutUnit: (unit: number): string => `all about unit ${unit}`,
    made: "made",
    removed: "removed",
    changed: "changed",
    moreChanges: (count: number): string => `and ${many(count, "more change", "more changes")}`,
    families: {
      project: "Project",
      coder: "Coder",
      source: "Import",
      note: "Note",
      open_code: "Open code",
      placement: "Placement",
      code: "Code",
      coding: "Coding",
      mark: "Mark",
      round: "Round",
      round_item: "Unit of a round",
      encoding: "Encoder",
      model: "Model",
      application: "Application",
      memo: "Memo",
    } as Record<string, string>,
    proof: "Is the record whole?",
    proofWords: "Recomputes every hash, replays the log, and compares it with what stands.",
    prove: "Check the chain",
    proving: "Checking …",
    whole: (events: string, facts: string, units: string, seconds: number): string =>
      `Whole: ${events} events, ${facts} facts and ${units} units agree (${seconds.toFixed(1)} s).`,
    broken: (seq: number | null | undefined): string => (seq ? `Broken at event ${seq}.` : "Broken."),
    past: "As it was",
    date: "Day and time",
    look: "Look",
    after: (seq: number, at: string): string => `After event ${seq}, ${at}`,
    counts: (then: Snapshot): [string, number][] => [
      ["units", then.units],
      ["notes", then.notes],
      ["open codes", then.open_codes],
      ["codings", then.codings],
      ["rounds", then.rounds],
      ["models", then.models],
      ["codes", then.codes.length],
    ],
  },
};
