const integer = new Intl.NumberFormat("en");
const time = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });
const clock = new Intl.DateTimeFormat("en-GB", { timeStyle: "short" });

export const count = (value: number): string => integer.format(value);

/** "86%"; a share that is not 0 or 1 never rounds to them. */
export function percent(share: number | null | undefined, digits = 0): string {
  if (share === null || share === undefined || Number.isNaN(share)) return "–";
  const scale = 10 ** digits;
  let value = Math.round(share * 100 * scale) / scale;
  if (value === 100 && share < 1) value = 100 - 1 / scale;
  if (value === 0 && share > 0) return `< ${1 / scale}%`;
  return `${value.toFixed(digits)}%`;
}

export const when = (iso: string): string => time.format(new Date(iso));

/** "just now", "5 min ago", "14:05", "20 Nov 2026, 14:05". */
export function ago(iso: string, now = Date.now()): string {
  const minutes = Math.floor((now - Date.parse(iso)) / 60_000);
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  if (new Date(iso).toDateString() === new Date(now).toDateString()) return clock.format(new Date(iso));
  return when(iso);
}

/** "about 40 s", "about 3 min". */
export function eta(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return "";
  return seconds < 90 ? `about ${Math.max(1, Math.round(seconds))} s` : `about ${Math.round(seconds / 60)} min`;
}

export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
