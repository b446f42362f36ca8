import { expect, it } from "vitest";

import { inOrder, problemsByColumn, roleOf, typeOf, withRole } from "./plan";
import type { Column, ImportPlan, Preview } from "./types";

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
  decimal_comma: [],
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

it("tells a number with a comma from one with a point", () => {
  const price = column("price");
  const comma = withRole(plan, price, "attribute", "comma");
  expect(comma.attributes.at(-1)).toEqual(["price", "number"]);
  expect(typeOf(comma, price)).toBe("comma");
  expect(typeOf(withRole(comma, price, "attribute", "number"), price)).toBe("number");
  expect(withRole(comma, price, "ignore").decimal_comma).toEqual([]);
});

it("puts rows that do not fit where they stand in the file", () => {
  const unit = (row: number): Preview["units_sample"][number] => ({ row, start: 0, end: 1, text: "x", speaker: null, own: {} });
  const bad = (row: number, kept = false): Preview["problems"][number] => ({ row, column: "age", reason: "", remedy: "", kept });
  const preview = { units_sample: [unit(2), unit(4)], problems: [bad(3), bad(3), bad(4, true), bad(9)] } as unknown as Preview;
  expect(inOrder(preview, 9).map((one) => one.key)).toEqual(["2 0", "bad 3", "4 0"]);
  expect(problemsByColumn(preview.problems).get("age")).toHaveLength(4);
});
