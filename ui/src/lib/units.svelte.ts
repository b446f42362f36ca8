/** Units of one query, loaded page by page as the reader comes near the end. */

import { api } from "./api";
import type { UnitView } from "./types";

export interface UnitFilter {
  order: string;
  descending: boolean;
  search: string;
  status: string;
  code: string;
  attributes: readonly (readonly [name: string, value: string])[];
}

export const EVERYTHING: UnitFilter = {
  order: "file",
  descending: false,
  search: "",
  status: "",
  code: "",
  attributes: [],
};

const PAGE = 60;

export class UnitList {
  units = $state.raw<readonly UnitView[]>([]);
  total = $state<number | null>(null);
  loading = $state(false);
  failure = $state.raw<unknown>();
  ended = $state(false);

  #project: string;
  #filter = EVERYTHING;
  #next: string | null = null;
  #run = 0;

  constructor(project: string) {
    this.#project = project;
  }

  /** Start anew with another query; what an earlier one still brings is dropped. */
  async load(filter: UnitFilter): Promise<void> {
    this.#filter = filter;
    this.#next = null;
    const first = await this.#page(++this.#run);
    if (first) this.units = first;
  }

  async more(): Promise<void> {
    if (this.loading || this.ended) return;
    const page = await this.#page(this.#run);
    if (page) this.units = [...this.units, ...page];
  }

  replace(unit: UnitView): void {
    this.units = this.units.map((old) => (old.id === unit.id ? unit : old));
  }

  /** Ask again for units that something else may have changed. */
  async refresh(ids: readonly number[]): Promise<void> {
    const known = new Set(this.units.map((unit) => unit.id));
    const fresh = await Promise.all(ids.filter((id) => known.has(id)).map((id) => api.coding.unit(this.#project, id)));
    const found = new Map(fresh.map((unit) => [unit.id, unit]));
    this.units = this.units.map((old) => found.get(old.id) ?? old);
  }

  async #page(run: number): Promise<readonly UnitView[] | undefined> {
    const { order, descending, search, status, code, attributes } = this.#filter;
    this.loading = true;
    this.failure = undefined;
    try {
      const page = await api.coding.units(this.#project, {
        order,
        descending,
        limit: PAGE,
        ...(this.#next !== null && { after: this.#next }),
        ...(search && { search }),
        ...(status && { status }),
        ...(code && { code }),
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
