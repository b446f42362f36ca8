import { expect, it } from "vitest";

import { roleOf, withRole } from "./plan";
import type { Column, ImportPlan } from "./types";

const column = (name: string): Column => ({ name, role: "ignore", type: "category", examples: [], distinct: 1, empty: 0 });
const plan: ImportPlan = {
  text: ["body"],
  id: "nr",
  attributes: [["age", "integer"]],
  codes: null,
  codes_separator: ";",
  speaker: null,
  segmentation: "whole",
  encoding: null,
  delimiter: null,
  header: true,
  sheet: null,
  documents: "file",
  on_bad_row: "refuse",
  unescape_formulas: false,
};

it("gives a column one role, and takes it from whoever had it", () => {
  const changed = withRole(plan, column("age"), "id");
  expect(roleOf(changed, "age")).toBe("id");
  expect(roleOf(changed, "nr")).toBe("ignore");
  expect(changed.attributes).toEqual([]);
});

it("never leaves a plan without a text", () => {
  expect(withRole(plan, column("body"), "attribute")).toBe(plan);
  const two = withRole(plan, column("title"), "text");
  expect(two.text).toEqual(["body", "title"]);
  expect(roleOf(withRole(two, column("body"), "attribute"), "body")).toBe("attribute");
});
