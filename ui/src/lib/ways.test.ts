import { expect, test } from "vitest";

import type { StrategyView } from "./types";
import { groupsOf, mixture, titleOf } from "./ways";

const way = (name: string, kind: string, needs_code = false): StrategyView => ({
  name,
  title: name.toUpperCase(),
  explanation: "",
  kind,
  needs_model: false,
  needs_code,
  needs_vectors: false,
  ready: true,
});
const ways = [way("auto", "recommended"), way("margin", "doubt"), way("rare", "codes"), way("likely", "one code", true)];

test("a mixture is written as the server reads it, and never leaves a way out", () => {
  expect(mixture("margin", "rare", 70)).toBe("margin*0.7+rare*0.3");
  expect(mixture("margin", "", 70)).toBe("margin");
  expect(mixture("margin", "margin", 70)).toBe("margin");
  expect(mixture("margin", "rare", 100)).toBe("margin*0.95+rare*0.05");
});

test("a way reads by its title, a mixture by its parts, an unknown one by its name", () => {
  expect(titleOf(ways, "margin*0.7+rare*0.3")).toBe("MARGIN 70% + RARE 30%");
  expect(titleOf(ways, "margin")).toBe("MARGIN");
  expect(titleOf(ways, "gone")).toBe("gone");
});

test("the other ways come in groups, without the recommended and those about one code", () => {
  expect(groupsOf(ways).map(([kind, group]) => [kind, group.map((one) => one.name)])).toEqual([
    ["doubt", ["margin"]],
    ["codes", ["rare"]],
  ]);
});
