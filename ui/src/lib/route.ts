/** Places are paths: "/" is home, "/p/{project}/{stage}" a stage of a project. */

export const STAGES = ["import", "code", "group", "teach", "verify", "apply", "audit", "explore", "memos"] as const;
export type Stage = (typeof STAGES)[number];

export type Route =
  | { at: "home" }
  | { at: "stage"; project: string; stage: Stage; query: URLSearchParams }
  | { at: "nowhere"; path: string };

export function parse(path: string, search = ""): Route {
  const parts = path.split("/").filter(Boolean);
  if (parts.length === 0) return { at: "home" };
  const [head, project, word, ...rest] = parts;
  const stage = word === undefined ? "code" : STAGES.find((known) => known === word);
  if (head !== "p" || project === undefined || stage === undefined || rest.length > 0) return { at: "nowhere", path };
  return { at: "stage", project: decodeURIComponent(project), stage, query: new URLSearchParams(search) };
}

export function path(project: string, stage: Stage, query: Record<string, string> = {}): string {
  const tail = new URLSearchParams(query).toString();
  return `/p/${encodeURIComponent(project)}/${stage}${tail && `?${tail}`}`;
}

/** The place before or after a stage, in the order of the thread; the ends do not wrap. */
export function neighbour(stage: Stage, step: 1 | -1): Stage {
  return STAGES[STAGES.indexOf(stage) + step] ?? stage;
}
