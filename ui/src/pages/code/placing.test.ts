import { expect, it } from "vitest";

import { place } from "./placing";

const tops = (anchors: readonly number[], height: number, atHand?: string): number[] => {
  const placed = place(anchors.map((anchor, index) => ({ key: String(index), anchor, height })), 10, atHand);
  return anchors.map((_, index) => placed.get(String(index)) ?? -1);
};

it("puts each note at the height of its words where there is room", () => {
  expect(tops([0, 100, 300], 50)).toEqual([0, 100, 300]);
});

it("moves notes down, in the order of their words, rather than over each other", () => {
  expect(tops([0, 10, 20], 50)).toEqual([0, 60, 120]);
});

it("gives the note at hand the height of its words, and moves those above it up", () => {
  expect(tops([100, 110, 200, 210], 50, "2")).toEqual([80, 140, 200, 260]);
});

it("never moves a note above the beginning of the text", () => {
  expect(tops([0, 10, 20], 50, "2")).toEqual([0, 60, 120]);
});
