/** What the Import page says. */

import type { Preview } from "../types";
import { many } from "./words";

export const importing = {
  import: {
    title: "Import",
    words: "CSV, TSV, JSON lines, Parquet, XLSX, ODS or plain text. Nothing is stored before you have seen it.",
    drop: "File to import",
    choose: "Choose a file",
    chooseOther: "Choose another file",
    orDrop: "or drop it here",
    uploading: (done: string): string => `Uploading ${done}`,
    columns: "Columns",
    column: "Column",
    role: "Is",
    type: "Kind",
    examples: "Examples",
    roleOf: (name: string): string => `What ${name} is`,
    typeOf: (name: string): string => `Kind of ${name}`,
    roles: {
      text: "text to code",
      id: "id",
      attribute: "attribute",
      codes: "existing codes",
      speaker: "speaker",
      ignore: "left out",
    },
    types: {
      text: "text",
      category: "category",
      integer: "whole number",
      number: "number",
      boolean: "yes or no",
      date: "date",
    },
    units: "First units",
    segmentation: "A unit is",
    segmentations: {
      whole: "the whole text",
      line: "a line",
      sentence: "a sentence",
      paragraph: "a paragraph",
      turn: "a speaker's turn",
    },
    documents: "A document is",
    documentFile: "the file",
    documentLine: "a line",
    sheet: "Sheet",
    separator: "Codes are separated by",
    badRows: "A bad row",
    refuse: "stops the import",
    skip: "is left out",
    shape: ({ format, encoding, delimiter }: Preview["shape"]): string =>
      [format, encoding, delimiter && `separated by ${delimiter === "\t" ? "tab" : delimiter}`].filter(Boolean).join(" · "),
    place: (row: number, column: string | null | undefined): string => (column ? `Row ${row}, ${column}:` : `Row ${row}:`),
    run: (rows: number, exact: boolean): string => `Import ${exact ? "" : "about "}${many(rows, "row")}`,
    whole: "All of it or nothing; it can be undone.",
    already: "This file is here already; nothing changed.",
    done: ({ units, unchanged, skipped }: { units: number; unchanged: number; skipped: number }): string =>
      [
        many(units, "unit imported", "units imported"),
        unchanged > 0 && `${many(unchanged, "row")} were here before`,
        skipped > 0 && `${many(skipped, "row")} left out`,
      ]
        .filter(Boolean)
        .join(", ") + ".",
    sources: "Imported so far",
    source: "File",
    at: "When",
    documentCount: "Documents",
    unitCount: "Units",
    codingCount: "Existing codings",
    skipped: "Left out",
  },
};
