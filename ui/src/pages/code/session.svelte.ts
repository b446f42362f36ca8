/** One person coding: which units are in view and which is at hand, and everything that can be said of one. */

import { getContext, setContext, tick } from "svelte";
import { SvelteSet } from "svelte/reactivity";

import { api, at } from "../../lib/api";
import type { Desk } from "../../lib/desk.svelte";
import { asPiece, pieces } from "../../lib/notes";
import { refusalsOf, type NoteBody, type Refusals } from "../../lib/refused.svelte";
import { selected, type Selected } from "../../lib/spans";
import { strings } from "../../lib/strings";
import { attempt, toast } from "../../lib/toasts.svelte";
import type { DocumentView, LogEntry, MarkState, NoteView, UnitView } from "../../lib/types";
import { EVERYTHING, narrows, UnitList, type UnitFilter } from "../../lib/units.svelte";
import { Columns } from "./columns.svelte";
import { SavedViews } from "./views.svelte";

type Value = "present" | "absent" | "unsure";
export type Place = "note" | "row";

export class CodeSession {
  readonly desk: Desk;
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
  coder = $derived.by(() => this.desk.state?.coder.id ?? "");

  /** Changes of each unit that are on their way. */
  #waiting = new Map<number, number>();

  /** Brings a row into view; the grid says how. */
  reveal: (index: number) => void = () => undefined;
  /** Units on screen, which somebody else may change. */
  seen: () => readonly number[] = () => [];

  constructor(desk: Desk, filter: UnitFilter) {
    this.desk = desk;
    this.filter = filter;
    this.list = new UnitList(desk.id);
    this.columns = new Columns(desk.id);
    this.views = new SavedViews(desk.id);
    this.refusals = refusalsOf(desk.id);
  }

  /** Begin at the first unit that passes; the focus stays in the list if it was there. */
  async load(start: number | null = null): Promise<void> {
    const inside = document.activeElement?.closest(".unit") !== null && document.activeElement !== document.body;
    await this.list.load(this.filter, start);
    this.active = 0;
    this.inVivo = this.picking = null;
    this.columns.known = names(this.list.units);
    if (this.layout === "reading") await this.read(this.list.units[0]);
    if (inside && !document.activeElement?.closest(".unit")) await this.moveTo(0, "row");
    else if (this.layout === "rows") this.reveal(0);
  }

  change(part: Partial<UnitFilter>): void {
    this.filter = { ...this.filter, ...part };
  }

  // Moving

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

  focus(unit: number, place: Place): void {
    document.getElementById(`${place}-${unit}`)?.focus({ preventScroll: this.layout === "rows" });
  }

