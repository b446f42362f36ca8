/** Every key of Linewise, as data: the dispatcher, the `?` overlay, the palette, the tooltips and the docs read this list. */

import { ownKeys } from "./ownkeys.svelte";
import type { Stage } from "./route";
import { strings } from "./strings";

export type Where = "everywhere" | "home" | Stage;

export interface Binding {
  /** What is done. Pages offer handlers under this name. */
  readonly id: ActionId;
  /** Alternatives; "mod" is Ctrl, or Command on a Mac. */
  readonly keys: readonly string[];
  readonly where: Where;
  /** Fires also while typing in a field. */
  readonly typing?: true;
  /** Handled by the field itself: listed for people, never dispatched. */
  readonly field?: true;
}

export const KEYMAP = [
  { id: "palette", keys: ["mod+k"], where: "everywhere", typing: true },
  { id: "help", keys: ["?"], where: "everywhere" },
  { id: "undo", keys: ["mod+z"], where: "everywhere" },
  { id: "redo", keys: ["mod+shift+z", "mod+y"], where: "everywhere" },
  { id: "settings", keys: [","], where: "everywhere" },
  { id: "memo", keys: ["m"], where: "everywhere" },
  { id: "history", keys: ["h"], where: "everywhere" },
  { id: "next-place", keys: ["]"], where: "everywhere" },
  { id: "previous-place", keys: ["["], where: "everywhere" },
  { id: "field.walk", keys: ["ArrowDown", "ArrowUp"], where: "everywhere", field: true },
  { id: "field.take", keys: ["Enter"], where: "everywhere", field: true },
  { id: "field.leave", keys: ["Escape"], where: "everywhere", field: true },

  { id: "home.next", keys: ["ArrowDown", "j"], where: "home" },
  { id: "home.previous", keys: ["ArrowUp", "k"], where: "home" },
  { id: "home.open", keys: ["Enter"], where: "home" },
  { id: "home.rename", keys: ["e", "F2"], where: "home" },
  { id: "home.new", keys: ["/"], where: "home" },

  { id: "import.choose", keys: ["o"], where: "import" },
  { id: "import.paste", keys: ["p"], where: "import" },
  { id: "import.run", keys: ["mod+Enter"], where: "import", typing: true },

  { id: "code.search", keys: ["/"], where: "code" },
  { id: "code.next", keys: ["ArrowDown", "j"], where: "code" },
  { id: "code.previous", keys: ["ArrowUp", "k"], where: "code" },
  { id: "code.write", keys: ["Enter"], where: "code" },
  { id: "code.in-vivo", keys: ["i"], where: "code" },
  { id: "code.done", keys: ["d"], where: "code" },
  { id: "code.unsure", keys: ["n"], where: "code" },
  { id: "code.skip", keys: ["s"], where: "code" },
  { id: "code.bookmark", keys: ["b"], where: "code" },
  { id: "code.pick", keys: ["c"], where: "code" },
  { id: "code.accept", keys: ["y"], where: "code" },
  { id: "code.reject", keys: ["x"], where: "code" },
  { id: "code.unfold", keys: ["f"], where: "code" },
  { id: "code.layout", keys: ["l"], where: "code" },
  { id: "code.next-text", keys: ["ArrowRight"], where: "code" },
  { id: "code.previous-text", keys: ["ArrowLeft"], where: "code" },
  { id: "code.views", keys: ["v"], where: "code" },
  { id: "code.columns", keys: ["a"], where: "code" },
  { id: "code.go-to", keys: ["g"], where: "code" },
  { id: "code.recall", keys: ["r"], where: "code" },
  { id: "code.saturation", keys: ["o"], where: "code" },
  { id: "code.submit", keys: ["Enter"], where: "code", field: true },
  { id: "code.next-note", keys: ["Tab"], where: "code", field: true },
  { id: "code.previous-note", keys: ["Shift+Tab"], where: "code", field: true },
  { id: "code.split", keys: [";"], where: "code", field: true },
  { id: "code.take", keys: ["ArrowRight"], where: "code", field: true },
  { id: "code.suggestion", keys: ["ArrowDown"], where: "code", field: true },
  { id: "code.leave", keys: ["Escape"], where: "code", field: true },

  { id: "group.name", keys: ["/", "g"], where: "group" },
  { id: "group.slot", keys: ["1", "2", "3", "4", "5", "6", "7", "8", "9"], where: "group" },
  { id: "group.search", keys: ["f"], where: "group" },
  { id: "group.next", keys: ["ArrowDown", "j"], where: "group" },
  { id: "group.previous", keys: ["ArrowUp", "k"], where: "group" },
  { id: "group.right", keys: ["ArrowRight"], where: "group" },
  { id: "group.left", keys: ["ArrowLeft"], where: "group" },
  { id: "group.select", keys: ["x", "Space"], where: "group" },
  { id: "group.select-next", keys: ["Shift+ArrowDown"], where: "group" },
  { id: "group.select-previous", keys: ["Shift+ArrowUp"], where: "group" },
  { id: "group.all", keys: ["a"], where: "group" },
  { id: "group.invert", keys: ["i"], where: "group" },
  { id: "group.none", keys: ["Escape"], where: "group" },
  { id: "group.examples", keys: ["e"], where: "group" },
  { id: "group.proposals", keys: ["p"], where: "group" },
  { id: "group.accept", keys: ["y"], where: "group" },
  { id: "group.reject", keys: ["n"], where: "group" },
  { id: "group.put", keys: ["v"], where: "group" },
  { id: "group.take-out", keys: ["d"], where: "group" },
  { id: "group.open", keys: ["Enter"], where: "group" },
  { id: "group.rename", keys: ["F2"], where: "group" },
  { id: "group.up", keys: ["Alt+ArrowUp"], where: "group" },
  { id: "group.down", keys: ["Alt+ArrowDown"], where: "group" },
  { id: "group.nest", keys: ["Alt+ArrowRight"], where: "group" },
  { id: "group.unnest", keys: ["Alt+ArrowLeft"], where: "group" },
  { id: "group.compare", keys: ["="], where: "group" },
  { id: "group.merge", keys: ["Shift+m"], where: "group" },
  { id: "group.split", keys: ["Shift+s"], where: "group" },
  { id: "group.retire", keys: ["Shift+r"], where: "group" },
  { id: "group.stale", keys: ["o"], where: "group" },

  { id: "teach.train", keys: ["t"], where: "teach" },
  { id: "teach.down", keys: ["ArrowDown", "j"], where: "teach" },
  { id: "teach.up", keys: ["ArrowUp", "k"], where: "teach" },
  { id: "teach.answer", keys: ["1", "2", "3", "4", "5", "6", "7", "8", "9"], where: "teach" },
  { id: "teach.aside", keys: ["s"], where: "teach" },
  { id: "teach.choose-model", keys: ["x", "Space"], where: "teach" },
  { id: "teach.compare", keys: ["="], where: "teach" },
  { id: "teach.pin", keys: ["p"], where: "teach" },
  { id: "teach.export", keys: ["e"], where: "teach" },
  { id: "teach.next", keys: ["ArrowRight"], where: "teach" },
  { id: "teach.previous", keys: ["ArrowLeft"], where: "teach" },

  { id: "verify.accept", keys: ["y"], where: "verify" },
  { id: "verify.no", keys: ["x"], where: "verify" },
  { id: "verify.toggle", keys: ["1", "2", "3", "4", "5", "6", "7", "8", "9"], where: "verify" },
  { id: "verify.pick", keys: ["/"], where: "verify" },
  { id: "verify.submit", keys: ["Enter"], where: "verify" },
  { id: "verify.unsure", keys: ["n"], where: "verify" },
  { id: "verify.skip", keys: ["s"], where: "verify" },
  { id: "verify.next", keys: ["Space", "ArrowRight", "j"], where: "verify" },
  { id: "verify.back", keys: ["ArrowLeft", "k"], where: "verify" },
  { id: "verify.undo", keys: ["u"], where: "verify" },
  { id: "verify.why", keys: ["w"], where: "verify" },
  { id: "verify.nearest", keys: ["r"], where: "verify" },
  { id: "verify.reason", keys: ["i"], where: "verify" },
  { id: "verify.no-reason", keys: ["Shift+i"], where: "verify" },
  { id: "verify.what-if", keys: ["e"], where: "verify" },
  { id: "verify.bookmark", keys: ["b"], where: "verify" },
  { id: "verify.train", keys: ["t"], where: "verify" },
  { id: "verify.continue", keys: ["c"], where: "verify" },
  { id: "verify.round", keys: ["o"], where: "verify" },

  { id: "apply.surer", keys: ["ArrowRight"], where: "apply" },
  { id: "apply.further", keys: ["ArrowLeft"], where: "apply" },
  { id: "apply.run", keys: ["a"], where: "apply" },
  { id: "apply.promise", keys: ["p"], where: "apply" },
  { id: "apply.export", keys: ["e"], where: "apply" },
  { id: "apply.round", keys: ["r"], where: "apply" },

  { id: "audit.search", keys: ["/"], where: "audit" },
  { id: "audit.next", keys: ["ArrowDown", "j"], where: "audit" },
  { id: "audit.previous", keys: ["ArrowUp", "k"], where: "audit" },
  { id: "audit.undo", keys: ["u"], where: "audit" },

  { id: "memos.search", keys: ["/"], where: "memos" },
  { id: "memos.next", keys: ["ArrowDown", "j"], where: "memos" },
  { id: "memos.previous", keys: ["ArrowUp", "k"], where: "memos" },
  { id: "memos.write", keys: ["Enter"], where: "memos" },
  { id: "memos.withdraw", keys: ["Delete"], where: "memos" },

  { id: "explore.search", keys: ["/"], where: "explore" },
] as const satisfies readonly (Omit<Binding, "id"> & { id: string })[];

