import { describe, expect, it } from "vitest";

import { score } from "./fuzzy";

const best = (typed: string, ...names: string[]): string[] =>
  names
    .map((name) => ({ name, rank: score(name, typed) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank)
    .map(({ name }) => name);

describe("what was typed", () => {
  it("finds beginnings before words within, and words before middles", () => {
    expect(best("mark", "Bookmark the unit", "Mark as done", "Take the mark away")).toEqual([
      "Mark as done",
      "Take the mark away",
      "Bookmark the unit",
    ]);
  });

  it("may be several words in any order, without accents", () => {
    expect(best("teach again", "Teach again", "Again, teach!", "Teach a model")).toEqual(["Teach again", "Again, teach!"]);
    expect(best("cafe", "Café au lait")).toEqual(["Café au lait"]);
  });

  it("may be the first letters only, but not letters strewn about", () => {
    expect(best("gts", "Go to settings", "Together in a unit, as one says")).toEqual(["Go to settings"]);
  });

  it("prefers the shorter of two that answer alike", () => {
    expect(best("fam", "Family of origin", "Family")).toEqual(["Family", "Family of origin"]);
  });

  it("finds everything while it is empty", () => {
    expect(score("anything", "  ")).toBeGreaterThan(0);
  });
});
