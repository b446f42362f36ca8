/** Where a reliability plot puts its points. */

import type { Calibration } from "./types";

export type Bins = Calibration["bins"];

export interface Square {
  readonly side: number;
  readonly left: number;
  readonly top: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
  readonly low: number;
  readonly high: number;
  readonly radius: number;
}

/** One point a bin; its area stands for how many answers it holds. */
export function points(bins: Bins, { side, left, top }: Square): Point[] {
  const most = Math.max(1, ...bins.map((bin) => bin.answers));
  const height = (share: number): number => top + side * (1 - share);
  return bins.map((bin) => ({
    x: left + side * bin.stated,
    y: height(bin.right),
    low: height(bin.low),
    high: height(bin.high),
    radius: 3 + 4 * Math.sqrt(bin.answers / most),
  }));
}
