/** The keys that the reader has chosen instead of those shipped, kept in this browser and told to its other tabs. */

import type { ActionId } from "./keymap";

type Own = Readonly<Partial<Record<ActionId, readonly string[]>>>;

const STORE = "linewise.keys";
const stored = typeof localStorage !== "undefined";

function read(): Own {
  try {
    const found: unknown = JSON.parse((stored && localStorage.getItem(STORE)) || "{}");
    return typeof found === "object" && found !== null && !Array.isArray(found) ? (found as Own) : {};
  } catch {
    return {};
  }
}

let own = $state.raw<Own>(read());

function keep(next: Own): void {
  own = next;
  if (Object.keys(next).length > 0) localStorage.setItem(STORE, JSON.stringify(next));
  else localStorage.removeItem(STORE);
}

if (stored) {
  addEventListener("storage", (event) => {
    if (event.key === STORE || event.key === null) own = read();
  });
}

export const ownKeys = {
  /** The keys chosen for an action; undefined where it has those shipped. */
  of: (id: ActionId): readonly string[] | undefined => own[id],
  get any(): boolean {
    return Object.keys(own).length > 0;
  },
  set(id: ActionId, keys: readonly string[]): void {
    keep({ ...own, [id]: keys });
  },
  /** Back to what was shipped: one action, or all. */
  reset(id?: ActionId): void {
    const { [id ?? ("" as ActionId)]: _gone, ...rest } = own;
    keep(id === undefined ? {} : rest);
  },
};
