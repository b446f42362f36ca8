/** What the jobs of a tuning bring: they are no answers of the API, so their types are written here. */

import type { TuneWish } from "../../lib/types";

/** What it would take on the server's machine. */
export interface TuneCost extends TuneWish {
  megabytes: number;
  words: string;
}

/** What a measure is in use now and by the new encoder, the difference, and its 95 % interval. */
interface Gap {
  now: number;
  other: number;
  difference: number;
  low: number;
  high: number;
}

/** An encoder that was made, beside the one in use. */
export interface TuneReport extends TuneWish {
  words: string;
  stages: { stage: string; judged: number[]; kept: number }[];
  encoder: { id: string; comparison: { units: number; sample: string; measure: string; right: Gap | null; loss: Gap | null } | null };
}
