import { expect, test } from "vitest";

import { byDay, unitsOf } from "./folding";
import type { LogEntry } from "./types";

let seq = 100;
const entry = (kind: string, more: Partial<LogEntry> = {}): LogEntry => ({
  seq: --seq,
  kind,
  title: kind,
  words: kind,
  said: [],
  actor: "Ann",
  at: "2026-11-21T12:00:00.000000+00:00",
  cause: "ui",
  target: null,
  changes: 1,
  detail: { unit: seq },
  undoable: true,
  undone: false,
  hash: "",
  ...more,
});

test("a run of the same act by one person is folded, a short one is not", () => {
  const [day] = byDay([
    ...Array.from({ length: 5 }, () => entry("note_written")),
    entry("memo_written"),
    entry("note_written"),
    entry("note_written"),
  ]);
  expect(day?.runs.map((run) => [run.act, run.entries.length])).toEqual([
    ["coded", 5],
    [undefined, 1],
    [undefined, 1],
    [undefined, 1],
  ]);
});

test("another person, another day, and what was taken back break a run", () => {
  const days = byDay([
    ...Array.from({ length: 4 }, () => entry("note_written", { detail: { unit: 3 } })),
    ...Array.from({ length: 4 }, () => entry("note_written", { actor: "Bo" })),
    entry("note_written", { actor: "Bo", undone: true }),
    ...Array.from({ length: 4 }, () => entry("unit_decided", { at: "2026-11-19T12:00:00.000000+00:00" })),
  ]);
  expect(days.map((day) => day.runs.map((run) => [run.act, run.entries[0]?.actor, run.entries.length]))).toEqual([
    [
      ["coded", "Ann", 4],
      ["coded", "Bo", 4],
      [undefined, "Bo", 1],
    ],
    [["decided", "Ann", 4]],
  ]);
  expect(unitsOf(days[0]!.runs[0]!)).toBe(1);
});
