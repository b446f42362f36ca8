/** The codebook as it is read: codes below their first parent, in their order. */

import type { CodeCard } from "./types";

export interface Branch {
  card: CodeCard;
  depth: number;
}

export function tree(cards: readonly CodeCard[]): Branch[] {
  const known = new Set(cards.map((card) => card.code.id));
  const below = new Map<string | undefined, CodeCard[]>();
  for (const card of cards) {
    const parent = card.code.parents.find((id) => known.has(id));
    below.set(parent, [...(below.get(parent) ?? []), card]);
  }
  const branches: Branch[] = [];
  const walk = (parent: string | undefined, depth: number): void => {
    for (const card of below.get(parent) ?? []) {
      branches.push({ card, depth });
      walk(card.code.id, depth + 1);
    }
  };
  walk(undefined, 0);
  return branches;
}
