/** What parts say that stand on several pages. */

import type { Rate } from "../types";
import { share } from "./words";

export const shared = {
  picker: { create: (name: string): string => `New code “${name}”` },

  origins: { person: "by a person", model: "by a model", rule: "by a rule", import: "from an import, unverified" },

  hands: {
    human: (count: string): string => `${count} by people`,
    machine: (count: string): string => `${count} by the model`,
    imported: (count: string): string => `${count} imported, unverified`,
  },

  rate: {
    none: "nothing to count from yet",
    of: (hits: number, of: number): string => `${hits} of ${of}`,
    range: ({ low, high, of }: Rate): string => `${Math.round(low * 100)}–${share(high)}, from ${of}`,
    interval: ({ share: seen, low, high, of }: Rate): string =>
      `${share(seen ?? 0)}, plausibly ${share(low)} to ${share(high)}, from ${of} units`,
  },
};
