/** Brings a key press to the handler that the page in view has registered for it. */

import { bindings, isMac, keysOf, type ActionId, type Binding } from "./keymap";

export type Handler = (event: KeyboardEvent) => void;
export type Handlers = Partial<Record<ActionId, Handler>>;

const TEXTLESS = new Set(["button", "checkbox", "color", "file", "image", "radio", "range", "reset", "submit"]);

/** Whether key presses at this element are writing (or choosing in a list), and so are not commands. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !TEXTLESS.has(target.type);
}

/** Keys that the keymap cannot write as they are. */
const NAMED: Readonly<Record<string, string>> = { " ": "space", "+": "plus" };

/** Whether the press matches "mod+shift+z", "?", "Space" ... Shift counts only where it does not make the sign itself. */
export function matches(event: KeyboardEvent, key: string, mac = isMac): boolean {
  const parts = key.toLowerCase().split("+");
  const main = parts.pop() ?? "";
  const pressed = NAMED[event.key] ?? event.key.toLowerCase();
  if (pressed !== main || event.altKey !== parts.includes("alt")) return false;
  const mod = mac ? event.metaKey : event.ctrlKey;
  const other = mac ? event.ctrlKey : event.metaKey;
  if (mod !== parts.includes("mod") || other) return false;
  const sign = main === "plus" || (main.length === 1 && main.toUpperCase() === main);
  return sign || event.shiftKey === parts.includes("shift");
}

/** Enter and Space belong to the button or link that has the focus, arrows to a slider. */
function belongsToControl(event: KeyboardEvent): boolean {
  const target = event.target;
  if (!(target instanceof Element)) return false;
  if (event.key === "Enter" || event.key === " ") {
    return target.closest("button, a[href], summary, [role=option], [role=button]") !== null || isCheckable(target);
  }
  return event.key.startsWith("Arrow") && target instanceof HTMLInputElement;
}

function isCheckable(target: Element): boolean {
  return target instanceof HTMLInputElement && (target.type === "checkbox" || target.type === "radio");
}

function behindDialog(target: EventTarget | null): boolean {
  const open = document.querySelector("dialog[open]");
  return open !== null && (open.contains(target as Node | null) || open.matches(":modal"));
}

/** Milliseconds in which somebody who was writing still is, although the field has gone. */
const STILL = 800;

export class Keys {
  #layers: Handlers[] = [];
  /** The field that the last letter went to, and when. */
  #written: { field: EventTarget | null; at: number } | undefined;

  /** Offer handlers, above those offered earlier, until the returned function is called. */
  offer(handlers: Handlers): () => void {
    this.#layers.push(handlers);
    return () => {
      this.#layers = this.#layers.filter((layer) => layer !== handlers);
    };
  }

  /** Actions that can be done now, in the order of the keymap. */
  get offered(): Binding[] {
    return bindings.filter((binding) => !binding.field && this.#handler(binding.id) !== undefined);
  }

  run(id: ActionId): void {
    this.#handler(id)?.(new KeyboardEvent("keydown"));
  }

  /** Handle a press if a binding with a handler matches it; says whether one did. */
  dispatch(event: KeyboardEvent): boolean {
    if (event.defaultPrevented || event.isComposing) return false;
    const typing = isTyping(event.target);
    if (this.#isMeantForAField(event, typing)) return false;
    const behind = behindDialog(event.target);
    for (const binding of bindings) {
      if (binding.field || ((typing || behind) && !binding.typing)) continue;
      if (!keysOf(binding.id).some((key) => matches(event, key)) || belongsToControl(event)) continue;
      const handler = this.#handler(binding.id);
      if (!handler) continue;
      event.preventDefault();
      handler(event);
      return true;
    }
    return false;
  }

  /** Who takes the pointer has stopped writing. */
  pointed(): void {
    this.#written = undefined;
  }

  /** A letter typed on after its field was taken away, by a list that came anew, say, is no command. */
  #isMeantForAField(event: KeyboardEvent, typing: boolean): boolean {
    const letter = event.key.length === 1 && !event.ctrlKey && !event.metaKey;
    const before = this.#written;
    const gone = before?.field instanceof Node && !before.field.isConnected && event.timeStamp - before.at < STILL;
    const meant = !typing && letter && gone;
    if (meant) this.#written = { field: before.field, at: event.timeStamp };
    else this.#written = typing && letter ? { field: event.target, at: event.timeStamp } : undefined;
    return meant;
  }

  #handler(id: ActionId): Handler | undefined {
    return this.#layers.findLast((layer) => layer[id] !== undefined)?.[id];
  }
}

export const keys = new Keys();
