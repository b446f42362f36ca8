/** What things are called, asked of the server once each, and where they are. */

import { SvelteMap } from "svelte/reactivity";

import { api } from "./api";
import { path } from "./route";
import type { Thing } from "./types";

const MOST = 100;

export class Things {
  #project: string;
  #known = new SvelteMap<string, Thing>();
  #asked = new Set<string>();

  constructor(project: string) {
    this.#project = project;
  }

  get(reference: string): Thing | undefined {
    return this.#known.get(reference);
  }

  /** Those of the references that are known by now. */
  of(references: readonly string[]): Thing[] {
    return references.map((reference) => this.#known.get(reference)).filter((thing) => thing !== undefined);
  }

  /** Ask for what is not known yet; what is gone stays unknown. */
  async need(references: Iterable<string>): Promise<void> {
    const fresh = [...new Set(references)].filter((reference) => !this.#asked.has(reference));
    for (const reference of fresh) this.#asked.add(reference);
    for (let first = 0; first < fresh.length; first += MOST) {
      const some = fresh.slice(first, first + MOST);
      try {
        for (const thing of await api.exploring.things(this.#project, some)) this.#known.set(thing.reference, thing);
      } catch {
        for (const reference of some) this.#asked.delete(reference);
      }
    }
  }

  /** Names may have changed: ask anew for what is needed next. */
  forget(): void {
    this.#asked.clear();
  }
}

/** The address of the place where a thing is looked at. */
export function whereIs(project: string, reference: string): string {
  const [family = "", key = ""] = [reference.slice(0, reference.indexOf(":")), reference.slice(reference.indexOf(":") + 1)];
  if (family === "unit") return path(project, "code", { unit: key });
  if (family === "code") return path(project, "group", { code: key });
  if (family === "memo") return path(project, "memos", { memo: key });
  if (family === "model" || family === "encoding") return path(project, "teach");
  if (family === "round") return path(project, "verify");
  if (family === "source") return path(project, "import");
  return path(project, "memos");
}
