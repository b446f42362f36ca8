import { expect, test } from "vitest";

import { coverageAt, drawn, floorOf, placeNear, placeOf, shortest, waiting } from "./curve";
import type { Curve, CurvePoint } from "./types";

const point = (confidence: number, settled: number, precision: number | null): CurvePoint => ({
  confidence,
  settled,
  left: 90 - settled,
  right: 0,
  checked: precision === null ? 0 : 10,
  precision,
  low: (precision ?? 0.1) - 0.1,
  high: (precision ?? 0.9) + 0.1,
  least: null,
  most: 90 - settled,
  words: "",
  effort: "",
});

const curve: Curve = {
  model: 1,
  units: 100,
  human: 10,
  audit: 30,
  target: 0.9,
  promised_from: null,
  promise: "",
  points: [point(0.5, 90, 0.6), point(0.7, 50, 0.8), point(0.9, 10, null)],
  codes: [
    { code: "a", given: [50, 30, 5], left: [0, 10, 20] },
    { code: "b", given: [40, 20, 5], left: [0, 30, 60] },
  ],
};

test("the slider and a drag find the nearest point", () => {
  expect(placeOf(curve, 0.72)).toBe(1);
  expect(placeOf(curve, 0.999)).toBe(2);
  expect(coverageAt(curve, point(0.7, 50, 0.8))).toBe(0.6);
  expect(placeNear(curve, 0.95)).toBe(0);
  expect(placeNear(curve, 0.15)).toBe(2);
});

test("points of which nothing is known are not drawn", () => {
  const { line, band } = drawn(curve, { x: (share) => share * 100, y: (share) => 100 - share * 100 });
  expect(line).toBe("M100.0 40.0L60.0 20.0");
  expect(band.match(/[ML]/g)).toHaveLength(4);
  expect(drawn({ ...curve, points: [] }, { x: Number, y: Number })).toEqual({ line: "", band: "" });
});

test("the plot begins below what it shows", () => {
  expect(floorOf(curve)).toBeCloseTo(0.4);
  expect(floorOf({ ...curve, points: [] })).toBeCloseTo(0.7);
});

test("the shortest way is about one code only where that one keeps most units open", () => {
  expect(waiting(curve, 0)).toEqual([]);
  expect(waiting(curve, 2).map((row) => row.code)).toEqual(["b", "a"]);
  expect(shortest(waiting(curve, 2))).toEqual({ strategy: "borderline", code: "b" });
  expect(shortest([{ code: "a", units: 5 }, { code: "b", units: 5 }])).toEqual({ strategy: "auto", code: null });
  expect(shortest([])).toEqual({ strategy: "auto", code: null });
});
