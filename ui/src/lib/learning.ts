/** The learning curve: what the audit sample of each round said of the model that the round met. */

import type { FiguresView, RoundSummary } from "./types";

export interface Point {
  /** Decisions made in rounds before. */
  decisions: number;
  share: number;
  low: number;
  high: number;
  of: number;
  /** The round, or null for the newest model. */
  round: number | null;
}

/** From fewer drawn units a point would only be noise. */
const FEWEST = 5;

/** One point a round that checked a model on units drawn at random, oldest first, and at the end the newest model. */
export function pointsOf(rounds: readonly RoundSummary[], newest: FiguresView | null | undefined): Point[] {
  const points: Point[] = [];
  let decisions = 0;
  for (const one of rounds.toSorted((a, b) => a.round.number - b.round.number)) {
    const { share, low, high, of } = one.audit.accuracy;
    if (share !== null && of >= FEWEST) points.push({ decisions, share, low, high, of, round: one.round.number });
    decisions += one.accepted + one.corrected;
  }
  const last = newest?.accuracy;
  if (last && last.share !== null) {
    points.push({ decisions, share: last.share, low: last.low, high: last.high, of: last.of, round: null });
  }
  return points;
}

/** Where the vertical axis begins: a tenth below all that is to be seen, so that differences show. */
export const floorOf = (points: readonly Point[]): number =>
  Math.max(0, Math.floor(Math.min(1, ...points.map((point) => point.low)) * 10) / 10);

/** Round numbers for the horizontal axis, about five of them. */
export function ticksTo(most: number): number[] {
  const step = [5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000].find((one) => most / one <= 6) ?? 10_000;
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, index) => index * step);
}
