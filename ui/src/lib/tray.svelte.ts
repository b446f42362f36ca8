/** The tray: equal open codes as one line each, found by typing, selected one by one, by range, or all that match. */

import { api } from "./api";
import { attempt, tell } from "./toasts.svelte";
import type { TrayItem } from "./types";

export type TrayOrder = "count" | "text" | "recent";
export type TrayShow = "ungrouped" | "grouped" | "all";

const PAGE = 200;

export class Tray {
  items = $state.raw<readonly TrayItem[]>([]);
  total = $state(0);
  loading = $state(true);
  search = $state("");
  within = $state<TrayItem["matched"][number] | "">("");
  order = $state<TrayOrder>("count");
  show = $state<TrayShow>("ungrouped");
  selection = $state.raw<ReadonlySet<string>>(new Set());

  #project: string;
  #next: string | null = null;
  #anchor: string | undefined;
  #run = 0;
  #newest: Promise<void> = Promise.resolve();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(project: string) {
    this.#project = project;
  }

  loadSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.load(), 180);
  }

  /** Ask anew; resolves when the newest answer is in view, also when it was asked for later. */
  load(): Promise<void> {
    clearTimeout(this.#timer);
    const run = ++this.#run;
    this.#newest = this.#ask(run).then(() => (run === this.#run ? undefined : this.#newest));
    return this.#newest;
  }

  async #ask(run: number): Promise<void> {
    this.loading = true;
    try {
      // As many lines as are shown already, so that a refresh does not shorten the list under the reader.
      const page = await this.#fetch(null, Math.max(PAGE, Math.min(this.items.length, 500)));
      if (run !== this.#run) return;
      this.items = page.items;
      this.#next = page.next;
      this.total = page.total;
    } catch (error) {
      if (run === this.#run) tell(error);
    } finally {
      if (run === this.#run) this.loading = false;
    }
  }

  async more(): Promise<void> {
    if (this.loading || this.#next === null) return;
    const run = this.#run;
    this.loading = true;
    const page = await this.#fetch(this.#next, PAGE).catch(() => undefined);
    if (run !== this.#run) return;
    this.loading = false;
    if (!page) return;
    this.items = [...this.items, ...page.items];
    this.#next = page.next;
  }

  toggle(norm: string): void {
    const selection = new Set(this.selection);
    if (!selection.delete(norm)) selection.add(norm);
    this.selection = selection;
    this.#anchor = norm;
  }

  /** Everything from the line last chosen to this one. */
  selectTo(norm: string): void {
    const lines = this.items.map((item) => item.norm);
    const from = lines.indexOf(this.#anchor ?? norm);
    const to = lines.indexOf(norm);
    const range = lines.slice(Math.max(0, Math.min(from, to)), Math.max(from, to) + 1);
    this.selection = new Set([...this.selection, ...range]);
  }

  /** The line that a range begins at, when none was chosen yet. */
  anchor(norm: string): void {
    if (this.selection.size === 0) this.#anchor = norm;
  }

  /** All lines that match what is searched for, also those not loaded yet. */
  async selectAll(): Promise<void> {
    const norms = await this.#norms();
    if (norms) this.selection = new Set(norms);
  }

  /** What matches and is not selected, and nothing of what was. */
  async invert(): Promise<void> {
    const norms = await this.#norms();
    if (norms) this.selection = new Set(norms.filter((norm) => !this.selection.has(norm)));
  }

  /** Let go of these; what was selected meanwhile stays. */
  deselect(norms: readonly string[]): void {
    this.selection = new Set([...this.selection].filter((norm) => !norms.includes(norm)));
  }

  clear(): void {
    this.selection = new Set();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#run++;
    this.#newest = Promise.resolve();
  }

  get #wanted(): { search?: string; within?: TrayItem["matched"][number]; grouped?: boolean } {
    const search = this.search.trim();
    return { ...(search && { search, ...(this.within && { within: this.within }) }), ...(this.show !== "all" && { grouped: this.show === "grouped" }) };
  }

  async #norms(): Promise<readonly string[] | undefined> {
    // Everything is in view already.
    if (this.#next === null && !this.loading) return this.items.map((item) => item.norm);
    return (await attempt(() => api.grouping.norms(this.#project, this.#wanted)))?.norms;
  }

  #fetch(after: string | null, limit: number): ReturnType<typeof api.grouping.tray> {
    return api.grouping.tray(this.#project, { ...this.#wanted, order: this.order, limit, ...(after !== null && { after }) });
  }
}
