import { expect, test } from "vitest";

import { diff } from "./diff";

test("a change shows the words that went and those that came, where they stood", () => {
  expect(diff("surprise; monetary gain", "surprise; luck and gain")).toEqual([
    { text: "surprise; ", kind: "same" },
    { text: "monetary ", kind: "gone" },
    { text: "luck and ", kind: "new" },
    { text: "gain", kind: "same" },
  ]);
});

test("what was made or removed is new or gone as a whole, and nothing is lost", () => {
  expect(diff("", "a b")).toEqual([{ text: "a b", kind: "new" }]);
  expect(diff("a b", "")).toEqual([{ text: "a b", kind: "gone" }]);
  expect(diff("same", "same")).toEqual([{ text: "same", kind: "same" }]);
});

test("both texts can be read from the steps", () => {
  const [before, after] = ["the dog  sat on the mat", "a dog sat\non the red mat"];
  const steps = diff(before, after);
  const side = (other: string): string => steps.filter((step) => step.kind !== other).map((step) => step.text).join("");
  expect(side("new")).toBe(before);
  expect(side("gone")).toBe(after);
});

test("very long texts are shown whole", () => {
  const long = "word ".repeat(800);
  expect(diff(long, "short")).toEqual([
    { text: long, kind: "gone" },
    { text: "short", kind: "new" },
  ]);
});
