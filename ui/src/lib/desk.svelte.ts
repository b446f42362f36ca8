/** One open project: its state, codebook and jobs, kept up to date by the server's feed, and the way changes are saved. */

import { getContext, setContext } from "svelte";

import { api, Problem } from "./api";
import type { Outbox, Saving } from "./outbox";
import { outboxOf } from "./outboxes";
import { strings } from "./strings";
import { attempt, toast } from "./toasts.svelte";
import type { CodeCard, Codebook, JobView, LogEntry, ProjectState } from "./types";

type Listener = (entry: LogEntry) => void;

export const hasEnded = (job: JobView): boolean => ["done", "failed", "cancelled"].includes(job.state);

/** What a job failed of. */
function failed(message: string, remedy: string): Problem {
  return new Problem(0, { detail: message, remedy });
}

export class Desk {
  readonly id: string;
  state = $state.raw<ProjectState>();
  codebook = $state.raw<Codebook>({ version: 0, codes: [] });
  jobs = $state.raw<readonly JobView[]>([]);
  saving = $state<Saving>("saved");
  waiting = $state(0);
  failure = $state.raw<unknown>();

  cards = $derived(new Map(this.codebook.codes.map((card) => [card.code.id, card])));
  /** Codes that can be given, in their order. */
  active = $derived(this.codebook.codes.filter((card) => card.code.status === "active"));

  #outbox: Outbox | undefined;
  #unwatch: () => void = () => undefined;
  #closed = false;
  #feed: EventSource | undefined;
  #listeners = new Set<Listener>();
  #watched = new Map<string, (job: JobView) => void>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(id: string) {
    this.id = id;
  }

  async open(): Promise<void> {
    this.#outbox = await outboxOf(this.id);
    // What an earlier page left waiting goes first, so that this one shows it.
    await this.#outbox.flush();
    try {
      await this.refresh();
    } catch (error) {
      this.failure = error;
      return;
    }
    if (this.#closed) return;
    this.#unwatch = this.#outbox.watch((saving, waiting) => {
      this.saving = saving;
      this.waiting = waiting;
    });
    this.#listen();
    addEventListener("online", this.#online);
  }

  close(): void {
    this.#closed = true;
    removeEventListener("online", this.#online);
    clearTimeout(this.#timer);
    this.#feed?.close();
    this.#unwatch();
  }

  async refresh(): Promise<void> {
    const [state, codebook] = await Promise.all([api.projects.state(this.id), api.grouping.codebook(this.id)]);
    this.state = state;
    this.codebook = codebook;
    for (const job of state.jobs) this.#follow(job);
  }

  /** Resolves when the server has everything written so far, or does not answer. */
  async delivered(): Promise<void> {
    await this.#outbox?.flush();
  }

  /** Save a change through the outbox; resolves with the server's answer, whenever it comes. */
  save<T>(method: "PUT" | "POST" | "DELETE", path: string, body: unknown): Promise<T> {
    if (!this.#outbox) return Promise.reject(new Error(strings.saving.notOpen));
    return this.#outbox.add({ method, path, body }) as Promise<T>;
  }

  /** Hear of every change of the project, by whomever, until the returned function is called. */
  on(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  card(code: string): CodeCard | undefined {
    return this.cards.get(code);
  }

  /** A code's name; a merged or unknown code keeps a readable stand-in. */
  name(code: string): string {
    return this.cards.get(code)?.code.name ?? strings.code.unknown;
  }

  undo = (seq?: number): Promise<void> => this.#turnBack(() => api.projects.undo(this.id, seq), "redo");

  redo = (): Promise<void> => this.#turnBack(() => api.projects.redo(this.id), "undo");

  async #turnBack(work: () => Promise<{ words: string }>, back: "undo" | "redo"): Promise<void> {
    await this.delivered();
    const done = await attempt(work);
    if (!done) return;
    const action = { title: strings.keys[back], run: () => void this[back]() };
    toast(strings.sentence(done.words), { action });
    this.#refreshSoon();
  }

  /** A job of this kind that is going on. */
  running(kind: string): JobView | undefined {
    return this.jobs.find((job) => job.kind === kind && !hasEnded(job));
  }

  /** Follow a job to its end; rejects when it fails or is cancelled. */
  finish(job: JobView): Promise<JobView> {
    return new Promise((resolve, reject) => {
      this.#watched.set(job.id, (ended) => {
        if (ended.state === "done") resolve(ended);
        else reject(ended.error ? failed(ended.error, ended.remedy ?? "") : new Error(strings.jobs.cancelled(ended.title)));
      });
      this.#follow(job);
    });
  }

  #follow(job: JobView): void {
    const known = this.jobs.find((other) => other.id === job.id);
    // The feed may tell the end of a job before the answer that tells its beginning is here.
    const latest = known && hasEnded(known) ? known : job;
    this.jobs = [...this.jobs.filter((other) => other.id !== job.id), latest];
    if (hasEnded(latest)) {
      this.#watched.get(job.id)?.(latest);
      this.#watched.delete(job.id);
    }
  }

  #listen(): void {
    this.#feed = new EventSource(`/api/projects/${this.id}/feed`);
    this.#feed.addEventListener("log", (event) => {
      const entry = JSON.parse(String(event.data)) as LogEntry;
      for (const listener of this.#listeners) listener(entry);
      this.#refreshSoon();
    });
    this.#feed.addEventListener("job", (event) => this.#follow(JSON.parse(String(event.data)) as JobView));
    // After a lost connection anything may have happened: ask once, and send what waited.
    this.#feed.addEventListener("open", this.#online);
  }

  #online = (): void => {
    void this.#outbox?.flush();
    this.#refreshSoon();
    for (const id of this.#watched.keys()) void api.jobs.get(id).then((job) => this.#follow(job), () => undefined);
  };

  #refreshSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.refresh().catch(() => undefined), 120);
  }
}

const KEY = Symbol("desk");

export const provideDesk = (desk: Desk): Desk => setContext(KEY, desk);
export const useDesk = (): Desk => getContext<Desk>(KEY);
