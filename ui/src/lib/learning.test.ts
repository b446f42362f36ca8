import { describe, expect, it } from "vitest";

import { floorOf, pointsOf, ticksTo } from "./learning";
import type { FiguresView, RoundSummary } from "./types";

const rate = (share: number | null, of: number) => ({ share, low: (share ?? 0) - 0.1, high: (share ?? 0) + 0.1, hits: 0, of });
const figures = (share: number | null, of: number): FiguresView =>
  ({ units: of, unsure: 0, skipped: 0, accuracy: rate(share, of), codes: [], words: "" }) as unknown as FiguresView;
const round = (number: number, decided: number, share: number | null): RoundSummary =>
  ({ round: { number }, accepted: decided - 3, corrected: 3, audit: figures(share, share === null ? 0 : 10) }) as unknown as RoundSummary;

describe("the learning curve", () => {
  it("puts each round at the decisions that its model had learned from, and the newest model at all of them", () => {
    const points = pointsOf([round(2, 50, 0.7), round(1, 40, 0.6)], figures(0.75, 20));
    expect(points.map((point) => [point.round, point.decisions, point.share])).toEqual([
      [1, 0, 0.6],
      [2, 40, 0.7],
      [null, 90, 0.75],
    ]);
  });

  it("leaves out rounds that checked no model, but counts their decisions", () => {
    expect(pointsOf([round(1, 30, null), round(2, 20, 0.8)], null).map((point) => point.decisions)).toEqual([30]);
  });

  it("begins its axis below the lowest interval and marks it in round numbers", () => {
    expect(floorOf(pointsOf([round(1, 30, 0.65)], null))).toBeCloseTo(0.5);
    expect(ticksTo(90)).toEqual([0, 20, 40, 60, 80]);
  });
});
