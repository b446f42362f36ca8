/** The text of a memo: its title, the things it speaks of as [[label]], and the link that is being typed. */

import { norm } from "./notes";

export const titleOf = (text: string): string => text.trim().split("\n", 1)[0]?.trim() ?? "";

/** What stands below the first line. */
export const bodyOf = (text: string): string => text.trim().slice(titleOf(text).length).replace(/^\n+/u, "");

export interface Named {
  reference: string;
  label: string;
}

export interface Part<T extends Named> {
  text: string;
  thing?: T;
}

/** A text cut at what it speaks of; a [[label]] that names none of the things stays as it is typed. */
export function parts<T extends Named>(text: string, things: readonly T[]): Part<T>[] {
  const known = new Map(things.map((thing) => [norm(thing.label), thing]));
  const found: Part<T>[] = [];
  let plain = "";
  for (const piece of text.split(/(\[\[[^[\]\n]{1,200}\]\])/u)) {
    const label = /^\[\[(.*)\]\]$/u.exec(piece)?.[1];
    const thing = label === undefined ? undefined : known.get(norm(label));
    if (!thing || label === undefined) {
      plain += piece;
      continue;
    }
    if (plain) found.push({ text: plain });
    plain = "";
    found.push({ text: label, thing });
  }
  if (plain) found.push({ text: plain });
  return found;
}

export interface OpenLink {
  /** Where its [[ stands. */
  start: number;
  search: string;
}

/** The link that is being typed at the caret: what follows a [[ that is not closed yet. */
export function openLink(text: string, caret: number): OpenLink | undefined {
  const start = text.lastIndexOf("[[", caret - 1);
  if (start < 0 || start + 2 > caret) return undefined;
  const search = text.slice(start + 2, caret);
  return /[[\]\n]/u.test(search) || search.length > 100 ? undefined : { start, search };
}

/** The text with the link that was being typed closed, and where the caret belongs then. */
export function closeLink(text: string, caret: number, label: string): { text: string; caret: number } {
  const open = openLink(text, caret);
  if (!open) return { text, caret };
  const tail = text.slice(caret).replace(/^\]\]/u, "");
  const head = `${text.slice(0, open.start)}[[${label}]]`;
  return { text: head + tail, caret: head.length };
}
