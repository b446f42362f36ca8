import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { bindings } from "./keymap";
import { isTyping, Keys, matches } from "./keys";
import { strings } from "./strings";

function press(target: Element, key: string, init: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...init });
  target.dispatchEvent(event);
  return event;
}

describe("the dispatcher", () => {
  let keys: Keys;
  const listener = (event: KeyboardEvent): void => void keys.dispatch(event);

  beforeEach(() => {
    keys = new Keys();
    document.addEventListener("keydown", listener);
  });

  afterEach(() => {
    document.removeEventListener("keydown", listener);
    document.body.replaceChildren();
  });

  function put(html: string): HTMLElement {
    document.body.innerHTML = html;
    return document.body.firstElementChild as HTMLElement;
  }

  it("runs what the page offers, and nothing else", () => {
    const accept = vi.fn();
    const withdraw = keys.offer({ "verify.accept": accept });
    const event = press(document.body, "y");
    expect(accept).toHaveBeenCalledOnce();
    expect(event.defaultPrevented).toBe(true);
    expect(press(document.body, "n").defaultPrevented).toBe(false);
    withdraw();
    press(document.body, "y");
    expect(accept).toHaveBeenCalledOnce();
  });

  it.each(["<textarea></textarea>", '<input type="text">', '<input type="search">', "<select></select>"])(
    "is silent while typing in %s, but for keys declared so",
    (html) => {
      const accept = vi.fn();
      const undo = vi.fn();
      const palette = vi.fn();
      keys.offer({ "verify.accept": accept, undo, palette });
      const field = put(html);
      press(field, "y");
      press(field, "z", { ctrlKey: true });
      press(field, "k", { ctrlKey: true });
      expect(accept).not.toHaveBeenCalled();
      expect(undo).not.toHaveBeenCalled();
      expect(palette).toHaveBeenCalledOnce();
    },
  );

  it("does not take for commands what is typed on when the field has been taken away", () => {
    const unsure = vi.fn();
    keys.offer({ "code.unsure": unsure });
    const field = put('<input type="text">');
    press(field, "a");
    field.remove();
    press(document.body, "n");
    expect(unsure).not.toHaveBeenCalled();
    // Enter ends the writing: what is pressed after it is meant.
    const other = put('<input type="text">');
    press(other, "a");
    press(other, "Enter");
    other.remove();
    press(document.body, "n");
    expect(unsure).toHaveBeenCalledOnce();
  });

  it("leaves Space and Enter to the button that has the focus, and other keys work there", () => {
    const next = vi.fn();
    const accept = vi.fn();
    keys.offer({ "verify.next": next, "verify.accept": accept });
    const button = put("<button>one</button>");
    press(button, " ");
    expect(next).not.toHaveBeenCalled();
    press(button, "y");
    expect(accept).toHaveBeenCalledOnce();
  });

  it("does not reach the page behind an open dialog", () => {
    const accept = vi.fn();
    keys.offer({ "verify.accept": accept });
    const dialog = put("<dialog open><p>sure?</p></dialog>");
    press(dialog, "y");
    expect(accept).not.toHaveBeenCalled();
  });

  it("lets the newest page answer, and the older one again when that leaves", () => {
    const older = vi.fn();
    const newer = vi.fn();
    keys.offer({ "verify.round": older });
    const withdraw = keys.offer({ "verify.round": newer });
    press(document.body, "o");
    withdraw();
    press(document.body, "o");
    expect([older.mock.calls.length, newer.mock.calls.length]).toEqual([1, 1]);
  });

  it("ignores keys that write a character by an input method", () => {
    const accept = vi.fn();
    keys.offer({ "verify.accept": accept });
    press(document.body, "y", { isComposing: true });
    expect(accept).not.toHaveBeenCalled();
  });
});

describe("matching", () => {
  const event = (key: string, init: KeyboardEventInit = {}): KeyboardEvent => new KeyboardEvent("keydown", { key, ...init });

  it("takes the sign as typed, whatever Shift it needs on a layout", () => {
    expect(matches(event("?", { shiftKey: true }), "?")).toBe(true);
    expect(matches(event("/"), "/")).toBe(true);
    expect(matches(event("/", { shiftKey: true }), "/")).toBe(true);
  });

  it("tells undo from redo, Ctrl from Command", () => {
    expect(matches(event("z", { ctrlKey: true }), "mod+z", false)).toBe(true);
    expect(matches(event("Z", { ctrlKey: true, shiftKey: true }), "mod+z", false)).toBe(false);
    expect(matches(event("Z", { ctrlKey: true, shiftKey: true }), "mod+shift+z", false)).toBe(true);
    expect(matches(event("z", { metaKey: true }), "mod+z", true)).toBe(true);
    expect(matches(event("z", { ctrlKey: true }), "mod+z", true)).toBe(false);
  });

  it("never takes a browser's own combination for a plain key", () => {
    expect(matches(event("s", { ctrlKey: true }), "s", false)).toBe(false);
    expect(matches(event("n", { metaKey: true }), "n", false)).toBe(false);
  });
});

it("knows what is typing", () => {
  const make = (html: string): Element => {
    document.body.innerHTML = html;
    return document.body.firstElementChild as Element;
  };
  expect(isTyping(make('<input type="checkbox">'))).toBe(false);
  expect(isTyping(make('<input type="range">'))).toBe(false);
  expect(isTyping(make('<input type="number">'))).toBe(true);
});

it("gives each key one meaning in each place, and each action a name", () => {
  const places = new Set(bindings.map((binding) => binding.where));
  for (const place of places) {
    const here = bindings.filter((binding) => !binding.field && (binding.where === place || binding.where === "everywhere"));
    const used = here.flatMap((binding) => binding.keys);
    expect(used.toSorted()).toEqual([...new Set(used)].toSorted());
  }
  for (const binding of bindings) expect(strings.keys[binding.id]).toBeTruthy();
});
