/** Which models are shown while not all are: those that matter now, and the last few. */

import type { ModelCard } from "../../lib/types";

const LAST = 8;

export const shownOf = (models: readonly ModelCard[], all: boolean, chosen: readonly string[]): readonly ModelCard[] =>
  all ? models : models.filter((card, at) => at < LAST || card.current || card.pinned || chosen.includes(card.id));

/** Two chosen models, the older one first; the one chosen before last goes when a third comes. */
export function choose(chosen: readonly string[], id: string): readonly string[] {
  return chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen.slice(-1), id];
}

export function pair(models: readonly ModelCard[], chosen: readonly string[]): [ModelCard, ModelCard] | undefined {
  const [second, first] = models.filter((card) => chosen.includes(card.id));
  return first && second && [first, second];
}
