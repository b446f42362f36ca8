/** Everything that a person can say of a unit. It shows at once, and goes to the server through the outbox. */

import { api, at } from "../../lib/api";
import type { Desk } from "../../lib/desk.svelte";
import { pieces } from "../../lib/notes";
import type { NoteBody } from "../../lib/refused.svelte";
import type { Selected } from "../../lib/spans";
import { attempt } from "../../lib/toasts.svelte";
import type { MarkState, NoteView, UnitView } from "../../lib/types";

type Value = "present" | "absent" | "unsure";

export abstract class Saying {
  readonly desk: Desk;
  coder = $derived.by(() => this.desk.state?.coder.id ?? "");

  /** Changes of each unit that are on their way. */
  #waiting = new Map<number, number>();

  constructor(desk: Desk) {
    this.desk = desk;
  }

  /** Whether changes of a unit are on their way. */
  protected unsettled(unit: number): boolean {
    return (this.#waiting.get(unit) ?? 0) > 0;
  }

  /** Show a unit as it is now, wherever it is in view. */
  abstract show(unit: UnitView): void;
  /** Ask the server again. */
  abstract refresh(ids: readonly number[]): Promise<void>;
  /** Units in view with the same text, which may be coded together. */
  protected abstract twins(of: UnitView): number[];

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
      if (saved.twins > 0) await this.refresh(this.twins(saved));
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
}
