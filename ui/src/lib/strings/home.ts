/** What the list of projects says. */

import { many } from "./words";

export const home = {
  home: {
    title: "All projects",
    words: "From the first note to the last code.",
    projects: "Projects",
    loading: "Looking for projects …",
    again: "Try again",
    empty: "No projects yet",
    emptyWords: "A project holds one corpus, the codes you find in it and everything decided about them. Name one, then bring a file.",
    create: "New project",
    make: "Create",
    name: "Name of the project",
    exclusive: "A unit has one code at most (exclusive codes)",
    units: (count: number): string => many(count, "unit"),
    noted: "noted",
    decided: "decided",
    codes: (count: number): string => many(count, "code"),
  },
};
