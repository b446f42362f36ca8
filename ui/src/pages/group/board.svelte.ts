/** What the parts of the Group page share: the tray, the codes at hand and marked, what is open, and every move. */

import { SvelteSet } from "svelte/reactivity";

import { api } from "../../lib/api";
import { SWATCHES } from "../../lib/colour";
import type { Desk } from "../../lib/desk.svelte";
import { Dragging, type Target } from "../../lib/drag";
import { strings } from "../../lib/strings";
import { Tray } from "../../lib/tray.svelte";
import { dropped, rows, stepped, type Arrangement, type Way } from "../../lib/tree";
import type { CodeCard } from "../../lib/types";
import { arrange, done, move, unplace } from "./changes";
import { store, stored, used, type Slot } from "./slots";

export type View = { kind: "tray" } | { kind: "entry"; code: string; stale: boolean } | { kind: "compare"; codes: string[] };
export type Pane = "tray" | "codes" | "detail";
export type Asked = { kind: "merge" | "split" | "retire"; code: string; with?: string[] };
export type Load =
  | { kind: "lines"; norms: readonly string[] }
  | { kind: "chips"; norms: readonly string[]; from: string }
  | { kind: "codes"; ids: readonly string[] };

export class Board {
  readonly desk: Desk;
  readonly tray: Tray;
  readonly folded = new SvelteSet<string>();
  /** Codes whose open codes are shown. */
  readonly unpacked = new SvelteSet<string>();
  /** Codes that are marked, to be compared, merged or moved together. */
  readonly marked = new SvelteSet<string>();
  view = $state.raw<View>({ kind: "tray" });
  proposing = $state(false);
  pane = $state<Pane>("tray");
  /** The row of the codebook at hand. */
  at = $state<string>();
  renaming = $state<string>();
  asked = $state.raw<Asked>();
  slots = $state.raw<readonly Slot[]>([]);
  /** What screen readers hear while something is dragged. */
  said = $state("");
  /** Goes to where names are typed. */
  name: () => void = () => undefined;

  rows = $derived.by(() => rows(this.desk.active, this.folded));
  row = $derived.by(() => this.rows.find((row) => row.key === this.at) ?? this.rows[0]);
  offered = $derived.by(() => this.slots.map(({ code }) => this.desk.card(code)));

  readonly dragging: Dragging<Load>;
  #steps: Promise<void> = Promise.resolve();

  constructor(desk: Desk) {
    this.desk = desk;
    this.tray = new Tray(desk.id);
    this.slots = stored(desk.id);
    this.dragging = new Dragging<Load>({
      allows: (load, target) => this.#allows(load, target),
      drop: (load, target) => void this.#drop(load, target),
      told: (words, target, ended) => {
        this.said = strings.group.dragged(words, target && this.#words(target), target?.where ?? "on", ended);
      },
    });
  }

  /** The code at hand, and those marked with it. */
  get codes(): string[] {
    const known = this.rows.filter((row) => this.marked.has(row.key)).map((row) => row.key);
    const at = this.row?.card.code.id;
    return known.length > 0 ? known : at === undefined ? [] : [at];
  }

  get code(): string | undefined {
    return this.row?.card.code.id;
  }

  open(code: string, stale = false): void {
    this.view = { kind: "entry", code, stale };
    this.at = code;
    this.pane = "detail";
  }

  /** The entry of the code before or after. */
  next(step: 1 | -1): void {
    const shown = this.rows.filter((row) => !row.reference);
    const at = shown.findIndex((row) => row.key === this.at);
    const row = shown[Math.max(0, Math.min(at + step, shown.length - 1))];
    if (row) this.open(row.key);
  }

  compare(codes: string[]): void {
    this.view = { kind: "compare", codes: codes.slice(0, 2) };
    this.pane = "detail";
  }

  close(): void {
    this.view = { kind: "tray" };
    this.pane = "codes";
  }

  ask(kind: Asked["kind"], code: string | undefined): void {
    if (code === undefined) return;
    this.asked = { kind, code, with: [...this.marked].filter((one) => one !== code && this.desk.card(one)) };
  }

  /** Put open codes into a code that there is, or a new one. Says whether that was done. */
  async put(into: { id: string } | { name: string }, norms: readonly string[] = [...this.tray.selection]): Promise<boolean> {
    const { desk } = this;
    let code = "id" in into ? into.id : "";
    const name = "id" in into ? desk.name(into.id) : into.name;
    const words = norms.length === 0 ? strings.group.created(name) : strings.group.put(norms.length, name);
    const ok = await done(desk, async () => {
      const card = "id" in into
        ? await api.grouping.place(desk.id, into.id, [...norms])
        : await api.grouping.create(desk.id, { name: into.name, norms: [...norms], colour: nextColour(desk.codebook.codes) });
      code = card.code.id;
    }, words);
    if (!ok) return false;
    this.at = code;
    this.slots = used(this.slots, code);
    store(desk.id, this.slots);
    this.tray.deselect(norms);
    await this.tray.load();
    return true;
  }

  async takeOut(code: string, norms: readonly string[]): Promise<void> {
    if (await unplace(this.desk, code, [...norms])) await this.tray.load();
  }

  /** One step of the codes at hand, once the step before it is done: what is above is known only then. */
  step(way: Way): Promise<void> {
    this.#steps = this.#steps.then(async () => {
      const wanted = stepped(this.desk.active, this.codes, way);
      if (wanted) await this.arrange(wanted);
      else this.said = strings.group.noStep;
    });
    return this.#steps;
  }

  async arrange(wanted: Arrangement): Promise<void> {
    if (wanted.under !== null) this.folded.delete(wanted.under);
    await arrange(this.desk, wanted);
  }

  #allows(load: Load, target: Target): boolean {
    if (load.kind === "codes") {
      if (target.kind === "codebook") return true;
      return target.kind === "code" && dropped(this.rows, load.ids, target.id, target.where) !== undefined;
    }
    if (target.where !== "on") return false;
    if (target.kind === "code") return load.kind === "lines" || this.#id(target) !== load.from;
    return target.kind === "new" || (target.kind === "tray" && load.kind === "chips");
  }

  async #drop(load: Load, target: Target): Promise<void> {
    if (load.kind === "codes") {
      const wanted = target.kind === "codebook"
        ? { codes: [...load.ids], under: null, before: null }
        : dropped(this.rows, load.ids, target.id, target.where);
      if (wanted) await this.arrange(wanted);
    } else if (target.kind === "new") {
      this.tray.selection = new Set(load.norms);
      this.name();
    } else if (target.kind === "tray" && load.kind === "chips") {
      await this.takeOut(load.from, load.norms);
    } else if (load.kind === "chips") {
      await move(this.desk, load.from, this.#id(target), [...load.norms]);
    } else {
      await this.put({ id: this.#id(target) }, load.norms);
    }
  }

  /** The code that a row of the codebook stands for. */
  #id(target: Target): string {
    return target.id.split(">").at(-1) ?? target.id;
  }

  #words(target: Target): string {
    return target.kind === "code" ? this.desk.name(this.#id(target)) : strings.group.places[target.kind as "new" | "tray" | "codebook"];
  }
}

/** The hue used least so far. */
function nextColour(cards: readonly CodeCard[]): string {
  const uses = (hue: string): number => cards.filter((card) => card.code.colour === hue).length;
  return [...SWATCHES].sort((a, b) => uses(a) - uses(b))[0] ?? SWATCHES[0];
}

