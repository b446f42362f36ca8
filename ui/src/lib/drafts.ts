/** Memos that are being written: kept in this browser, thing by thing, until they are sent. */

export interface Draft {
  /** "unit:12", "code:ID" for a new memo on it; "memo:ID" for one that is being changed. */
  on: string;
  title: string;
  text: string;
}

const place = (project: string, on: string): string => `linewise.memo.${project}.${on}`;

export function draftOn(project: string, on: string): Draft | undefined {
  try {
    const found = JSON.parse(localStorage.getItem(place(project, on)) ?? "null") as Draft | null;
    return found ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keep what is typed so far; an empty text lets it go. */
export function keepDraft(project: string, draft: Draft): void {
  if (draft.text.trim()) localStorage.setItem(place(project, draft.on), JSON.stringify(draft));
  else localStorage.removeItem(place(project, draft.on));
}

/** New memos that were begun and not sent. */
export function drafts(project: string): Draft[] {
  const head = place(project, "");
  return Object.keys(localStorage)
    .filter((key) => key.startsWith(head) && !key.startsWith(`${head}memo:`))
    .map((key) => draftOn(project, key.slice(head.length)))
    .filter((draft) => draft !== undefined);
}
