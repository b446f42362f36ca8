/** What stands beside the unit in view, fetched when it is wanted and kept for the way back; the next unit's is fetched
 *  ahead, so that it is there with it. */

import { api } from "../../lib/api";
import type { Neighbour, Reasons } from "../../lib/types";

const MOST = 60;

class Shelf<T> {
  found = $state.raw<ReadonlyMap<string, T>>(new Map());
  #asked = new Set<string>();

  /** Fetch once; what fails may be asked for again. */
  want(key: string, fetch: () => Promise<T>): void {
    if (this.#asked.has(key)) return;
    this.#asked.add(key);
    fetch().then(
      (value) => {
        const kept = [...this.found, [key, value] as const].slice(-MOST);
        this.found = new Map(kept);
        this.#asked = new Set([...kept.map(([known]) => known), ...[...this.#asked].filter((one) => !this.found.has(one))]);
      },
      () => this.#asked.delete(key),
    );
  }
}

export class Beside {
  #project: string;
  #model: string | null;
  #reasons = new Shelf<Reasons>();
  #nearest = new Shelf<readonly Neighbour[]>();

  constructor(project: string, model: string | null) {
    this.#project = project;
    this.#model = model;
  }

  /** The words that moved a code's score, as far as they are here. */
  reasons(unit: number, code: string): Reasons | undefined {
    return this.#reasons.found.get(`${unit}:${code}`);
  }

  wantReasons(unit: number, code: string): void {
    const model = this.#model;
    if (model !== null) this.#reasons.want(`${unit}:${code}`, () => api.verifying.reasons(this.#project, unit, code, model));
  }

  nearest(unit: number): readonly Neighbour[] | undefined {
    return this.#nearest.found.get(String(unit));
  }

  wantNearest(unit: number): void {
    this.#nearest.want(String(unit), () => api.verifying.nearest(this.#project, unit));
  }
}

const WORDS = "linewise.verify.words";

/** Whether the words that count are marked: remembered from round to round. */
export const showsWords = (): boolean => localStorage.getItem(WORDS) === "on";
export const keepWords = (on: boolean): void => localStorage.setItem(WORDS, on ? "on" : "off");
