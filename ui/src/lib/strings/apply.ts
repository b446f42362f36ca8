/** What the Apply page says. */

export const apply = {
  apply: {
    title: "Apply",
    notReady: "There is no model to apply yet",
    notReadyWords: "Teach one first. What people coded can be exported at any time.",
    toTeach: "Teach a model",
    confidence: "Code what the model is at least this sure of:",
    confidenceExplained: "Higher codes less, and more of it right. What a person decided is never overwritten.",
    coverage: "Coverage",
    human: "by people",
    machine: "by the model",
    imported: "imported",
    left: "left to read",
    run: "Apply at this confidence",
    applied: "Applied to the whole corpus.",
    last: (number: number, at: string, confidence: string): string => `Last applied: no. ${number}, ${at}, at ${confidence}.`,
    never: "Not applied yet.",
    byCode: "Code by code",
    threshold: "Promised from",
    thresholdExplained: "From this confidence on, the audit sample lets the project's precision be promised. Point at a row for the reason.",
    noThreshold: "not yet",
    export: "Export …",
  },

  export: {
    title: "Export",
    shape: "Shape",
    shapes: {
      long: { title: "Long", words: "one row a coding, with origin, coder, time, confidence, model" },
      wide: { title: "Wide", words: "one row a unit, one column a code" },
    },
    format: "Format",
    formats: { csv: "CSV", xlsx: "Excel (XLSX)", jsonl: "JSON lines", parquet: "Parquet", tsv: "TSV" },
    words: "Who said what stays apart: a model's code is never written as a person's.",
    download: "Download",
  },
};
