import { beforeEach, describe, expect, it } from "vitest";

import { Outbox, type Answer, type Change, type Saving, type Shelf } from "./outbox";

/** A server that can go away, and keeps what it was told. */
class Server {
  up = true;
  /** Answers are lost after the change was made. */
  deaf = false;
  got: string[] = [];
  refuses = new Set<string>();

  send = async (change: Change): Promise<Answer> => {
    await Promise.resolve();
    if (!this.up) return { kind: "unreachable" };
    if (this.refuses.has(change.path)) return { kind: "refused", error: new Error(`no ${change.path}`) };
    this.got.push(change.path);
    return this.deaf ? { kind: "unreachable" } : { kind: "done", data: change.path };
  };
}

class MemoryShelf implements Shelf {
  kept = "[]";
  load = (): Change[] => JSON.parse(this.kept) as Change[];
  save = (changes: readonly Change[]): void => void (this.kept = JSON.stringify(changes));
}

const put = (path: string): Omit<Change, "id"> => ({ method: "PUT", path, body: {} });

describe("the outbox", () => {
  let server: Server;
  let shelf: MemoryShelf;
  let states: [Saving, number][];
  let refused: string[];

  const open = (at = server): Outbox => {
    const refuse = (change: Change): void => void refused.push(change.path);
    const outbox = new Outbox({ send: at.send, shelf, delay: () => 1, refused: refuse });
    outbox.watch((state, waiting) => states.push([state, waiting]));
    return outbox;
  };

  beforeEach(() => {
    server = new Server();
    shelf = new MemoryShelf();
    states = [];
    refused = [];
  });

  it("sends in order, one at a time, each once, and answers each", async () => {
    const outbox = open();
    const answers = await Promise.all(["a", "b", "c"].map((path) => outbox.add(put(path))));
    expect(answers).toEqual(["a", "b", "c"]);
    expect(server.got).toEqual(["a", "b", "c"]);
    expect(states.at(-1)).toEqual(["saved", 0]);
  });

  it("keeps what is written while the server is away, and delivers it in order when it is back", async () => {
    server.up = false;
    const outbox = open();
    const answers = Promise.all(["a", "b", "c"].map((path) => outbox.add(put(path))));
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(states.at(-1)).toEqual(["offline", 3]);
    expect(shelf.load().map((change) => change.path)).toEqual(["a", "b", "c"]);
    server.up = true;
    expect(await answers).toEqual(["a", "b", "c"]);
    expect(server.got).toEqual(["a", "b", "c"]);
    expect(shelf.load()).toEqual([]);
  });

  it("survives a reload of the page: another outbox on the same shelf delivers", async () => {
    const gone = new Server();
    gone.up = false;
    const before = open(gone);
    void before.add(put("a"));
    void before.add(put("b"));
    const after = open();
    await after.add(put("c"));
    expect(server.got).toEqual(["a", "b", "c"]);
  });

  it("is flushed when everything is sent, also what was on its way already", async () => {
    const outbox = open();
    void outbox.add(put("a"));
    void outbox.add(put("b"));
    await outbox.flush();
    expect(server.got).toEqual(["a", "b"]);
    await outbox.flush();
    await outbox.add(put("c"));
    expect(server.got).toEqual(["a", "b", "c"]);
  });

  it("goes on after a refusal, and tells of it", async () => {
    server.refuses.add("b");
    const outbox = open();
    const answers = await Promise.allSettled(["a", "b", "c"].map((path) => outbox.add(put(path))));
    expect(answers.map((answer) => answer.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(server.got).toEqual(["a", "c"]);
    expect(refused).toEqual(["b"]);
  });

  it("never gives up a change whose answer was lost", async () => {
    server.deaf = true;
    const outbox = open();
    const answer = outbox.add(put("a"));
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(shelf.load()).toHaveLength(1);
    server.deaf = false;
    expect(await answer).toBe("a");
  });
});
