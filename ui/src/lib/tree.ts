/** The codebook as it is read: codes below the first of their parents, in their order; and what moving them means. */

import type { CodeCard } from "./types";

export interface Row {
  /** The code's id, or that of the parent and the code where it is only referred to. */
  key: string;
  card: CodeCard;
  depth: number;
  /** The code that it stands under here. */
  parent: string | undefined;
  /** It is shown under another parent; here stands only its name. */
  reference: boolean;
  /** How many codes stand directly under it. */
  below: number;
  folded: boolean;
}

/** Codes that move together: under a parent (none: to the top), before one of its children (none: last). */
export interface Arrangement {
  codes: string[];
  under: string | null;
  before: string | null;
}

export type Way = "up" | "down" | "in" | "out";

export function rows(cards: readonly CodeCard[], folded: ReadonlySet<string> = new Set()): Row[] {
  const known = new Set(cards.map((card) => card.code.id));
  const below = new Map<string | undefined, { card: CodeCard; reference: boolean }[]>();
  for (const card of cards) {
    const parents = card.code.parents.filter((id) => known.has(id));
    for (const [place, parent] of (parents.length > 0 ? parents : [undefined]).entries()) {
      below.set(parent, [...(below.get(parent) ?? []), { card, reference: place > 0 }]);
    }
  }
  const found: Row[] = [];
  const walk = (parent: string | undefined, depth: number): void => {
    for (const { card, reference } of below.get(parent) ?? []) {
      const id = card.code.id;
      const children = reference ? 0 : (below.get(id)?.length ?? 0);
      const shut = children > 0 && folded.has(id);
      found.push({ key: reference ? `${parent}>${id}` : id, card, depth, parent, reference, below: children, folded: shut });
      if (!reference && !shut) walk(id, depth + 1);
    }
  };
  walk(undefined, 0);
  return found;
}

/** The names above a code, from the top, as it is shown. */
export function pathOf(cards: ReadonlyMap<string, CodeCard>, code: string): string[] {
  const names: string[] = [];
  const seen = new Set([code]);
  let parent = shownUnder(cards, code);
  while (parent !== undefined && !seen.has(parent)) {
    seen.add(parent);
    names.unshift(cards.get(parent)?.code.name ?? "");
    parent = shownUnder(cards, parent);
  }
  return names;
}

function shownUnder(cards: ReadonlyMap<string, CodeCard>, code: string): string | undefined {
  return cards.get(code)?.code.parents.find((id) => cards.get(id)?.code.status === "active");
}

/** One step of the keyboard: before the one above, after the one below, under the one above, out of its parent. */
export function stepped(cards: readonly CodeCard[], codes: readonly string[], way: Way): Arrangement | undefined {
  const all = rows(cards).filter((row) => !row.reference);
  const first = all.find((row) => codes.includes(row.key));
  if (!first) return undefined;
  const level = (parent: string | undefined): string[] => all.filter((row) => row.parent === parent).map((row) => row.key);
  const beside = level(first.parent);
  const moved = all.filter((row) => codes.includes(row.key) && row.parent === first.parent).map((row) => row.key);
  const before = beside.slice(0, beside.indexOf(moved[0] ?? "")).at(-1);
  const after = beside.slice(beside.indexOf(moved.at(-1) ?? "") + 1);
  const under = first.parent ?? null;
  if (way === "up") return before === undefined ? undefined : { codes: moved, under, before };
  if (way === "down") return after.length === 0 ? undefined : { codes: moved, under, before: after[1] ?? null };
  if (way === "in") return before === undefined ? undefined : { codes: moved, under: before, before: null };
  const parent = all.find((row) => row.key === first.parent);
  if (!parent) return undefined;
  const uncles = level(parent.parent);
  return { codes: moved, under: parent.parent ?? null, before: uncles[uncles.indexOf(parent.key) + 1] ?? null };
}

/** What letting codes go on, before or after a row means; nothing where it would change nothing or make a circle. */
export function dropped(
  shown: readonly Row[], codes: readonly string[], key: string, where: "on" | "before" | "after",
): Arrangement | undefined {
  const at = shown.findIndex((row) => row.key === key);
  const target = shown[at];
  if (!target) return undefined;
  const id = target.card.code.id;
  const inside = where === "on" || (where === "after" && target.below > 0 && !target.folded);
  const under = inside ? id : (target.parent ?? null);
  const above = under === null ? [] : [under, ...(shown.find((row) => row.card.code.id === under)?.card.ancestors ?? [])];
  if (codes.some((code) => above.includes(code)) || (where === "on" && codes.includes(id))) return undefined;
  const beside = shown.filter((row) => row.parent === (under ?? undefined) && !row.reference && !codes.includes(row.key));
  let before: string | null = null;
  if (where === "before") before = codes.includes(id) ? null : id;
  else if (where === "after") {
    before = inside ? (beside[0]?.key ?? null) : (beside[beside.findIndex((row) => row.key === key) + 1]?.key ?? null);
  }
  return { codes: [...codes], under, before };
}
