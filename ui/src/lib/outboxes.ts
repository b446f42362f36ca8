/** The outbox of each project, on localStorage: one shelf a tab, so that two tabs never send each other's changes.
 *  A tab that is gone leaves its shelf behind; the next one takes it over. */

import { send } from "./api";
import { newId, Outbox, type Change, type Shelf } from "./outbox";
import { refusalsOf } from "./refused.svelte";
import { tell } from "./toasts.svelte";

const PREFIX = "linewise.outbox";

/** This tab's name, which survives a reload. A duplicated tab copies it, finds its lock held, and takes another. */
async function tabName(): Promise<string> {
  const known = sessionStorage.getItem(PREFIX);
  const name = known !== null && (await hold(known)) ? known : newId();
  if (name !== known) await hold(name);
  sessionStorage.setItem(PREFIX, name);
  return name;
}

/** Hold the lock of a tab's name for as long as the page lives. */
function hold(name: string): Promise<boolean> {
  if (!("locks" in navigator)) return Promise.resolve(true);
  return new Promise((resolve) => {
    void navigator.locks.request(`${PREFIX}.${name}`, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock === null ? undefined : new Promise<never>(() => undefined);
    });
  });
}

function read(key: string): Change[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(key) ?? "[]");
    return Array.isArray(found) ? (found as Change[]) : [];
  } catch {
    return [];
  }
}

const outboxes = new Map<string, Promise<Outbox>>();

/** The outbox of a project. There is one a tab, and it goes on delivering when the project is left. */
export function outboxOf(project: string): Promise<Outbox> {
  const known = outboxes.get(project);
  if (known) return known;
  const opened = openShelf(project).then((shelf) => new Outbox({ send, shelf, refused: refusedBy(project) }));
  outboxes.set(project, opened);
  return opened;
}

/** What was written and refused is kept for the page to show; anything else refused is told. */
function refusedBy(project: string): (change: Change, error: Error) => void {
  return (change, error) => {
    if (!refusalsOf(project).keep(change, error)) tell(error);
  };
}

/** The shelf of one project for this tab, holding also what closed tabs left. */
async function openShelf(project: string): Promise<Shelf> {
  const own = await tab;
  const key = `${PREFIX}.${project}.${own}`;
  const left: Change[] = [];
  for (const other of Object.keys(localStorage).filter((name) => name.startsWith(`${PREFIX}.${project}.`))) {
    const name = other.slice(`${PREFIX}.${project}.`.length);
    if (name === own || !("locks" in navigator) || !(await hold(name))) continue;
    left.push(...read(other));
    localStorage.removeItem(other);
  }
  const shelf: Shelf = {
    load: () => read(key),
    save: (changes) => {
      if (changes.length === 0) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify(changes));
    },
  };
  if (left.length > 0) shelf.save([...left, ...shelf.load()]);
  return shelf;
}

const tab = tabName();
