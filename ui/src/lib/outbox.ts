/** Changes on their way to the server. They are stored before they are sent, sent one at a time in order, and kept
 *  until the server has answered; a lost connection only makes them wait. */

export interface Change {
  id: string;
  method: "PUT" | "POST" | "DELETE";
  path: string;
  body: unknown;
}

export type Answer =
  | { kind: "done"; data: unknown }
  | { kind: "refused"; error: Error }
  /** Nobody answered: try again later. */
  | { kind: "unreachable" };

export interface Shelf {
  load(): Change[];
  save(changes: readonly Change[]): void;
}

export type Saving = "saved" | "saving" | "offline";

export interface Options {
  send(change: Change): Promise<Answer>;
  shelf: Shelf;
  /** What the server refused is told, not lost in silence. */
  refused?(change: Change, error: Error): void;
  /** Milliseconds before the nth retry. */
  delay?(attempt: number): number;
}

/** Told whenever the state or the number of waiting changes differs. */
export type Watcher = (state: Saving, waiting: number) => void;

interface Waiter {
  resolve(data: unknown): void;
  reject(error: Error): void;
}

/** Unlike crypto.randomUUID, this also works on a page that was served over plain HTTP. */
export function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const patience = (attempt: number): number => Math.min(500 * 2 ** attempt, 8_000);

export class Outbox {
  #options: Options;
  #changes: Change[];
  #waiters = new Map<string, Waiter>();
  #watchers = new Set<Watcher>();
  #state: Saving = "saved";
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sending: Promise<void> | undefined;
  #attempt = 0;

  constructor(options: Options) {
    this.#options = options;
    this.#changes = options.shelf.load();
    if (this.#changes.length > 0) void this.flush();
  }

  /** Be told of the state, now and whenever it changes, until the returned function is called. */
  watch(watcher: Watcher): () => void {
    this.#watchers.add(watcher);
    watcher(this.#state, this.#changes.length);
    return () => this.#watchers.delete(watcher);
  }

  /** Store a change and send it after those before it. Resolves with the server's answer; rejects when it is refused. */
  add(change: Omit<Change, "id">): Promise<unknown> {
    const entry: Change = { ...change, id: newId() };
    this.#changes.push(entry);
    this.#options.shelf.save(this.#changes);
    const answered = new Promise<unknown>((resolve, reject) => this.#waiters.set(entry.id, { resolve, reject }));
    // Nobody has to listen: what is refused is also reported through `refused`.
    answered.catch(() => undefined);
    void this.flush();
    return answered;
  }

  /** Send everything that waits; called again when the connection may be back. Resolves when all is sent, also what
   *  was on its way already, or when nobody answers. */
  flush(): Promise<void> {
    if (this.#changes.length > 0) this.#sending ??= this.#deliver();
    return this.#sending ?? Promise.resolve();
  }

  async #deliver(): Promise<void> {
    clearTimeout(this.#timer);
    this.#report(this.#attempt > 0 ? "offline" : "saving");
    for (let change = this.#changes[0]; change; change = this.#changes[0]) {
      const answer = await this.#options.send(change);
      if (answer.kind === "unreachable") {
        this.#sending = undefined;
        this.#timer = setTimeout(() => void this.flush(), (this.#options.delay ?? patience)(this.#attempt++));
        this.#report("offline");
        return;
      }
      this.#attempt = 0;
      this.#changes.shift();
      this.#options.shelf.save(this.#changes);
      this.#settle(change, answer);
      if (this.#changes.length > 0) this.#report("saving");
    }
    this.#sending = undefined;
    this.#report("saved");
  }

  #settle(change: Change, answer: Exclude<Answer, { kind: "unreachable" }>): void {
    const waiter = this.#waiters.get(change.id);
    this.#waiters.delete(change.id);
    if (answer.kind === "done") {
      waiter?.resolve(answer.data);
    } else {
      this.#options.refused?.(change, answer.error);
      waiter?.reject(answer.error);
    }
  }

  #report(state: Saving): void {
    this.#state = state;
    for (const watcher of this.#watchers) watcher(state, this.#changes.length);
  }
}
