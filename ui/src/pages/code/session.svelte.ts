/** One person coding: which units are in view and which is at hand, and everything that can be said of one. */

import { getContext, setContext, tick } from "svelte";
import { SvelteSet } from "svelte/reactivity";

import { api } from "../../lib/api";
import type { Desk } from "../../lib/desk.svelte";
import { asPiece } from "../../lib/notes";
import { refusalsOf, type Refusals } from "../../lib/refused.svelte";
import { selected, type Selected } from "../../lib/spans";
import { strings } from "../../lib/strings";
import { attempt, toast } from "../../lib/toasts.svelte";
import type { DocumentView, LogEntry, SavedView, UnitView } from "../../lib/types";
import { EVERYTHING, narrows, UnitList, type UnitFilter } from "../../lib/units.svelte";
import { Columns } from "./columns.svelte";
import { Saying } from "./saying.svelte";
import { asFilter, columnsOf, SavedViews } from "./views.svelte";

export type Place = "note" | "row";

export class CodeSession extends Saying {
  readonly list: UnitList;
  readonly columns: Columns;
  readonly views: SavedViews;
  readonly refusals: Refusals;

  filter = $state.raw<UnitFilter>(EVERYTHING);
  /** The row at hand; while reading, the row from which one went into the text. */
  active = $state(0);
  layout = $state<"rows" | "reading">("rows");
  text = $state.raw<DocumentView>();
  /** The unit at hand while reading. */
  reading = $state<number>();
  words = $state.raw<Selected | null>(null);
  inVivo = $state.raw<Selected | null>(null);
  /** The unit to which a code is being given. */
  picking = $state<number | null>(null);
  unfolded = new SvelteSet<number>();

  unit = $derived.by(() => this.layout === "rows" ? this.list.units[this.active] : this.text?.units.find(({ id }) => id === this.reading));

  /** The unit to begin at when the list is loaded next. */
  #start: number | null = null;
  #loaded = false;
  /** Brings a row into view; the grid says how. */
  reveal: (index: number) => void = () => undefined;
  /** Units on screen, which somebody else may change. */
  seen: () => readonly number[] = () => [];

  constructor(desk: Desk, filter: UnitFilter, start: number | null) {
    super(desk);
    this.filter = filter;
    this.#start = start;
    this.list = new UnitList(desk.id);
    this.columns = new Columns(desk.id);
    this.views = new SavedViews(desk.id);
    this.refusals = refusalsOf(desk.id);
  }

  /** Begin anew with the present filter; the focus stays in the list, or comes there when what had it is gone. */
  async load(): Promise<void> {
    const start = this.#start;
    this.#start = null;
    const held = document.activeElement;
    const inside = start !== null || (held?.closest(".unit, .said") ?? null) !== null;
    // A note that is being written is saved before its row goes.
    if (inside && held instanceof HTMLElement) held.blur();
    // The server filters by what it has.
    await this.desk.delivered();
    await this.list.load(this.filter, start);
    this.active = 0;
    this.inVivo = this.picking = null;
    this.columns.known = names(this.list.units);
    if (this.layout === "reading") await this.read(this.list.units[0]);
    await tick();
    const lost = this.#loaded && document.activeElement === document.body;
    this.#loaded = true;
    // Who went somewhere else meanwhile, to a field or a menu, is left there.
    const now = document.activeElement;
    const free = now === null || now === document.body || now.closest(".unit, .said") !== null;
    if ((inside || lost) && free && this.unit) await this.moveTo(0, "row");
    else if (this.layout === "rows") this.reveal(0);
  }

  change(part: Partial<UnitFilter>): void {
    this.filter = { ...this.filter, ...part };
  }

  /** Show the units as a saved view has them. */
  apply(view: SavedView): void {
    const columns = columnsOf(view);
    if (columns) this.columns.choose(columns);
    this.views.applied = view.id;
    this.filter = asFilter(view);
  }

