/** The log by days, with runs of the same act by the same person folded into one line. */

import type { LogEntry } from "./types";

export type Act = "coded" | "decided" | "arranged";

export interface Run {
  /** What the entries have in common, where they are folded. */
  act: Act | undefined;
  /** Newest first. */
  entries: readonly LogEntry[];
}

export interface Day {
  day: string;
  runs: readonly Run[];
}

const FEWEST = 4;

const ACTS: Record<string, Act> = {
  note_written: "coded",
  note_changed: "coded",
  note_withdrawn: "coded",
  unit_marked: "coded",
  units_coded: "coded",
  unit_decided: "decided",
  open_codes_grouped: "arranged",
  open_codes_ungrouped: "arranged",
  codes_arranged: "arranged",
};

/** How an entry may be folded; what was taken back always stands for itself. */
const actOf = (entry: LogEntry): Act | undefined => (entry.undone ? undefined : ACTS[entry.kind]);

const dayOf = (entry: LogEntry): string => new Date(entry.at).toLocaleDateString("sv");

export function byDay(entries: readonly LogEntry[]): Day[] {
  const days: { day: string; entries: LogEntry[] }[] = [];
  for (const entry of entries) {
    const day = dayOf(entry);
    const last = days.at(-1);
    if (last?.day === day) last.entries.push(entry);
    else days.push({ day, entries: [entry] });
  }
  return days.map((one) => ({ day: one.day, runs: runs(one.entries) }));
}

function runs(entries: readonly LogEntry[]): Run[] {
  const found: { act: Act | undefined; entries: LogEntry[] }[] = [];
  for (const entry of entries) {
    const act = actOf(entry);
    const last = found.at(-1);
    if (act && last?.act === act && last.entries[0]?.actor === entry.actor) last.entries.push(entry);
    else found.push({ act, entries: [entry] });
  }
  return found.flatMap((run) =>
    run.act && run.entries.length >= FEWEST ? [run] : run.entries.map((entry) => ({ act: undefined, entries: [entry] })),
  );
}

/** How many units a run is about. */
export const unitsOf = (run: Run): number =>
  new Set(run.entries.map((entry) => entry.detail["unit"]).filter((unit) => unit !== undefined)).size;
