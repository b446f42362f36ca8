import { expect, test } from "vitest";

import { bodyOf, closeLink, openLink, parts, titleOf } from "./memo";

const money = { reference: "code:1", label: "Money" };
const unit = { reference: "unit:12", label: "#12" };

test("the first line of a memo is its title", () => {
  expect(titleOf("\n Chance or luck?\nBoth stand in #12.")).toBe("Chance or luck?");
  expect(bodyOf("Chance or luck?\n\nBoth stand in #12.")).toBe("Both stand in #12.");
  expect(titleOf("")).toBe("");
});

test("what a memo speaks of becomes a link, and what names nothing stays as typed", () => {
  expect(parts("See [[#12]], [[money]] and [[nobody]].", [money, unit])).toEqual([
    { text: "See " },
    { text: "#12", thing: unit },
    { text: ", " },
    { text: "money", thing: money },
    { text: " and [[nobody]]." },
  ]);
  expect(parts("", [])).toEqual([]);
});

test("a link is offered from its two brackets on until it is closed", () => {
  expect(openLink("See [[mo", 8)).toEqual({ start: 4, search: "mo" });
  expect(openLink("See [[", 6)).toEqual({ start: 4, search: "" });
  expect(openLink("See [[Money]] and", 17)).toBeUndefined();
  expect(openLink("See [[mo\nre", 11)).toBeUndefined();
  expect(openLink("See [", 5)).toBeUndefined();
});

test("choosing an offer closes the link, and takes over brackets that stand there already", () => {
  expect(closeLink("See [[mo here", 8, "Money")).toEqual({ text: "See [[Money]] here", caret: 13 });
  expect(closeLink("See [[mo]] here", 8, "Money")).toEqual({ text: "See [[Money]] here", caret: 13 });
});
