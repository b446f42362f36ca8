import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { bindings, hint, keyOf, keysOf, type ActionId, type Binding } from "./keymap";
import { Keys } from "./keys";
import { ownKeys } from "./ownkeys.svelte";
import { holders, isFixed, pressed, refusal, replaced, without } from "./remapping";

const binding = (id: ActionId): Binding => bindings.find((one) => one.id === id) as Binding;
const event = (key: string, init: KeyboardEventInit = {}): KeyboardEvent =>
  new KeyboardEvent("keydown", { key, cancelable: true, ...init });

beforeEach(() => ownKeys.reset());
afterEach(() => ownKeys.reset());

describe("a key of one's own", () => {
  it("is answered to instead of the one shipped, and shown in its place", () => {
    const keys = new Keys();
    const unsure = vi.fn();
    keys.offer({ "verify.unsure": unsure });
    ownKeys.set("verify.unsure", ["q"]);
    keys.dispatch(event("n"));
    expect(unsure).not.toHaveBeenCalled();
    keys.dispatch(event("q"));
    expect(unsure).toHaveBeenCalledOnce();
    expect([keyOf("verify.unsure"), hint("verify.unsure")]).toEqual(["q", "Unsure (q)"]);
    ownKeys.reset("verify.unsure");
    expect(hint("verify.unsure")).toBe("Unsure (n)");
  });

  it("is kept in this browser, and told to its other tabs", () => {
    ownKeys.set("help", ["h"]);
    expect(JSON.parse(localStorage.getItem("linewise.keys") ?? "")).toEqual({ help: ["h"] });
    localStorage.setItem("linewise.keys", '{"help": ["w"]}');
    dispatchEvent(new StorageEvent("storage", { key: "linewise.keys" }));
    expect(keysOf("help")).toEqual(["w"]);
    ownKeys.reset();
    expect([keysOf("help"), localStorage.getItem("linewise.keys")]).toEqual([["?"], null]);
  });

  it("may be taken away: then the tooltip names none", () => {
    ownKeys.set("help", without("help", "?"));
    expect(hint("help")).toBe("Show the keys");
  });

  it("replaces one key and leaves the others, or joins them", () => {
    expect(replaced("code.next", "j", "n")).toEqual(["ArrowDown", "n"]);
    expect(replaced("code.next", undefined, "n")).toEqual(["ArrowDown", "j", "n"]);
    expect(replaced("code.next", "j", "ArrowDown")).toEqual(["ArrowDown"]);
  });
});

describe("a press as the keymap writes it", () => {
  it.each([
    [event("K", { shiftKey: true }), "shift+k"],
    [event("?", { shiftKey: true }), "?"],
    [event(" "), "Space"],
    [event(" ", { shiftKey: true }), "shift+Space"],
    [event("+", { shiftKey: true }), "Plus"],
    [event("Z", { ctrlKey: true, shiftKey: true }), "mod+shift+z"],
    [event("ArrowUp", { shiftKey: true }), "shift+ArrowUp"],
    [event("ArrowUp", { altKey: true }), "alt+ArrowUp"],
  ])("of %o is %s, and the dispatcher understands it", (press, key) => {
    expect(pressed(press, false)).toBe(key);
    const keys = new Keys();
    const done = vi.fn();
    keys.offer({ "group.all": done });
    ownKeys.set("group.all", [key]);
    keys.dispatch(press);
    expect(done).toHaveBeenCalledOnce();
  });

  it("waits while only a modifier is down", () => {
    expect(pressed(event("Shift", { shiftKey: true }), false)).toBeUndefined();
  });
});

describe("a conflict", () => {
  it("is named where two actions of one place would share a key, also one of the reader's own", () => {
    expect(holders(binding("verify.accept"), "n").map((one) => one.id)).toContain("verify.unsure");
    ownKeys.set("verify.unsure", ["q"]);
    expect(holders(binding("verify.accept"), "n").map((one) => one.id)).not.toContain("verify.unsure");
    expect(holders(binding("verify.accept"), "q").map((one) => one.id)).toEqual(["verify.unsure"]);
  });

  it("counts what holds everywhere in every place, and other places not at all", () => {
    expect(holders(binding("verify.accept"), "?").map((one) => one.id)).toEqual(["help"]);
    expect(holders(binding("help"), "y").map((one) => one.id)).toContain("verify.accept");
    expect(holders(binding("teach.train"), "y")).toEqual([]);
  });
});

it("refuses what the browser keeps for itself, and letters for what works while typing", () => {
  expect(refusal(binding("help"), "mod+w")).toBeTruthy();
  expect(refusal(binding("palette"), "p")).toBeTruthy();
  expect(refusal(binding("palette"), "mod+p")).toBe("");
  expect(refusal(binding("help"), "h")).toBe("");
  expect(refusal(binding("help"), "alt+h")).toBeTruthy();
  expect(refusal(binding("help"), "alt+ArrowUp")).toBe("");
});

it("leaves alone what a field handles itself, and rows of digits", () => {
  expect(isFixed(binding("code.submit"))).toBe(true);
  expect(isFixed(binding("verify.toggle"))).toBe(true);
  expect(isFixed(binding("verify.accept"))).toBe(false);
});
