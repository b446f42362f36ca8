/** What cutting an import into other units says. */

import type { RecutReport } from "../types";
import { many } from "./words";

const units = (count: number): string => many(count, "unit");

export const recut = {
  recut: {
    open: "Cut anew …",
    of: (name: string): string => `Cut ${name} into other units`,
    title: (name: string): string => `Cut ${name} anew`,
    words: "The texts stay as they are. What people said goes along to where it belongs, in one step that can be undone.",
    wanted: (now: string): string => `A unit is ${now} now; it should be`,
    pick: "choose …",
    trying: "Trying it out; nothing is kept yet …",
    cutting: "Cutting …",
    run: (count: number): string => `Cut into ${units(count)}`,
    done: (name: string, report: RecutReport): string => `${name} is ${units(report.units)} now, where it was ${units(report.before)}.`,
    count: ({ before, units: after, same }: RecutReport): string =>
      `${units(before)} become ${units(after)}${same > 0 ? `; ${many(same, "stays as it is", "stay as they are")}` : ""}.`,
    told: (report: RecutReport): string[] =>
      [
        report.notes > 0 && `${many(report.notes, "note moves", "notes move")} along, with the passage that each is about.`,
        report.kept > 0 && `${many(report.kept, "coding stays", "codings stay")} as decided.`,
        report.joined > 0 && `${many(report.joined, "coding goes", "codings go")} into decisions about larger units.`,
        report.unverified > 0 &&
          `${many(report.unverified, "claim", "claims")} to verify: what was found in a larger unit is shown beside its pieces, not taken for decided.`,
        report.imported > 0 && `${many(report.imported, "claim")} that nobody verified yet ${report.imported === 1 ? "goes" : "go"} along.`,
        report.marks > 0 && `${many(report.marks, "mark")} kept.`,
        report.bookmarks > 0 && `${many(report.bookmarks, "bookmark")} kept.`,
        report.memos > 0 && `${many(report.memos, "memo")} kept.`,
        report.left > 0 &&
          `${many(report.left, "coding or mark has", "codings or marks have")} no place in the new units; undo brings ${report.left === 1 ? "it" : "them"} back.`,
      ].filter((line): line is string => typeof line === "string"),
    nothing: "Nothing was said of these units yet.",
  },
};
