/** What the export dialog says. */

import type { ExportFormat, FileWritten, Loss } from "../types";
import { many } from "./words";

export const exporting = {
  export: {
    title: "Export",
    format: "Format",
    groups: {
      whole: "The whole project",
      programs: "For other programs",
      reading: "To read and print",
      pipelines: "Tables for pipelines",
    } satisfies Record<ExportFormat["group"], string>,
    name: "Name of the file",
    preview: "First rows",
    previewEmpty: "No rows at the beginning of the corpus.",
    words: "Who said what stays apart: a model's code is never written as a person's.",
    notApplied: "Nothing to show yet: probabilities are there once a model was applied.",
    download: "Export",
    writing: "Writing …",
    done: ({ counts }: FileWritten, name: string): string =>
      `${name} is written: ${Object.entries(counts as Record<string, number>)
        .map(([what, count]) => `${count.toLocaleString("en")} ${what}`)
        .join(", ")}.`,
    losses: "Not in this format",
    close: "Close",
    loss: ({ what, count, reason }: Loss): string => `${count.toLocaleString("en")} ${what}: ${reason}`,
    kept: "kept for the next export of this format",
    lost: (count: number): string => `${many(count, "thing has", "things have")} no place in this format; see below.`,
  },
};
