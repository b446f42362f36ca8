/** Up to nine codes at the digits: those used lately, each at the same digit for as long as it stays. */

export const MOST = 9;

export interface Slot {
  code: string;
  /** When it was used, as a growing number. */
  used: number;
}

export function used(slots: readonly Slot[], code: string): Slot[] {
  const now = Math.max(0, ...slots.map((slot) => slot.used)) + 1;
  const fresh = { code, used: now };
  if (slots.some((slot) => slot.code === code)) return slots.map((slot) => (slot.code === code ? fresh : slot));
  if (slots.length < MOST) return [...slots, fresh];
  const oldest = Math.min(...slots.map((slot) => slot.used));
  return slots.map((slot) => (slot.used === oldest ? fresh : slot));
}

const key = (project: string): string => `linewise.slots.${project}`;

export function stored(project: string): Slot[] {
  try {
    return JSON.parse(localStorage.getItem(key(project)) ?? "[]") as Slot[];
  } catch {
    return [];
  }
}

export function store(project: string, slots: readonly Slot[]): void {
  localStorage.setItem(key(project), JSON.stringify(slots));
}
