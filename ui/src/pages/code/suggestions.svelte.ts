/** Earlier open codes for what is being typed: asked shortly after the last key, the newest question wins. */

import { api } from "../../lib/api";
import { norm } from "../../lib/notes";
import type { Suggestion } from "../../lib/types";

const PAUSE = 70;

export class Suggestions {
  found = $state.raw<readonly Suggestion[]>([]);
  /** None is chosen until the arrows choose one, so that Enter submits what was typed. */
  at = $state(-1);
  chosen = $derived(this.found[this.at]);

  #project: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #question: AbortController | undefined;

  constructor(project: string) {
    this.#project = project;
  }

  ask(prefix: string): void {
    clearTimeout(this.#timer);
    this.#question?.abort();
    if (!prefix) {
      this.clear();
      return;
    }
    this.#timer = setTimeout(() => void this.#fetch(prefix), PAUSE);
  }

  move(step: 1 | -1): void {
    this.at = Math.max(-1, Math.min(this.at + step, this.found.length - 1));
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#question?.abort();
    this.found = [];
    this.at = -1;
  }

  async #fetch(prefix: string): Promise<void> {
    const question = (this.#question = new AbortController());
    try {
      const found = await api.coding.suggest(this.#project, prefix, question.signal);
      if (question.signal.aborted) return;
      // What is typed already in full needs no offer.
      this.found = found.filter((suggestion) => norm(suggestion.text) !== norm(prefix));
      this.at = -1;
    } catch {
      // Type-ahead is a help, not a need: without an answer there is none.
      if (!question.signal.aborted) this.clear();
    }
  }
}
