/** A round being decided. Every answer shows at once and is saved behind; the next unit is already here. */

import { api, at } from "./api";
import type { Desk } from "./desk.svelte";
import type { Decision, ItemView, RoundSummary, RoundView } from "./types";

type State = Decision["state"];

const suggestedOf = (item: ItemView | undefined): string[] =>
  item?.predictions.filter((one) => one.suggested).map((one) => one.code) ?? [];

export class RoundSession {
  items = $state.raw<readonly ItemView[]>([]);
  position = $state(0);
  /** The codes chosen for the unit in view, and names of codes to be made with the decision. In a round about one code
   *  these are the others; that one is answered by yes or no. */
  chosen = $state.raw<ReadonlySet<string>>(new Set());
  fresh = $state.raw<readonly string[]>([]);
  /** The unit decided last, for a word about it. */
  before = $state.raw<ItemView>();

  item = $derived(this.items[this.position]);
  decided = $derived(this.items.filter((item) => item.state !== "pending").length);
  finished = $derived(this.items.length > 0 && this.decided === this.items.length);
  /** The own answer comes first: there is no prediction to see yet. */
  blind = $derived(this.item !== undefined && this.item.blind && this.item.unaided_at === null && this.item.state === "pending");
  /** The own answer was given, the model says something else, and the last word is to be had. */
  revealed = $derived(this.item !== undefined && this.item.blind && this.item.unaided_at !== null && this.item.state === "pending");
  /** What the model would give the unit in view. */
  suggested = $derived(suggestedOf(this.item));
  changed = $derived(
    this.fresh.length > 0 ||
      this.chosen.size !== this.suggested.length ||
      this.suggested.some((code) => !this.chosen.has(code)),
  );

  /** The one code that the round asks about. */
  readonly focus: string | null;
  /** The model whose predictions these are. */
  readonly model: string | null;

  #desk: Desk;
  #round: string;
  /** Positions decided here, newest last, for taking back. */
  #done: number[] = [];
  /** The place whose first answer is on its way; another one would come too late. */
  #asking: number | undefined;

  constructor(desk: Desk, round: RoundView) {
    this.#desk = desk;
    this.#round = round.round.id;
    this.focus = round.round.focus;
    this.model = round.round.model;
    this.items = round.items;
    const first = round.items.findIndex((item) => item.state === "pending");
    this.show(first < 0 ? round.items.length - 1 : first);
  }

  show(position: number): void {
    if (position < 0 || position >= this.items.length) return;
    this.position = position;
    this.chosen = new Set(this.#standing(this.items[position]));
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

  /** What the model says is right; where it does not show yet, or the own answer stands against it, what is chosen is. */
  accept(): void {
    if (this.focus !== null) this.answer(true);
    else if (this.blind || this.revealed) this.submit();
    else this.#decide("accepted", this.suggested, []);
  }

  submit(): void {
    if (this.focus !== null) return;
    if (this.blind || this.revealed || this.changed) this.#decide("corrected", [...this.chosen], [...this.fresh]);
    else this.accept();
  }

  /** In a round about one code: whether the unit has it. */
  answer(yes: boolean): void {
    if (this.focus === null) return;
    this.#decide("corrected", [...(yes ? [this.focus] : []), ...this.chosen], [...this.fresh]);
  }

  say(state: "unsure" | "skipped"): void {
    this.#decide(state, [], []);
  }

  /** Take back the decision made last, or the one on the unit in view. */
  takeBack(): void {
    const position = this.#done.pop() ?? this.position;
    if (this.items[position]?.state === "pending") return;
    this.before = undefined;
    this.#save(position, "pending", [], [], false);
    this.show(position);
  }

  async reload(): Promise<void> {
    const round = await api.verifying.round(this.#desk.id, this.#round);
    this.items = round.items;
    this.show(this.position);
  }

  /** Set or take away the bookmark of the unit in view. */
  bookmark(): void {
    const { item, position } = this;
    if (!item) return;
    const on = !item.unit.bookmarked;
    this.#put(position, { unit: { ...item.unit, bookmarked: on } });
    this.#desk.save("PUT", at.bookmark(this.#desk.id, item.unit.id), { on }).catch(() => undefined);
  }

  /** End the round. It goes through the outbox too, so that it comes after every answer. */
  end(): Promise<RoundSummary> {
    return this.#desk.save<RoundSummary>("POST", at.closed(this.#desk.id, this.#round), null);
  }

  get #exclusive(): boolean {
    return this.#desk.state?.project.exclusive ?? false;
  }

  /** The codes that stand when a unit comes into view. */
  #standing(item: ItemView | undefined): readonly string[] {
    const others = (codes: readonly string[]): readonly string[] => codes.filter((code) => code !== this.focus);
    if (item?.state !== "pending") return others(item?.codes ?? []);
    if (item.unaided_at !== null) return others(item.unaided);
    return others(suggestedOf(item));
  }

  #decide(state: State, codes: string[], fresh: string[]): void {
    const { position, item, blind } = this;
    if (!item) return;
    const unaided = blind && state === "corrected";
    if (this.#asking === position) return;
    if (unaided) this.#asking = position;
    this.#done = [...this.#done.filter((other) => other !== position), position];
    this.#save(position, state, codes, fresh, unaided);
    // After a first answer the model's may come into view: the server knows whether it differs.
    if (!unaided) this.#onward(position);
  }

  #onward(position: number): void {
    const later = this.items.findIndex((item, index) => index > position && item.state === "pending");
    const any = later < 0 ? this.items.findIndex((item) => item.state === "pending") : later;
    if (any >= 0) this.show(any);
  }

  #save(position: number, state: State, codes: string[], fresh: string[], unaided: boolean): void {
    if (!unaided) this.#put(position, { state, codes });
    this.#desk
      .save<ItemView>("PUT", at.item(this.#desk.id, this.#round, position), { state, codes, new_codes: fresh, unaided })
      .then(
        (saved) => this.#saved(position, state, saved, unaided),
        () => void this.reload().catch(() => undefined),
      )
      .finally(() => {
        if (unaided) this.#asking = undefined;
      });
  }

  #saved(position: number, state: State, saved: ItemView, unaided: boolean): void {
    // A later answer of the same unit may be on its way; it has the last word.
    if (!unaided && this.items[position]?.state !== state) return;
    this.#put(position, saved);
    if (saved.state === "pending") this.#done = this.#done.filter((other) => other !== position);
    else this.before = saved;
    if (!unaided || position !== this.position) return;
    if (saved.state === "pending") this.show(position);
    else this.#onward(position);
  }

  #put(position: number, part: Partial<ItemView>): void {
    this.items = this.items.map((item, index) => (index === position ? { ...item, ...part } : item));
  }
}