  /** Go where an address says: to a unit, a saved view, or the units that pass a filter. */
  async follow(query: URLSearchParams): Promise<void> {
    const view = query.get("view");
    const unit = unitOf(query);
    if (view !== null) {
      await attempt(() => this.views.load());
      const found = this.views.list.find(({ id }) => id === view);
      if (found) this.apply(found);
    } else if (unit !== null) {
      await this.go(unit);
    } else if (query.size > 0) {
      this.filter = filterOf(query);
    }
  }

  // Moving

  /** The focus came into a row. */
  enter(index: number): void {
    this.active = index;
    if (this.picking !== this.list.units[index]?.id) this.picking = null;
  }

  /** Make a row active, with the focus in its note field or on the row itself. Past the last row nothing moves. */
  async moveTo(index: number, place: Place): Promise<void> {
    while (index >= this.list.units.length && !this.list.ended && !this.list.failure) {
      const before = this.list.units.length;
      await this.list.more();
      if (this.list.units.length === before) break;
    }
    const unit = this.list.units[index];
    if (!unit) {
      if (index > 0) toast(strings.code.end);
      return;
    }
    this.active = index;
    this.picking = null;
    await tick();
    this.reveal(index);
    this.focus(unit.id, place);
  }

  /** One unit on or back, in whatever is in view. */
  async step(by: 1 | -1, place: Place, from?: number): Promise<void> {
    if (this.layout === "rows") return this.moveTo(this.active + by, place);
    const units = this.text?.units ?? [];
    const index = units.findIndex(({ id }) => id === (from ?? this.reading)) + by;
    const unit = units[index];
    const beyond = by > 0 ? this.text?.after : this.text?.before;
    if (unit) this.reading = unit.id;
    else if (typeof beyond === "number") await this.read(undefined, beyond);
    else return this.stepText(by, place);
    await tick();
    if (this.reading !== undefined) this.focus(this.reading, place);
  }

  /** The next text in the order of the list, or the one before. */
  async stepText(by: 1 | -1, place: Place = "row"): Promise<void> {
    if (this.layout === "rows") return;
    const present = this.text?.document;
    let index = this.active + by;
    for (; ; index += by) {
      if (index >= this.list.units.length) await this.list.more();
      const unit = this.list.units[index];
      if (!unit) return void toast(by > 0 ? strings.code.end : strings.code.beginning);
      if (unit.document !== present) break;
    }
    this.active = index;
    await this.read(this.list.units[index]);
    await tick();
    if (this.reading !== undefined) this.focus(this.reading, place);
  }

  /** Give a unit the focus, as soon as it can take it: a row is there, or seen, a moment after the grid. */
  focus(unit: number, place: Place, patience = 20): void {
    const found = document.getElementById(`${place}-${unit}`);
    found?.focus({ preventScroll: this.layout === "rows" });
    const later = document.activeElement === document.body && patience > 0;
    if (later) requestAnimationFrame(() => this.focus(unit, place, patience - 1));
  }

  async go(id: number): Promise<void> {
    const index = this.list.units.findIndex((unit) => unit.id === id);
    if (index >= 0 && this.layout === "rows") return this.moveTo(index, "row");
    const found = await attempt(() => api.coding.unit(this.desk.id, id));
    if (!found) return;
    if (this.layout === "rows") return this.beginAt(id);
    await this.read(found);
    await tick();
    this.focus(id, "row");
  }

  /** Everything in the order of the file, from this unit on; null: from the first. */
  beginAt(unit: number | null): void {
    this.#start = unit;
    this.filter = { ...EVERYTHING };
  }

  // Reading

  async turn(): Promise<void> {
    const unit = this.unit;
    if (this.layout === "reading") {
      this.layout = "rows";
      const index = this.list.units.findIndex(({ id }) => id === unit?.id);
      await tick();
      return this.moveTo(index >= 0 ? index : this.active, "row");
    }
    this.layout = "reading";
    await this.read(unit);
    await tick();
    if (unit) this.focus(unit.id, "row");
  }

  /** Open the text that a unit is a part of. */
  async read(unit: UnitView | undefined, id = unit?.id): Promise<void> {
    if (id === undefined) {
      this.text = this.reading = undefined;
      return;
    }
    const text = await attempt(() => api.coding.document(this.desk.id, id));
    if (!text) return;
    this.text = text;
    this.reading = id;
    this.inVivo = this.picking = null;
  }

