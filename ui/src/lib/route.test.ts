import { expect, it } from "vitest";

import { neighbour, parse, path, STAGES } from "./route";

it("reads its own addresses", () => {
  expect(parse("/")).toEqual({ at: "home" });
  for (const stage of STAGES) {
    expect(parse(path("a b/ü", stage))).toMatchObject({ at: "stage", project: "a b/ü", stage });
  }
  const [address, query] = path("p1", "code", { code: "c&1", search: "two words" }).split("?");
  const route = parse(address ?? "", query);
  expect(route.at === "stage" && Object.fromEntries(route.query)).toEqual({ code: "c&1", search: "two words" });
});

it("opens a project without a stage at its units", () => {
  expect(parse("/p/one")).toMatchObject({ at: "stage", project: "one", stage: "code" });
});

it("says so when there is no such place", () => {
  for (const wrong of ["/x", "/p", "/p/one/nowhere", "/p/one/code/more"]) {
    expect(parse(wrong).at).toBe("nowhere");
  }
});

it("walks the thread without wrapping round", () => {
  expect(neighbour("import", 1)).toBe("code");
  expect(neighbour("import", -1)).toBe("import");
  expect(neighbour("explore", 1)).toBe("memos");
  expect(neighbour("memos", 1)).toBe("memos");
});
