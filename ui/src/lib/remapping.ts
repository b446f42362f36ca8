/** What may become a key of an action, and whose key it is already. */

import { bindings, isMac, isSeries, keysOf, type ActionId, type Binding } from "./keymap";
import { strings } from "./strings";

/** Combinations that browsers keep for themselves; a page never hears of them. */
const BROWSERS = new Set(["mod+w", "mod+t", "mod+n", "mod+q", "mod+shift+n", "mod+shift+t", "mod+shift+w", "Tab", "shift+Tab"]);
const MODIFIERS = new Set(["Shift", "Control", "Meta", "Alt", "AltGraph", "CapsLock", "Fn", "Dead", "Process"]);

/** The press as the keymap writes it ("mod+k", "?", "Space"); undefined while only a modifier is down. */
export function pressed(event: KeyboardEvent, mac = isMac): string | undefined {
  if (MODIFIERS.has(event.key) || event.isComposing) return undefined;
  if (event.key === " ") return named("Space", event, event.shiftKey, mac);
  const sign = event.key === "+" ? "Plus" : event.key;
  const main = sign.length === 1 ? sign.toLowerCase() : sign;
  // A sign is taken as typed, whatever Shift it needs on a layout.
  const typed = main === "Plus" || (main.length === 1 && main.toUpperCase() === main);
  return named(main, event, event.shiftKey && !typed, mac);
}

function named(main: string, event: KeyboardEvent, shift: boolean, mac: boolean): string {
  const mod = mac ? event.metaKey : event.ctrlKey;
  return [...(mod ? ["mod"] : []), ...(event.altKey ? ["alt"] : []), ...(shift ? ["shift"] : []), main].join("+");
}

/** Keys that a field handles itself, or that stand for a row of things, are not up to the reader. */
export const isFixed = (binding: Binding): boolean => binding.field === true || isSeries(binding);

/** Why a key cannot do this; empty where it can. */
export function refusal(binding: Binding, key: string): string {
  if (BROWSERS.has(key)) return strings.help.browsers;
  // With a letter or a sign, Alt writes another one on many keyboards.
  if (/(^|\+)alt\+(.*\+)?.$/.test(key)) return strings.help.alt;
  const plain = !key.includes("mod+");
  const writes = plain && (key.replace("shift+", "").length === 1 || key === "Space");
  return binding.typing && writes ? strings.help.writes : "";
}

/** The actions that would answer to the same key in the same place. */
export function holders(binding: Binding, key: string): Binding[] {
  return bindings.filter(
    (other) =>
      other.id !== binding.id &&
      !other.field &&
      (other.where === binding.where || other.where === "everywhere" || binding.where === "everywhere") &&
      keysOf(other.id).some((one) => one.toLowerCase() === key.toLowerCase()),
  );
}

/** The keys of an action with one of them replaced, or added where `old` is none of them. */
export function replaced(id: ActionId, old: string | undefined, key: string): string[] {
  const keys = keysOf(id);
  const next = old !== undefined && keys.includes(old) ? keys.map((one) => (one === old ? key : one)) : [...keys, key];
  return [...new Set(next)];
}

export const without = (id: ActionId, key: string): string[] =>
  keysOf(id).filter((one) => one.toLowerCase() !== key.toLowerCase());
