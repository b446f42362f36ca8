import { beforeEach, expect, it } from "vitest";

import { find, recent, unit, type Command } from "./commands";

const command = (id: string, title: string, kind: Command["kind"] = "action"): Command => ({
  id,
  title,
  kind,
  key: "",
  run: () => undefined,
});
const ALL = [
  command("undo", "Undo"),
  command("go audit", "Go to Audit", "place"),
  command("code 1", "Undone things", "code"),
  command("memo 1", "What to undo in the codebook", "memo"),
];
const ids = (typed: string, lately: string[] = []): string[] => find(ALL, typed, lately).map(({ id }) => id);

beforeEach(() => localStorage.clear());

it("offers actions and places while nothing is typed, and what was used lately before them", () => {
  expect(ids("")).toEqual(["undo", "go audit"]);
  expect(ids("", ["memo 1", "go audit"])).toEqual(["memo 1", "go audit", "undo"]);
});

it("finds codes and memos by name, the best answer first", () => {
  expect(ids("undo")).toEqual(["undo", "code 1", "memo 1"]);
  expect(ids("thi un")).toEqual(["code 1"]);
});

it("does not let what was used lately push aside what was meant", () => {
  expect(ids("undo", ["memo 1"])[0]).toBe("undo");
});

it("goes to a unit by its number", () => {
  expect(unit("p", "#12").map(({ title }) => title)).toEqual(["Go to unit 12"]);
  expect([unit("p", "12").length, unit("p", "unit 7").length, unit("p", "12 apples").length]).toEqual([1, 1, 0]);
});

it("remembers the last few, newest first, each once", () => {
  for (const id of ["a", "b", "a", "c"]) recent.add(id);
  expect(recent.list()).toEqual(["c", "a", "b"]);
  localStorage.setItem("linewise.recent", "broken");
  expect(recent.list()).toEqual([]);
});
