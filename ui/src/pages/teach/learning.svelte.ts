/** What the sections of the Teach page share: how teaching stands, and the way to teach. */

import { getContext, setContext } from "svelte";

import { api } from "../../lib/api";
import type { Desk } from "../../lib/desk.svelte";
import { attempt, tell } from "../../lib/toasts.svelte";
import { train } from "../../lib/train";
import type { JobView, TeachState } from "../../lib/types";

export class Learning {
  teach = $state.raw<TeachState>();
  busy = $state(false);
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** Some units have no vector yet. */
  get missing(): boolean {
    return this.teach !== undefined && this.teach.encoder.encoded < this.teach.encoder.units;
  }

  /** The job that computes vectors now. */
  get encoding(): JobView | undefined {
    return this.#desk.running("encode");
  }

  get running(): JobView | undefined {
    return this.#desk.running("teach") ?? (this.busy ? this.encoding : undefined);
  }

  get able(): boolean {
    return !this.busy && this.teach !== undefined && (this.teach.ready || this.missing);
  }

  async load(): Promise<void> {
    this.teach = (await attempt(() => api.teaching.state(this.#desk.id))) ?? this.teach;
  }

  /** Teach; where vectors are missing they are computed first. */
  async start(): Promise<void> {
    if (!this.able) return;
    this.busy = true;
    if (this.missing) await attempt(async () => this.#desk.finish(this.encoding ?? (await api.teaching.encode(this.#desk.id))));
    await this.load();
    if (this.teach?.ready) await train(this.#desk);
    await this.load();
    this.busy = false;
  }

  /** Keep up with the project until the returned function is called. */
  follow(): () => void {
    let timer: ReturnType<typeof setTimeout>;
    void this.load();
    const stop = this.#desk.on(() => {
      clearTimeout(timer);
      timer = setTimeout(() => api.teaching.state(this.#desk.id).then((found) => (this.teach = found), tell), 400);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }
}

const KEY = Symbol("learning");

export const provideLearning = (learning: Learning): Learning => setContext(KEY, learning);
/** For components within the Teach page. */
export const useLearning = (): Learning => getContext<Learning>(KEY);
