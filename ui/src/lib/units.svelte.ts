/** Units of one query, loaded page by page as the reader comes near the end. */

import { api } from "./api";
import type { UnitView } from "./types";

export interface UnitFilter {
  order: string;
  descending: boolean;
  search: string;
  status: string;
  code: string;
  /** An open code that is written there. */
  piece: string;
  /** What arrived after a time, or after "model", the one in use. */
  since: string;
  attributes: readonly (readonly [name: string, value: string])[];
}

export const EVERYTHING: UnitFilter = {
  order: "file",
  descending: false,
  search: "",
  status: "",
  code: "",
  piece: "",
  since: "",
  attributes: [],
};

/** Whether any unit is left out. */
export const narrows = ({ search, status, code, piece, since, attributes }: UnitFilter): boolean =>
  Boolean(search || status || code || piece || since) || attributes.length > 0;

const FIRST = 60;
const PAGE = 200;

export class UnitList {
  units = $state.raw<readonly UnitView[]>([]);
  total = $state<number | null>(null);
  loading = $state(false);
  failure = $state.raw<unknown>();
  ended = $state(false);
  /** The unit that the list begins at, where one went to the middle of the file. */
  start = $state<number | null>(null);

  #project: string;
  #filter = EVERYTHING;
  #next: string | null = null;
  #run = 0;
  #coming: Promise<void> | undefined;

  constructor(project: string) {
    this.#project = project;
  }

  /** Start anew with another query; what an earlier one still brings is dropped. */
  load(filter: UnitFilter, start: number | null = null): Promise<void> {
    this.#filter = filter;
    this.#next = null;
    this.#run += 1;
    return this.#bring(start, (first) => {
      this.start = start;
      this.units = first;
    });
  }

  /** The next page; asked for again while it, or the first, is on its way, it is the same one. */
  more(): Promise<void> {
    if (this.#coming) return this.#coming;
    if (this.ended || this.units.length === 0) return Promise.resolve();
    return this.#bring(null, (page) => (this.units = [...this.units, ...page]));
  }

  #bring(start: number | null, take: (page: readonly UnitView[]) => void): Promise<void> {
    const coming = this.#page(this.#run, start).then((page) => {
      if (this.#coming === coming) this.#coming = undefined;
      if (page) take(page);
    });
    return (this.#coming = coming);
  }

  find(id: number): UnitView | undefined {
    return this.units.find((unit) => unit.id === id);
  }

  replace(unit: UnitView): void {
    if (this.find(unit.id)) this.units = this.units.map((old) => (old.id === unit.id ? unit : old));
  }

  async #page(run: number, start: number | null): Promise<readonly UnitView[] | undefined> {
    const { order, descending, search, status, code, piece, since, attributes } = this.#filter;
    this.loading = true;
    this.failure = undefined;
    try {
      const page = await api.coding.units(this.#project, {
        order,
        descending,
        limit: this.#next === null ? FIRST : PAGE,
        ...(this.#next !== null && { after: this.#next }),
        ...(start !== null && { start }),
        ...(search && { search }),
        ...(status && { status }),
        ...(code && { code }),
        ...(piece && { piece }),
        ...(since && { since }),
        ...(attributes.length > 0 && { attribute: attributes.map(([name, value]) => `${name}:${value}`) }),
      } as Parameters<typeof api.coding.units>[1]);
      if (run !== this.#run) return undefined;
      this.#next = page.next;
      this.ended = page.next === null;
      this.total = page.total ?? this.total;
      return page.units;
    } catch (error) {
      if (run === this.#run) this.failure = error;
      return undefined;
    } finally {
      if (run === this.#run) this.loading = false;
    }
  }
}
