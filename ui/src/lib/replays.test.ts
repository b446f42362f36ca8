import { expect, test } from "vitest";

import { apart, drawn, floorOf, goalsOf, mostRead } from "./replays";
import type { SimulationView, StrategyCurve } from "./types";

const curve = (wholes: number[], needed: Record<string, number | null> = {}): StrategyCurve => ({
  strategy: "auto",
  title: "Recommended",
  points: wholes.map((whole, at) => ({
    read: 10 * (at + 1),
    whole,
    low: whole - 0.05,
    high: whole + 0.05,
    unread: whole / 2,
    macro: whole,
    found: [whole, 0.1],
  })),
  needed,
  runs: {},
  found: [],
});
const scale = { x: (read: number) => read, y: (share: number) => 100 * share };

test("the line goes through the means, the band spans the replays of the whole corpus only", () => {
  const { line, band } = drawn(curve([0.5, 0.6]), "whole", scale);
  expect(line).toBe("M10.0 50.0L20.0 60.0");
  expect(band).toBe("M10.0 55.0L20.0 65.0L20.0 55.0L10.0 45.0Z");
  expect(drawn(curve([0.5, 0.6]), "unread", scale)).toEqual({ line: "M10.0 25.0L20.0 30.0", band: "" });
  expect(drawn(curve([0.5]), "code 1", scale).line).toBe("M10.0 10.0");
});

test("the axes hold all curves", () => {
  expect(floorOf([curve([0.62, 0.9]), curve([0.7])], "whole")).toBe(0.5);
  expect(floorOf([curve([1])], "whole")).toBe(0.9);
  expect(mostRead([curve([0.5]), curve([0.5, 0.6, 0.7])])).toBe(30);
});

test("names at the ends of lines never stand on one another nor below the plot", () => {
  expect(apart([50, 52, 20], 12, 100)).toEqual([50, 62, 20]);
  expect(apart([98, 99], 12, 100)).toEqual([88, 100]);
});

test("the table shows the three hardest goals that anything reached", () => {
  const view = { curves: [curve([0.9], { "0.95": null, "0.9": 12, "0.85": 8, "0.8": 5, "0.7": 3 })] } as unknown as SimulationView;
  expect(goalsOf(view)).toEqual(["0.8", "0.85", "0.9"]);
});