  /** Show a unit as it is now, wherever it is in view. */
  show(unit: UnitView): void {
    this.list.replace(unit);
    if (this.text) this.text = { ...this.text, units: this.text.units.map((old) => (old.id === unit.id ? unit : old)) };
  }

  /** Ask again for units that something else may have changed. */
  async refresh(ids: readonly number[]): Promise<void> {
    const found = await Promise.all(ids.map((id) => api.coding.unit(this.desk.id, id))).catch(() => []);
    // What was said since is newer than the answer.
    for (const unit of found) if (!this.unsettled(unit.id)) this.show(unit);
  }

  async #reread(unit: number): Promise<void> {
    const text = await api.coding.document(this.desk.id, unit).catch(() => undefined);
    if (text && this.reading === unit) this.text = text;
  }

  // Words

  /** Make the selected words an open code, as they are. */
  takeWords(): void {
    const found = this.words ?? selected();
    const target = found && this.#at(found.unit);
    if (!found || !target) return;
    getSelection()?.removeAllRanges();
    void this.write(target, asPiece(found.words), "", undefined, found);
    this.focus(found.unit, "row");
  }

  /** Begin a note on the selected words; says whether there are some. */
  noteOnWords(): boolean {
    const found = this.words ?? selected();
    if (!found || !this.#at(found.unit)) return false;
    this.inVivo = found;
    return true;
  }

  /** The unit of this id in view, which becomes the one at hand. */
  #at(id: number): UnitView | undefined {
    if (this.layout === "reading") {
      this.reading = id;
    } else {
      const index = this.list.units.findIndex((unit) => unit.id === id);
      if (index < 0) return undefined;
      this.active = index;
    }
    return this.unit;
  }

  unfold(id: number | undefined): void {
    if (id !== undefined && !this.unfolded.delete(id)) this.unfolded.add(id);
  }

  // Others

  /** Somebody else's change, an undo, a re-grouping: look again at what it may have touched. */
  heard(entry: LogEntry): void {
    if (/^view_/.test(entry.kind)) void this.views.load().catch(() => undefined);
    const touched = entry.detail["unit"];
    if (typeof touched === "number") {
      // One's own change comes back as the answer to its saving.
      const own = entry.actor === this.desk.state?.coder.name && this.desk.waiting > 0;
      if (!own && this.#inView(touched)) void this.refresh([touched]);
    } else if (["undone", "redone"].includes(entry.kind) || /code/.test(entry.kind)) {
      if (this.layout === "rows") void this.refresh(this.seen());
      else if (this.reading !== undefined) void this.#reread(this.reading);
      if (/^view_/.test(String(entry.detail["of"] ?? ""))) void this.views.load().catch(() => undefined);
    }
  }

  #inView(id: number): boolean {
    return this.list.find(id) !== undefined || this.text?.units.some((unit) => unit.id === id) === true;
  }

  protected twins(of: UnitView): number[] {
    return this.list.units.filter((unit) => unit.text === of.text && unit.id !== of.id).slice(0, 20).map(({ id }) => id);
  }

  get narrowed(): boolean {
    return narrows(this.filter);
  }
}

/** The filter that an address asks for. */
export function filterOf(query: URLSearchParams): UnitFilter {
  const asked = (name: string): string => query.get(name) ?? "";
  return {
    ...EVERYTHING,
    search: asked("search"),
    code: asked("code"),
    status: asked("status"),
    piece: asked("piece"),
    since: asked("since"),
  };
}

/** The unit that an address asks for. */
export function unitOf(query: URLSearchParams): number | null {
  const asked = query.get("unit") ?? "";
  return /^\d+$/.test(asked) ? Number(asked) : null;
}

/** The names of all attributes that any of these units has, in one order whichever units come first. */
function names(units: readonly UnitView[]): string[] {
  return [...new Set(units.flatMap(({ attributes }) => Object.keys(attributes)))].sort();
}

const KEY = Symbol("code");

export const provideCode = (session: CodeSession): CodeSession => setContext(KEY, session);
export const useCode = (): CodeSession => getContext<CodeSession>(KEY);
