/** The questions of the student as one page knows them: loaded when something changed, answered, taken back. */

import { api } from "../../lib/api";
import type { Desk } from "../../lib/desk.svelte";
import { strings } from "../../lib/strings";
import { attempt, tell, toast } from "../../lib/toasts.svelte";
import type { Answered, Questions, QuestionView } from "../../lib/types";

/** Milliseconds after a change, in which others may follow, until the server is asked. */
const SOON = 400;
/** Milliseconds until it is asked again while it looks. */
const AGAIN = 1_200;

export class Asked {
  found = $state.raw<Questions>();
  #desk: Desk;
  #users = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stop: (() => void) | undefined;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** How many there are to tell of, those behind the first few included. */
  get count(): number {
    return this.found ? this.found.items.length + this.found.more : 0;
  }

  /** Keep up with the project until the returned function is called; one asks for all who listen. */
  follow(): () => void {
    if (this.#users++ === 0) {
      this.#stop = this.#desk.on(() => this.#soon(SOON));
      void this.load();
    }
    return () => {
      if (--this.#users > 0) return;
      clearTimeout(this.#timer);
      this.#stop?.();
    };
  }

  async load(): Promise<void> {
    try {
      this.found = await api.teaching.questions(this.#desk.id);
      if (this.found.thinking) this.#soon(AGAIN);
    } catch (error) {
      if (!this.found) tell(error);
    }
  }

  /** Give an answer; what it did is told with the way back. */
  async answer(question: QuestionView, answer: string, text: string): Promise<Answered | undefined> {
    return this.#settle(question, () => api.teaching.answer(this.#desk.id, question.id, { answer, text }), strings.questions.answered);
  }

  async setAside(question: QuestionView): Promise<Answered | undefined> {
    return this.#settle(question, () => api.teaching.setAside(this.#desk.id, question.id), strings.questions.asideDone);
  }

  async #settle(question: QuestionView, work: () => Promise<Answered>, words: string): Promise<Answered | undefined> {
    const done = await attempt(work);
    if (!done) return undefined;
    if (this.found) this.found = { ...this.found, items: this.found.items.filter((one) => one.id !== question.id) };
    const event = done.event ?? undefined;
    toast(words, { action: { title: strings.keys.undo, run: () => void this.#desk.undo(event) } });
    await this.load();
    return done;
  }

  #soon(wait: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.load(), wait);
  }
}

const held = new WeakMap<Desk, Asked>();

/** The questions of a project: one for all parts of the page. */
export function askedOf(desk: Desk): Asked {
  const known = held.get(desk) ?? new Asked(desk);
  held.set(desk, known);
  return known;
}
