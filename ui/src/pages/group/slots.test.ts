import { expect, test } from "vitest";

import { MOST, used, type Slot } from "./slots";

const codes = (slots: readonly Slot[]): string => slots.map((slot) => slot.code).join("");

test("a code keeps its digit; the one unused longest makes room", () => {
  let slots: Slot[] = [];
  for (const code of "abcdefghi") slots = used(slots, code);
  expect(slots).toHaveLength(MOST);
  slots = used(slots, "a");
  expect(codes(slots)).toBe("abcdefghi");
  slots = used(slots, "z");
  expect(codes(slots)).toBe("azcdefghi");
  slots = used(slots, "y");
  expect(codes(slots)).toBe("azydefghi");
});