export type ActionId = (typeof KEYMAP)[number]["id"];

export const bindings: readonly Binding[] = KEYMAP;

const shipped = new Map<ActionId, readonly string[]>(bindings.map((binding) => [binding.id, binding.keys]));

/** The keys of an action: those that the reader chose, else those shipped. */
export const keysOf = (id: ActionId): readonly string[] => ownKeys.of(id) ?? shipped.get(id) ?? [];

/** Whether the keys stand for a row of things to choose from: digits. */
export const isSeries = (binding: Binding): boolean => binding.keys.length > 4;

export function title(id: ActionId): string {
  return strings.keys[id];
}

const SHOWN: Record<string, string> = {
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  Escape: "Esc",
  Plus: "+",
};

export const isMac = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);

/** A key as people read it: "mod+shift+z" is "Ctrl Shift Z", or "⌘⇧Z". */
export function shown(key: string): string {
  const parts = key.split("+").map((part) => {
    if (part === "mod") return isMac ? "⌘" : "Ctrl";
    if (part.toLowerCase() === "shift") return isMac ? "⇧" : "Shift";
    if (part.toLowerCase() === "alt") return isMac ? "⌥" : "Alt";
    return SHOWN[part] ?? (key.includes("+") && part.length === 1 ? part.toUpperCase() : part);
  });
  return parts.join(isMac ? "" : " ");
}

/** The first key of an action, for buttons; empty where the reader took it away. */
export function keyOf(id: ActionId): string {
  const [key] = keysOf(id);
  return key === undefined ? "" : shown(key);
}

/** What a button's tooltip says: the action and its key. */
export function hint(id: ActionId): string {
  const key = keyOf(id);
  return key ? `${title(id)} (${key})` : title(id);
}
