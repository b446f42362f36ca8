/** A round being decided. Every answer shows at once and is saved behind; the next unit is already here. */

import { api, at } from "./api";
import type { Desk } from "./desk.svelte";
import type { Decision, ItemView, RoundSummary, RoundView } from "./types";

type State = Decision["state"];

export class RoundSession {
  items = $state.raw<readonly ItemView[]>([]);
  position = $state(0);
  /** The codes chosen for the unit in view, and names of codes to be made with the decision. */
  chosen = $state.raw<ReadonlySet<string>>(new Set());
  fresh = $state.raw<readonly string[]>([]);

  item = $derived(this.items[this.position]);
  decided = $derived(this.items.filter((item) => item.state !== "pending").length);
  finished = $derived(this.items.length > 0 && this.decided === this.items.length);
  /** What the model would give the unit in view. */
  suggested = $derived(this.item?.predictions.filter((one) => one.suggested).map((one) => one.code) ?? []);
  changed = $derived(
    this.fresh.length > 0 ||
      this.chosen.size !== this.suggested.length ||
      this.suggested.some((code) => !this.chosen.has(code)),
  );

  #desk: Desk;
  #round: string;
  /** Positions decided here, newest last, for taking back. */
  #done: number[] = [];

  constructor(desk: Desk, round: RoundView) {
    this.#desk = desk;
    this.#round = round.round.id;
    this.items = round.items;
    const first = round.items.findIndex((item) => item.state === "pending");
    this.show(first < 0 ? round.items.length - 1 : first);
  }

  show(position: number): void {
    if (position < 0 || position >= this.items.length) return;
    this.position = position;
    const item = this.items[position];
    const pending = item?.state === "pending";
    const codes = pending ? item.predictions.filter((one) => one.suggested).map((one) => one.code) : (item?.codes ?? []);
    this.chosen = new Set(codes);
    this.fresh = [];
  }

  toggle(code: string): void {
    const chosen = new Set(this.chosen);
    const had = chosen.delete(code);
    if (!had) {
      if (this.#exclusive) {
        chosen.clear();
        this.fresh = [];
      }
      chosen.add(code);
    }
    this.chosen = chosen;
  }

  /** Choose a code that is not in the codebook yet; it is made together with the decision. */
  add(name: string): void {
    if (this.#exclusive) {
      this.chosen = new Set();
      this.fresh = [name];
    } else if (!this.fresh.includes(name)) {
      this.fresh = [...this.fresh, name];
    }
  }

  drop(name: string): void {
    this.fresh = this.fresh.filter((other) => other !== name);
  }

  accept(): void {
    this.#decide("accepted", this.suggested, []);
  }

  submit(): void {
    if (this.changed) this.#decide("corrected", [...this.chosen], [...this.fresh]);
    else this.accept();
  }

  say(state: "unsure" | "skipped"): void {
    this.#decide(state, [], []);
  }

  /** Take back the decision made last, or the one on the unit in view. */
  takeBack(): void {
    const position = this.#done.pop() ?? this.position;
    if (this.items[position]?.state === "pending") return;
    this.#save(position, "pending", [], []);
    this.show(position);
  }

  async reload(): Promise<void> {
    const round = await api.verifying.round(this.#desk.id, this.#round);
    this.items = round.items;
    this.show(this.position);
  }

  /** End the round. It goes through the outbox too, so that it comes after every answer. */
  end(): Promise<RoundSummary> {
    return this.#desk.save<RoundSummary>("POST", at.closed(this.#desk.id, this.#round), null);
  }

  get #exclusive(): boolean {
    return this.#desk.state?.project.exclusive ?? false;
  }

  #decide(state: State, codes: string[], fresh: string[]): void {
    const position = this.position;
    if (!this.item) return;
    this.#save(position, state, codes, fresh);
    this.#done = [...this.#done.filter((other) => other !== position), position];
    const later = this.items.findIndex((item, index) => index > position && item.state === "pending");
    const any = later < 0 ? this.items.findIndex((item) => item.state === "pending") : later;
    if (any >= 0) this.show(any);
  }

  #save(position: number, state: State, codes: string[], fresh: string[]): void {
    this.#put(position, { state, codes });
    this.#desk
      .save<ItemView>("PUT", at.item(this.#desk.id, this.#round, position), { state, codes, new_codes: fresh })
      .then(
        (saved) => {
          // A later answer of the same unit may be on its way; it has the last word.
          if (this.items[position]?.state === state) this.#put(position, saved);
        },
        () => void this.reload().catch(() => undefined),
      );
  }

  #put(position: number, part: Partial<ItemView>): void {
    this.items = this.items.map((item, index) => (index === position ? { ...item, ...part } : item));
  }
}
