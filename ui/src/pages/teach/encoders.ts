/** How an encoder is described on the Teach page. */

import { strings } from "../../lib/strings";
import type { EncoderCard } from "../../lib/types";

const SHOWN = 4;

const names = new Intl.DisplayNames("en", { type: "language" });

const named = (code: string): string => {
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
};

/** The languages that an encoder reads, the first few by name. */
export function languagesOf(card: EncoderCard): string {
  if (card.languages.includes("*")) return strings.encoders.anyLanguage;
  if (card.languages.length === 0) return strings.encoders.unknownLanguages;
  const shown = card.languages.slice(0, SHOWN).map(named).join(", ");
  const rest = card.languages.length - SHOWN;
  return rest > 0 ? `${shown} ${strings.encoders.andMore(rest)}` : shown;
}

export const millions = (parameters: number): string => (parameters < 1e6 ? (parameters / 1e6).toFixed(1) : Math.round(parameters / 1e6).toString());
