import { expect, it } from "vitest";

import { segments, selected } from "./spans";

it("cuts a text by code points, so that an emoji counts as one", () => {
  const cut = segments("a 😀 happy day", [{ id: "n", start: 2, end: 9 }]);
  expect(cut.map((segment) => [segment.text, segment.spans.length])).toEqual([
    ["a ", 0],
    ["😀 happy", 1],
    [" day", 0],
  ]);
});

it("marks where spans overlap, and outlives a span that is too long", () => {
  const cut = segments("abcdef", [
    { id: "x", start: 0, end: 4 },
    { id: "y", start: 2, end: 99 },
  ]);
  expect(cut.map((segment) => segment.spans)).toEqual([["x"], ["x", "y"], ["y"]]);
});

it("reads the selected words of a unit in code points, without the space around them", () => {
  document.body.innerHTML = '<p data-unit="7">so 😀 <mark>very happy</mark> now</p>';
  const mark = document.querySelector("mark")?.firstChild;
  const head = document.querySelector("p")?.firstChild;
  if (!mark || !head) throw new Error("no text");
  const range = document.createRange();
  range.setStart(head, 5);
  range.setEnd(mark, 4);
  const selection = { rangeCount: 1, isCollapsed: false, getRangeAt: () => range } as unknown as Selection;
  expect(selected(selection)).toEqual({ unit: 7, start: 5, end: 9, words: "very" });
});
