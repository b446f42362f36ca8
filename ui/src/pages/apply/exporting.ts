/** What an export can be, and what was chosen last. */

export const SHAPES = ["long", "wide", "codes"] as const;
export const INCLUDES = ["people", "all", "probabilities"] as const;
export const FORMATS = ["csv", "xlsx", "jsonl", "parquet", "tsv"] as const;

export interface Choice {
  shape: (typeof SHAPES)[number];
  include: (typeof INCLUDES)[number];
  format: (typeof FORMATS)[number];
}

const KEY = "linewise:export";

export function remembered(): Choice {
  try {
    const { shape, include, format } = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Choice>;
    return {
      shape: SHAPES.find((one) => one === shape) ?? "long",
      include: INCLUDES.find((one) => one === include) ?? "all",
      format: FORMATS.find((one) => one === format) ?? "csv",
    };
  } catch {
    return { shape: "long", include: "all", format: "csv" };
  }
}

export function remember(choice: Choice): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(choice));
  } catch {
    // A browser that stores nothing asks anew each time.
  }
}
