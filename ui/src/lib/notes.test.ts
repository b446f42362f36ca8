import { describe, expect, it } from "vitest";

import { accept, asPiece, join, norm, pieceAt, pieces } from "./notes";

describe("splitting a note", () => {
  it.each([
    ["surprise; monetary gain", ["surprise", "monetary gain"]],
    ["one\ntwo", ["one", "two"]],
    ["  spaced   out ;; ;", ["spaced out"]],
    ["Gain; gain; GAIN ", ["Gain"]],
    ["Straße; STRASSE", ["Straße"]],
    ["ﬁne; fine", ["ﬁne"]],
    ["שלום; שלום", ["שלום"]],
    ["", []],
  ])("%j is %j, as the server splits it", (note, expected) => {
    expect(pieces(note)).toEqual(expected);
  });

  it("finds equal pieces by the form the server uses", () => {
    expect(norm("  Ａｂｃ   Ω ")).toBe("abc ω");
    expect(norm("ΟΔΟΣ")).toBe(norm("οδος"));
  });
});

describe("typing ahead", () => {
  it("asks about the piece at the caret only", () => {
    expect(pieceAt("joy; mon", 8).text).toBe("mon");
    expect(pieceAt("joy; money; sun", 7).text).toBe("mo");
    expect(pieceAt("jo", 2)).toEqual({ start: 0, end: 2, text: "jo" });
  });

  it("replaces that piece, and leaves the caret behind it", () => {
    expect(accept("joy; mon", 8, "monetary gain")).toEqual({ note: "joy; monetary gain", caret: 18 });
    expect(accept("jo; sun", 2, "joy")).toEqual({ note: "joy; sun", caret: 3 });
  });
});

it("joins two notes without saying anything twice", () => {
  expect(join("joy; family", "Family; luck")).toBe("joy; family; luck");
  expect(join("", "luck")).toBe("luck");
});

it("makes one open code of any words", () => {
  expect(asPiece("rain;\n then  sun 😀")).toBe("rain, then sun 😀");
  expect(pieces(asPiece("a; b\nc"))).toHaveLength(1);
});
