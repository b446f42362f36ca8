/** What was exported last, so that the next time begins there. */

import type { ExportFormat } from "../../lib/types";

export type Value = string | number | boolean;
export type Choices = Record<string, Value>;

const KEY = "linewise:export";

export const defaults = (format: ExportFormat): Choices =>
  Object.fromEntries(format.choices.map((choice) => [choice.name, choice.default as Value]));

/** What was chosen last, as far as the format still offers it. */
export function remembered(formats: readonly ExportFormat[]): { format: string | undefined; choices: Choices } {
  try {
    const { format, choices } = JSON.parse(localStorage.getItem(KEY) ?? "{}") as { format?: string; choices?: Choices };
    const known = formats.find((one) => one.name === format);
    if (!known) return { format: undefined, choices: {} };
    const fits = known.choices.filter(({ name, default: usual, among }) => {
      const value = choices?.[name];
      return typeof value === typeof usual && (!among?.length || among.includes(value as string));
    });
    return { format, choices: Object.fromEntries(fits.map(({ name }) => [name, choices?.[name] as Value])) };
  } catch {
    return { format: undefined, choices: {} };
  }
}

export function remember(format: string, choices: Choices): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ format, choices }));
  } catch {
    // A browser that stores nothing asks anew each time.
  }
}
