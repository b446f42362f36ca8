/** What the Import page says. */

import type { Beside, ImportReport, ImportTotals, Preview } from "../types";
import { many } from "./words";

const twins = (count: number): string => (count > 0 ? `, ${many(count, "of them a twin", "of them twins")}` : "");

const TABLES = ["csv", "tsv", "jsonl", "json", "parquet", "xlsx", "ods"];

const FORMATS: Record<string, string> = {
  label_studio: "Label Studio",
  argilla: "Argilla",
  brat: "BRAT",
  chat: "a chat",
  codebook: "a codebook",
  dataset: "a data set",
  discord: "Discord",
  docx: "Word",
  folder: "a folder of documents",
  html: "a web page",
  markdown: "Markdown",
  odt: "OpenDocument text",
  parquet: "Parquet",
  prodigy: "Prodigy",
  qdc: "REFI-QDA codebook",
  qdpx: "REFI-QDA project",
  qualcoder: "QualCoder",
  rtf: "rich text",
  slack: "Slack",
  spacy: "spaCy",
  subtitles: "subtitles",
  taguette: "Taguette",
  tags: "a list of tags",
  telegram: "Telegram",
  txt: "plain text",
  webanno: "INCEpTION, WebAnno",
  csv: "CSV",
  epub: "EPUB",
  json: "JSON",
  jsonl: "JSON Lines",
  ods: "OpenDocument sheet",
  pdf: "PDF",
  tsv: "TSV",
  xlsx: "Excel",
};

const rowOf = (format: string): string => (TABLES.includes(format) ? "row" : "document");

export const importing = {
  import: {
    title: "Import",
    words:
      "Tables, Word, PDF and other documents, transcripts, projects of other programs, or a zip of files. Nothing is stored before you have seen it.",
    drop: "File to import",
    dropHere: "Let go to look at it",
    choose: "Choose a file",
    chooseOther: "Choose another file",
    orDrop: "or drop one anywhere on this page",
    paste: "Paste lines",
    pasteHere: "Lines or a table",
    pasteWords: "Each line becomes a unit. A table copied from a spreadsheet keeps its columns.",
    look: "Look at it",
    looking: "Looking at the file …",
    pasted: "pasted lines",
    uploading: (done: string): string => `Uploading ${done}`,
    waiting: (count: number): string => `${many(count, "more file")} after this one`,
    leaveOut: "Leave this file out",
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
      comma: "number (1.234,5)",
      boolean: "yes or no",
      date: "date",
    },
    units: "First units, as they will stand on Code",
    segmentation: "A unit is",
    segmentations: {
      whole: "the whole text",
      line: "a line",
      sentence: "a sentence",
      paragraph: "a paragraph",
      turn: "a speaker's turn",
      given: "as the file cuts it",
    },
    from: (program: string): string => (program ? `From ${program}` : "Beside the texts"),
    held: ({ code_count, statements, memos, coders }: Beside, exact: boolean): string =>
      [
        code_count > 0 && many(code_count, "code"),
        statements > 0 && `${exact ? "" : "at least "}${many(statements, "coded passage")}`,
        memos > 0 && many(memos, "memo"),
        coders.length > 0 && `by ${coders.slice(0, 5).join(", ")}${coders.length > 5 ? " …" : ""}`,
      ]
        .filter(Boolean)
        .join(", "),
    unverified: "They arrive as unverified codings of this file: shown beside yours, ready to be verified, never taken for truth.",
    moreCodes: (count: number): string => `and ${many(count, "more")}`,
    losses: "What has no place here",
    documents: "A document is",
    documentFile: "the file",
    documentLine: "a line",
    sheet: "Sheet",
    separator: "Codes are separated by",
    badRows: "A bad row",
    refuse: "stops the import",
    skip: "is left out",
    shape: ({ format, encoding, delimiter }: Preview["shape"]): string =>
      [FORMATS[format] ?? format, encoding, delimiter && `separated by ${delimiter === "\t" ? "tab" : delimiter}`].filter(Boolean).join(" · "),
    row: (row: number): string => `row ${row}`,
    place: (row: number, column: string | null | undefined): string => (column ? `Row ${row}, ${column}:` : `Row ${row}:`),
    moreProblems: (count: number): string => `and ${many(count, "more")}`,
    skipThem: "Leave bad rows out",
    isTable: (format: string): boolean => TABLES.includes(format),
    totals: ({ rows, units, twins: same, unchanged, skipped }: ImportTotals, skip: boolean, format: string): string =>
      [
        `${many(rows, rowOf(format))} → ${many(units, "unit")}${twins(same)}`,
        unchanged > 0 && `${many(unchanged, `${rowOf(format)} is`, `${rowOf(format)}s are`)} here already`,
        skipped > 0 && `${many(skipped, rowOf(format))} ${skip ? "left out" : "cannot be imported"}`,
      ]
        .filter(Boolean)
        .join("; "),
    because: (reasons: readonly string[]): string => `because ${reasons.join("; ")}`,
    counting: "Reading the whole file …",
    run: (rows: number, exact: boolean, format: string): string =>
      rows === 0 ? "Import the codebook" : `Import ${exact ? "" : "about "}${many(rows, rowOf(format))}`,
    whole: "All of it or nothing; it can be undone.",
    already: "This file is here already; nothing changed.",
    done: ({ units, twins: same, unchanged, skipped, codings, codes_created, memos = 0 }: ImportReport): string =>
      [
        `${many(units, "unit imported", "units imported")}${twins(same)}`,
        codings > 0 && `with ${many(codings, "existing coding")}`,
        codes_created.length > 0 && `${many(codes_created.length, "new code")}`,
        memos > 0 && many(memos, "memo"),
        unchanged > 0 && `${many(unchanged, "row was", "rows were")} here before`,
        skipped > 0 && `${many(skipped, "row")} left out`,
      ]
        .filter(Boolean)
        .join(", ") + ".",
    begin: "Begin to code",
    sources: "Imported so far",
    source: "File",
    at: "When",
    documentCount: "Documents",
    unitCount: "Units",
    codingCount: "Existing codings",
    skipped: "Left out",
  },
};
