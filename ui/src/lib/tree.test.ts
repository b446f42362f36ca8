import { expect, test } from "vitest";

import { dropped, pathOf, rows, stepped } from "./tree";
import type { CodeCard } from "./types";

/** A codebook of cards in their order, each written as "code" or "code<parent,parent". */
function book(...written: string[]): CodeCard[] {
  const cards = written.map((text, position) => {
    const [id = "", parents = ""] = text.split("<");
    return { code: { id, name: id.toUpperCase(), parents: parents.split(",").filter(Boolean), position, status: "active" } };
  });
  const above = (id: string): string[] => {
    const direct = cards.find((card) => card.code.id === id)?.code.parents ?? [];
    return [...direct, ...direct.flatMap(above)];
  };
  return cards.map((card) => ({ ...card, ancestors: above(card.code.id) })) as unknown as CodeCard[];
}

const shape = (cards: CodeCard[], folded: string[] = []): string[] =>
  rows(cards, new Set(folded)).map((row) => `${"-".repeat(row.depth)}${row.key}${row.folded ? "+" : ""}`);

test("a code stands once under its first parent, and is referred to under the others", () => {
  expect(shape(book("a", "b", "c<a,b", "d<c"))).toEqual(["a", "-c", "--d", "b", "-b>c"]);
  expect(shape(book("a", "b<a", "c<b"), ["a"])).toEqual(["a+"]);
  expect(shape(book("a<gone", "b"))).toEqual(["a", "b"]);
});

test("the path to a code tells what it stands under", () => {
  const cards = new Map(book("a", "b<a", "c<b").map((card) => [card.code.id, card]));
  expect(pathOf(cards, "c")).toEqual(["A", "B"]);
  expect(pathOf(cards, "a")).toEqual([]);
});

test("steps of the keyboard reorder, nest and take out", () => {
  const cards = book("a", "b", "c", "d<b");
  expect(stepped(cards, ["c"], "up")).toEqual({ codes: ["c"], under: null, before: "b" });
  expect(stepped(cards, ["a"], "down")).toEqual({ codes: ["a"], under: null, before: "c" });
  expect(stepped(cards, ["b", "c"], "up")).toEqual({ codes: ["b", "c"], under: null, before: "a" });
  expect(stepped(cards, ["c"], "in")).toEqual({ codes: ["c"], under: "b", before: null });
  expect(stepped(cards, ["d"], "out")).toEqual({ codes: ["d"], under: null, before: "c" });
  for (const way of ["up", "in", "out"] as const) expect(stepped(cards, ["a"], way)).toBeUndefined();
  expect(stepped(cards, ["c"], "down")).toBeUndefined();
});

test("a drop says what it means, and is none where it would make a circle", () => {
  const shown = rows(book("a", "b", "c<b", "d"));
  expect(dropped(shown, ["d"], "b", "on")).toEqual({ codes: ["d"], under: "b", before: null });
  expect(dropped(shown, ["d"], "b", "before")).toEqual({ codes: ["d"], under: null, before: "b" });
  expect(dropped(shown, ["d"], "b", "after")).toEqual({ codes: ["d"], under: "b", before: "c" });
  expect(dropped(shown, ["a"], "c", "after")).toEqual({ codes: ["a"], under: "b", before: null });
  expect(dropped(shown, ["c"], "a", "after")).toEqual({ codes: ["c"], under: null, before: "b" });
  expect(dropped(shown, ["b"], "c", "on")).toBeUndefined();
  expect(dropped(shown, ["b"], "b", "on")).toBeUndefined();
});
