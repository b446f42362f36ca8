/** The saved views of a project, and which of them is the one in view. */

import { api } from "../../lib/api";
import type { SavedView } from "../../lib/types";
import { EVERYTHING, type UnitFilter } from "../../lib/units.svelte";

type Query = NonNullable<NonNullable<Parameters<typeof api.coding.saveView>[1]["query"]>>;

export class SavedViews {
  list = $state.raw<readonly SavedView[]>([]);
  /** The view applied last: what was changed since can be saved over it. */
  applied = $state<string>();
  #project: string;

  constructor(project: string) {
    this.#project = project;
  }

  async load(): Promise<void> {
    this.list = await api.coding.views(this.#project);
  }

  async save(name: string, filter: UnitFilter, columns: string[] | null, view?: string): Promise<void> {
    await api.coding.saveView(this.#project, { name, query: asQuery(filter, columns), view: view ?? null });
    await this.load();
  }

  async rename(view: string, name: string): Promise<void> {
    await api.coding.saveView(this.#project, { name, query: null, view });
    await this.load();
  }

  async remove(view: string): Promise<void> {
    await api.coding.withdrawView(this.#project, view);
    await this.load();
  }
}

export function asQuery(filter: UnitFilter, columns: string[] | null): Query {
  return {
    order: filter.order,
    descending: filter.descending,
    search: filter.search,
    status: (filter.status || null) as Query["status"],
    code: filter.code || null,
    piece: filter.piece || null,
    since: filter.since || null,
    attributes: Object.fromEntries(filter.attributes),
    columns,
  };
}

/** The filter that a view was saved with. */
export function asFilter({ query }: SavedView): UnitFilter {
  const kept = query as Partial<Query>;
  return {
    order: kept.order ?? EVERYTHING.order,
    descending: kept.descending ?? false,
    search: kept.search ?? "",
    status: kept.status ?? "",
    code: kept.code ?? "",
    piece: kept.piece ?? "",
    since: kept.since ?? "",
    attributes: Object.entries(kept.attributes ?? {}),
  };
}

export const columnsOf = ({ query }: SavedView): string[] | null => (query as Partial<Query>).columns ?? null;

/** Whether a view says the same as what is in view. */
export function shows(view: SavedView, filter: UnitFilter, columns: string[] | null): boolean {
  const of = (one: UnitFilter, names: string[] | null): string => JSON.stringify(asQuery(one, names));
  return of(asFilter(view), columnsOf(view)) === of(filter, columnsOf(view) === null ? null : columns);
}
