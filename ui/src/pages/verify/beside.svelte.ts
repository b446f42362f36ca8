/** What stands beside the unit in view, fetched when it is wanted and kept for the way back; the next unit's is fetched
 *  ahead, so that it is there with it. */

import { api, at } from "../../lib/api";
import type { Desk } from "../../lib/desk.svelte";
import { strings } from "../../lib/strings";
import { toast } from "../../lib/toasts.svelte";
import type { Neighbour, Rationale, Reasons } from "../../lib/types";

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

export interface Judged {
  unit: number;
  code: string;
  start: number;
  end: number;
  verdict: "for" | "against";
}

export class Beside {
  #project: string;
  #model: string | null;
  #reasons = new Shelf<Reasons>();
  #said = $state.raw<ReadonlyMap<number, readonly Rationale[]>>(new Map());
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
    if (model === null) return;
    this.#reasons.want(`${unit}:${code}`, async () => {
      const found = await api.verifying.reasons(this.#project, unit, code, model);
      if (!this.#said.has(unit)) this.#put(unit, found.said);
      return found;
    });
  }

  /** What this coder and others said of words of a unit, as far as it is here. */
  said(unit: number): readonly Rationale[] {
    return this.#said.get(unit) ?? [];
  }

  /** Say of words that they are the reason for a code, or are none. */
  judge(desk: Desk, word: Judged): void {
    desk.save<Rationale>("POST", at.reasons(this.#project, word.unit), { code: word.code, start: word.start, end: word.end, verdict: word.verdict }).then(
      (given) => {
        this.#put(word.unit, [...this.said(word.unit).filter((one) => one.id !== given.id), given]);
        const { given: yes, refused } = strings.receipts;
        toast((given.verdict === "for" ? yes : refused)(given.word, desk.name(given.code)));
      },
      () => undefined,
    );
  }

  withdraw(desk: Desk, rationale: Rationale): void {
    this.#put(rationale.unit, this.said(rationale.unit).filter((one) => one.id !== rationale.id));
    desk.save("DELETE", at.reason(this.#project, rationale.id), null).catch(() => this.refresh(rationale.unit));
  }

  /** Ask again what was said: something was taken back, or said elsewhere. */
  refresh(unit: number): void {
    api.verifying.givenReasons(this.#project, unit).then(
      (given) => this.#put(unit, given),
      () => undefined,
    );
  }

  #put(unit: number, said: readonly Rationale[]): void {
    this.#said = new Map([...this.#said, [unit, said] as const].slice(-MOST));
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
