import { describe, expect, it } from "vitest";

import { moved, wordsOf } from "./pointing";

const TEXT = "My brother’s 🎂, at last!";

describe("words by key", () => {
  const words = wordsOf(TEXT);
  const at = (range: readonly [number, number] | undefined): string | undefined => range && TEXT.slice(...range);

  it("finds the words and no signs", () => {
    expect(words.map(at)).toEqual(["My", "brother’s", "at", "last"]);
  });

  it("begins at either end", () => {
    expect(at(moved(words, undefined, 1, false))).toBe("My");
    expect(at(moved(words, undefined, -1, false))).toBe("last");
  });

  it("moves word by word, and stays at the ends", () => {
    expect(at(moved(words, words[0], 1, false))).toBe("brother’s");
    expect(at(moved(words, words[0], -1, false))).toBe("My");
    expect(at(moved(words, words[3], 1, false))).toBe("last");
  });

  it("takes in more, and less again", () => {
    const more = moved(words, words[1], 1, true);
    expect(at(more)).toBe("brother’s 🎂, at");
    expect(at(moved(words, more, -1, true))).toBe("brother’s");
    expect(at(moved(words, words[1], -1, true))).toBe("brother’s");
  });
});
