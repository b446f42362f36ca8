/** Coverage against precision: which point the slider is at, how the plot is drawn, what follows from it. */

import type { Curve, CurvePoint } from "./types";

/** The place on the curve that is nearest to a confidence. */
export function placeOf(curve: Curve, confidence: number): number {
  let best = 0;
  for (const [at, point] of curve.points.entries()) {
    if (Math.abs(point.confidence - confidence) < Math.abs((curve.points[best]?.confidence ?? 0) - confidence)) best = at;
  }
  return best;
}

/** The share of all units that are coded: by people, and by what the model settles. */
export const coverageAt = (curve: Curve, point: CurvePoint): number =>
  curve.units > 0 ? (curve.human + point.settled) / curve.units : 0;

/** The place whose coverage is nearest to a share, for dragging. */
export function placeNear(curve: Curve, share: number): number {
  let best = 0;
  let nearest = Infinity;
  for (const [at, point] of curve.points.entries()) {
    const distance = Math.abs(coverageAt(curve, point) - share);
    if (distance < nearest) [best, nearest] = [at, distance];
  }
  return best;
}

export interface Scale {
  x: (share: number) => number;
  y: (share: number) => number;
}

/** The lowest precision that the plot has to show, as a tenth. */
export function floorOf(curve: Curve): number {
  const lowest = Math.min(1, ...curve.points.filter((point) => point.precision !== null).map((point) => point.precision ?? 1));
  return Math.max(0, Math.floor((Math.min(lowest, curve.target) - 0.15) * 10) / 10);
}

/** The line of what was seen, and the band of what is plausible around it, as SVG paths. */
export function drawn(curve: Curve, { x, y }: Scale): { line: string; band: string } {
  const known = curve.points.filter((point) => point.precision !== null);
  const at = (point: CurvePoint, share: number): string => `${x(coverageAt(curve, point)).toFixed(1)} ${y(share).toFixed(1)}`;
  if (known.length === 0) return { line: "", band: "" };
  const line = known.map((point, index) => `${index ? "L" : "M"}${at(point, point.precision ?? 0)}`).join("");
  const upper = known.map((point, index) => `${index ? "L" : "M"}${at(point, point.high)}`).join("");
  const lower = known.toReversed().map((point) => `L${at(point, point.low)}`).join("");
  return { line, band: `${upper}${lower}Z` };
}

export interface Waiting {
  code: string;
  units: number;
}

/** The codes because of which units are left, those with most first. */
export function waiting(curve: Curve, place: number): Waiting[] {
  return curve.codes
    .map((row) => ({ code: row.code, units: row.left[place] ?? 0 }))
    .filter((row) => row.units > 0)
    .toSorted((a, b) => b.units - a.units);
}

/** The round that takes most of what is left: about one code where that keeps most of it open, else where any hesitates. */
export function shortest(rows: readonly Waiting[]): { strategy: "borderline" | "auto"; code: string | null } {
  const all = rows.reduce((sum, row) => sum + row.units, 0);
  const first = rows[0];
  return first && rows.length > 1 && first.units > all / 2
    ? { strategy: "borderline", code: first.code }
    : { strategy: "auto", code: null };
}
