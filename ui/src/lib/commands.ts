/** What the palette finds: actions at hand, places, units by number, codes, saved views and memos by name. */

import { api } from "./api";
import { score } from "./fuzzy";
import { keys } from "./keys";
import { isSeries, keyOf, title } from "./keymap";
import { path, STAGES, type Route } from "./route";
import { go } from "./router.svelte";
import { strings } from "./strings";
import { density, theme } from "./theme.svelte";

export interface Command {
  /** The same in every visit, so that what was used lately can come first. */
  id: string;
  title: string;
  kind: "action" | "place" | "unit" | "code" | "view" | "memo";
  key: string;
  run(): void;
}

const SHOWN = 60;
const LATELY = 8;
const STORE = "linewise.recent";

/** What can be done on the page in view, and where one can go; `within` are places within the stages. */
export function atHand(route: Route, within: readonly Command[] = []): Command[] {
  const words = strings.palette;
  // What belongs to this place comes before what can be done everywhere.
  const actions = keys.offered
    .filter((binding) => binding.id !== "palette" && !isSeries(binding))
    .sort((a, b) => Number(a.where === "everywhere") - Number(b.where === "everywhere"))
    .map(({ id }): Command => ({ id, title: title(id), kind: "action", key: keyOf(id), run: () => keys.run(id) }));
  const places =
    route.at === "stage"
      ? STAGES.filter((stage) => stage !== route.stage).map((stage) =>
          place(`go ${stage}`, words.go(strings.stages[stage]), path(route.project, stage)),
        )
      : [];
  return [
    ...actions,
    ...places,
    ...within,
    place("home", words.home, "/"),
    { id: "theme", title: words.theme, kind: "action", key: "", run: () => theme.cycle() },
    { id: "density", title: words.density, kind: "action", key: "", run: () => density.cycle() },
  ];
}

export function place(id: string, title: string, to: string, kind: Command["kind"] = "place"): Command {
  return { id, title, kind, key: "", run: () => go(to) };
}

/** What the project holds under a name; asked for when the palette opens. Where one list fails the others still come. */
export async function named(project: string): Promise<Command[]> {
  const lists = await Promise.allSettled([
    api.grouping
      .codebook(project)
      .then(({ codes }) =>
        codes
          .filter(({ code }) => code.status === "active")
          .map(({ code }) => place(`code ${code.id}`, code.name, path(project, "group", { code: code.id }), "code")),
      ),
    api.coding
      .views(project)
      .then((views) => views.map((view) => place(`view ${view.id}`, view.name, path(project, "code", { view: view.id }), "view"))),
    api.exploring
      .memos(project)
      .then((memos) =>
        memos.map((memo) => place(`memo ${memo.id}`, firstLine(memo.text), path(project, "memos", { memo: memo.id }), "memo")),
      ),
  ]);
  return lists.flatMap((list) => (list.status === "fulfilled" ? list.value : []));
}

const firstLine = (text: string): string => (text.trim().split("\n")[0] ?? "").slice(0, 120);

/** "#12", "12" or "unit 12" as the way to that unit. */
export function unit(project: string, typed: string): Command[] {
  const number = /^(?:#|unit\s+)?(\d{1,9})$/i.exec(typed.trim())?.[1];
  return number === undefined ? [] : [place(`unit ${number}`, strings.palette.unit(number), path(project, "code", { unit: number }), "unit")];
}

/** The commands that answer to what was typed, best first; what was used lately comes before its equals, and first of
 *  all while nothing is typed. */
export function find(commands: readonly Command[], typed: string, lately: readonly string[]): Command[] {
  const idle = typed.trim() === "";
  const bonus = ({ id }: Command): number => (lately.includes(id) ? 1 - lately.indexOf(id) / (2 * LATELY) : 0);
  return commands
    .map((command) => ({ command, rank: idle ? 1 : score(command.title, typed) }))
    .filter(({ command, rank }) => rank > 0 && (!idle || bonus(command) > 0 || ["action", "place"].includes(command.kind)))
    .sort((a, b) => b.rank + bonus(b.command) - a.rank - bonus(a.command))
    .slice(0, SHOWN)
    .map(({ command }) => command);
}

export const recent = {
  list(): string[] {
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(STORE) ?? "[]");
      return Array.isArray(kept) ? kept.filter((id): id is string => typeof id === "string") : [];
    } catch {
      return [];
    }
  },
  add(id: string): void {
    localStorage.setItem(STORE, JSON.stringify([id, ...recent.list().filter((other) => other !== id)].slice(0, LATELY)));
  },
};
