/** Changes of the codebook: done, told with a way back, and the desk brought up to date. */

import { api } from "../../lib/api";
import type { Desk } from "../../lib/desk.svelte";
import { strings } from "../../lib/strings";
import { attempt, toast } from "../../lib/toasts.svelte";
import type { Arrangement } from "../../lib/tree";
import type { CodeCard, CodeChange, Part } from "../../lib/types";

export async function done(desk: Desk, work: () => Promise<unknown>, words: string): Promise<boolean> {
  const ok = await attempt(async () => {
    await work();
    return true;
  });
  if (!ok) return false;
  toast(words, { action: { title: strings.keys.undo, run: () => void desk.undo() } });
  await desk.refresh();
  return true;
}

export function describe(desk: Desk, code: string, change: CodeChange): Promise<boolean> {
  const before = desk.name(code);
  const words = change.name ? strings.group.renamed(before, change.name) : strings.group.described(before);
  return done(desk, () => api.grouping.describe(desk.id, code, change), words);
}

export const arrange = (desk: Desk, wanted: Arrangement): Promise<boolean> =>
  done(
    desk,
    () => api.grouping.arrange(desk.id, wanted),
    strings.group.arranged(wanted.codes.map((code) => desk.name(code)), wanted.under === null ? undefined : desk.name(wanted.under)),
  );

export const unplace = (desk: Desk, code: string, norms: string[]): Promise<boolean> =>
  done(desk, () => api.grouping.unplace(desk.id, code, norms), strings.group.takenOut(norms.length, desk.name(code)));

export const move = (desk: Desk, code: string, into: string, norms: string[]): Promise<boolean> =>
  done(desk, () => api.grouping.move(desk.id, code, into, norms), strings.group.moved(norms.length, desk.name(code), desk.name(into)));

export const merge = (desk: Desk, codes: string[], into: string): Promise<boolean> =>
  done(desk, () => api.grouping.merge(desk.id, codes, into), strings.group.merged(desk.name(into)));

export const split = (desk: Desk, code: string, parts: Part[], retire: boolean): Promise<boolean> =>
  done(desk, () => api.grouping.split(desk.id, code, parts, retire), strings.group.splitInto(parts.map((part) => part.name)));

export const retire = (desk: Desk, code: string): Promise<boolean> =>
  done(desk, () => api.grouping.retire(desk.id, code), strings.group.retiredOne(desk.name(code)));

export const restore = (desk: Desk, card: CodeCard): Promise<boolean> =>
  done(desk, () => api.grouping.restore(desk.id, card.code.id), strings.group.restored(card.code.name));
