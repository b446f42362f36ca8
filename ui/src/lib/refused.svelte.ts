/** Notes that the server refused, because something else stands there by now or the unit is gone: kept, also through a
 *  reload, until the writer has said what becomes of them. */

import { Problem } from "./api";
import type { Change } from "./outbox";

export interface NoteBody {
  text: string;
  note: string | null;
  start: number | null;
  end: number | null;
  expected?: string;
}

export interface Refused {
  id: string;
  unit: number;
  body: NoteBody;
  /** What stands there now; null when it was refused for another reason. */
  present: string | null;
  /** The note that stands there now. */
  note: string | null;
  why: string;
}

const PREFIX = "linewise.refused";

export class Refusals {
  list = $state.raw<readonly Refused[]>([]);
  #key: string;

  constructor(project: string) {
    this.#key = `${PREFIX}.${project}`;
    this.#read();
    addEventListener("storage", (event) => event.key === this.#key && this.#read());
  }

  /** Keep a refused change if it is a note; says whether it did. */
  keep(change: Change, error: Error): boolean {
    const unit = /\/units\/(\d+)\/note$/.exec(change.path)?.[1];
    if (unit === undefined || !(error instanceof Problem)) return false;
    const { present, note } = error.where;
    const kept: Refused = {
      id: change.id,
      unit: Number(unit),
      body: change.body as NoteBody,
      present: typeof present === "string" ? present : null,
      note: typeof note === "string" ? note : null,
      why: error.message,
    };
    this.#write([...this.list.filter((other) => !samePlace(other, kept)), kept]);
    return true;
  }

  drop(id: string): void {
    this.#write(this.list.filter((other) => other.id !== id));
  }

  #read(): void {
    try {
      this.list = JSON.parse(localStorage.getItem(this.#key) ?? "[]") as Refused[];
    } catch {
      this.list = [];
    }
  }

  #write(list: readonly Refused[]): void {
    this.list = list;
    if (list.length === 0) localStorage.removeItem(this.#key);
    else localStorage.setItem(this.#key, JSON.stringify(list));
  }
}

/** What one wrote last in a place is what counts. */
function samePlace(one: Refused, other: Refused): boolean {
  const [a, b] = [one.body, other.body];
  return one.unit === other.unit && a.note === b.note && a.start === b.start && a.end === b.end;
}

const known = new Map<string, Refusals>();

export function refusalsOf(project: string): Refusals {
  const found = known.get(project) ?? new Refusals(project);
  known.set(project, found);
  return found;
}