  async go(id: number): Promise<void> {
    const index = this.list.units.findIndex((unit) => unit.id === id);
    if (index >= 0 && this.layout === "rows") return this.moveTo(index, "row");
    const found = await attempt(() => api.coding.unit(this.desk.id, id));
    if (!found) return;
    if (this.layout === "reading") await this.read(found);
    else {
      this.filter = { ...EVERYTHING, order: "file" };
      await this.load(id);
    }
    await tick();
    this.focus(id, "row");
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

  // What is said of a unit

  /** Show a unit as it is now, wherever it is in view. */
  show(unit: UnitView): void {
    this.list.replace(unit);
    if (this.text) this.text = { ...this.text, units: this.text.units.map((old) => (old.id === unit.id ? unit : old)) };
  }

  async refresh(ids: readonly number[]): Promise<void> {
    for (const unit of await this.list.refresh(ids).catch(() => [])) this.show(unit);
  }

  /** Save something: shown at once as it will stand, replaced by the server's view when that comes and nothing else
   *  was said of the unit meanwhile. */
  async #save(path: string, body: unknown, draft: UnitView): Promise<void> {
    const waiting = (by: 1 | -1): number => {
      const many = (this.#waiting.get(draft.id) ?? 0) + by;
      this.#waiting.set(draft.id, many);
      return many;
    };
    waiting(1);
    this.show(draft);
    try {
      const saved = await this.desk.save<UnitView>("PUT", path, body);
      if (waiting(-1) === 0) this.show(saved);
      if (saved.twins > 0) await this.refresh(this.#twins(saved));
    } catch {
      if (waiting(-1) === 0) await this.refresh([draft.id]);
    }
  }

  /** Write a note; `expected` is what its writer believes to stand there. */
  write(target: UnitView, text: string, expected: string, note?: NoteView, span?: Selected): Promise<void> {
    const start = span?.start ?? note?.start ?? null;
    const end = span?.end ?? note?.end ?? null;
    const id = start === null ? null : (note?.id ?? null);
    const body: NoteBody = { text, note: id, start: note ? null : start, end: note ? null : end, expected };
    return this.#save(at.note(this.desk.id, target.id), body, this.#noted(target, text, note, start, end));
  }

  mark(target: UnitView | undefined, state: MarkState): void {
    if (!target) return;
    const next = target.mark === state ? null : state;
    void this.#save(at.mark(this.desk.id, target.id), { state: next }, { ...target, mark: next });
  }

  bookmark(target: UnitView | undefined): void {
    if (!target) return;
    const bookmarked = !target.bookmarked;
    void this.#save(at.bookmark(this.desk.id, target.id), { on: bookmarked }, { ...target, bookmarked });
  }

  /** Say of codes that they are there or not; null takes a statement back. */
  code(target: UnitView, values: Readonly<Record<string, Value | null>>): void {
    const kept = target.codings.filter(({ code, coder, via }) => !(code in values && coder === this.coder && via === "decision"));
    const now = new Date().toISOString();
    const said = Object.entries(values).flatMap(([code, value]) =>
      value ? [{ code, value, origin: "person" as const, coder: this.coder, via: "decision", at: now, confidence: null, model: null, codebook: null }] : [],
    );
    void this.#save(at.codings(this.desk.id, target.id), { codings: values }, { ...target, codings: [...said, ...kept] });
  }

  /** Codes that an import claims and this coder has not answered. */
  claims(target: UnitView | undefined): string[] {
    const answered = new Set(target?.codings.filter(({ coder, via }) => coder === this.coder && via === "decision").map(({ code }) => code));
    const claimed = target?.codings.filter(({ origin, code }) => origin === "import" && !answered.has(code)) ?? [];
    return [...new Set(claimed.map(({ code }) => code))];
  }

  answer(target: UnitView | undefined, value: Value): void {
    const claims = this.claims(target);
    if (target && claims.length > 0) this.code(target, Object.fromEntries(claims.map((code) => [code, value])));
  }

  async pick(target: UnitView, picked: { id: string } | { name: string; fresh: true }): Promise<void> {
    const code = "id" in picked ? picked.id : await this.#create(picked.name);
    if (code === undefined) return;
    const own = target.codings.find((one) => one.code === code && one.coder === this.coder && one.via === "decision");
    this.code(target, { [code]: own?.value === "present" ? null : "present" });
  }

  async #create(name: string): Promise<string | undefined> {
    const made = await attempt(() => api.grouping.create(this.desk.id, { name, norms: [], colour: "" }));
    if (made) await this.desk.refresh();
    return made?.code.id;
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
      void this.refresh(this.seen());
      if (/^view_/.test(String(entry.detail["of"] ?? ""))) void this.views.load().catch(() => undefined);
    }
  }

  #inView(id: number): boolean {
    return this.list.find(id) !== undefined || this.text?.units.some((unit) => unit.id === id) === true;
  }

  #twins(of: UnitView): number[] {
    return this.list.units.filter((unit) => unit.text === of.text && unit.id !== of.id).slice(0, 20).map(({ id }) => id);
  }

  #noted(target: UnitView, text: string, note: NoteView | undefined, start: number | null, end: number | null): UnitView {
    const others = target.notes.filter((other) => other !== note);
    if (!text) return { ...target, notes: others };
    const known = new Map(note?.pieces.map((piece) => [piece.text, piece.codes]));
    const drafted: NoteView = {
      id: note?.id ?? `draft-${start}-${end}`,
      coder: this.coder,
      text,
      start,
      end,
      at: new Date().toISOString(),
      pieces: pieces(text).map((piece) => ({ id: piece, text: piece, codes: known.get(piece) ?? [] })),
    };
    return { ...target, notes: [...others, drafted] };
  }

  get narrowed(): boolean {
    return narrows(this.filter);
  }
}

/** The names of all attributes that any of these units has. */
function names(units: readonly UnitView[]): string[] {
  return [...new Set(units.flatMap(({ attributes }) => Object.keys(attributes)))];
}

const KEY = Symbol("code");

export const provideCode = (session: CodeSession): CodeSession => setContext(KEY, session);
export const useCode = (): CodeSession => getContext<CodeSession>(KEY);
