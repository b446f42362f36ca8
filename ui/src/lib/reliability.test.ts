import { expect, test } from "vitest";

import { points } from "./reliability";

test("a point stands where it was stated and how often it was right, larger for more answers", () => {
  const square = { side: 100, left: 10, top: 5 };
  const bins = [
    { stated: 0, right: 0, low: 0, high: 0.2, answers: 10 },
    { stated: 1, right: 0.9, low: 0.8, high: 1, answers: 40 },
  ];
  const [first, second] = points(bins, square);
  expect(first).toEqual({ x: 10, y: 105, low: 105, high: 85, radius: 5 });
  expect(second).toMatchObject({ x: 110, high: 5, radius: 7 });
  expect(second?.y).toBeCloseTo(15);
  expect(points([], square)).toEqual([]);
});
