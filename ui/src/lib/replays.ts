/** Replays of ways of choosing as curves: which share is shown, where the axes begin, the paths of line and band. */

import type { SimulationView, StrategyCurve } from "./types";

/** The whole corpus, the model alone on what is unread, or "code 3": how much of one code was met. */
export type Measure = "whole" | "unread" | `code ${number}`;

export const valueAt = (point: StrategyCurve["points"][number], measure: Measure): number =>
  measure === "whole" ? point.whole : measure === "unread" ? point.unread : (point.found[Number(measure.slice(5))] ?? 0);

/** The lowest share that the plot has to show, as a tenth below all curves. */
export function floorOf(curves: readonly StrategyCurve[], measure: Measure): number {
  const values = curves.flatMap((one) => one.points.map((point) => (measure === "whole" ? point.low : valueAt(point, measure))));
  return Math.max(0, Math.min(0.9, Math.floor(Math.min(1, ...values) * 10) / 10));
}

export const mostRead = (curves: readonly StrategyCurve[]): number =>
  Math.max(1, ...curves.map((one) => one.points.at(-1)?.read ?? 0));

export interface Scale {
  x: (read: number) => number;
  y: (share: number) => number;
}

/** The line of the means and, for the whole corpus, the band that spans all replays, as SVG paths. */
export function drawn(curve: StrategyCurve, measure: Measure, { x, y }: Scale): { line: string; band: string } {
  const place = (read: number, share: number, index: number): string => `${index ? "L" : "M"}${x(read).toFixed(1)} ${y(share).toFixed(1)}`;
  const line = curve.points.map((point, index) => place(point.read, valueAt(point, measure), index)).join("");
  if (measure !== "whole" || curve.points.length === 0) return { line, band: "" };
  const upper = curve.points.map((point, index) => place(point.read, point.high, index)).join("");
  const lower = curve.points.toReversed().map((point) => place(point.read, point.low, 1)).join("");
  return { line, band: `${upper}${lower}Z` };
}

/** Heights of names at the ends of lines, pushed apart so that none stands on another. */
export function apart(heights: readonly number[], gap: number, bottom: number): number[] {
  const order = heights.map((_, at) => at).toSorted((a, b) => (heights[a] ?? 0) - (heights[b] ?? 0));
  const placed = [...heights];
  let last = -Infinity;
  for (const at of order) last = placed[at] = Math.max(heights[at] ?? 0, last + gap);
  const over = Math.max(0, last - bottom);
  return placed.map((height) => height - over);
}

/** The goals that some way reached, the easiest of the three hardest first. */
export const goalsOf = (view: SimulationView): string[] =>
  ["0.95", "0.9", "0.85", "0.8", "0.7", "0.6", "0.5"]
    .filter((goal) => view.curves.some((one) => one.needed[goal] != null))
    .slice(0, 3)
    .toReversed();
