/** What the list of projects says. */

import type { ProjectCard } from "../types";
import { many } from "./words";

export const home = {
  home: {
    title: "All projects",
    words: "From the first note to the last code.",
    projects: "Projects",
    loading: "Looking for projects …",
    again: "Try again",
    empty: "No projects yet",
    steps: [
      "Bring texts: answers of a survey, interviews, posts; a row or a line becomes a unit.",
      "Read, and write what you see beside each; group what you wrote into codes.",
      "Verify what the model makes of them; it codes the rest, and says how sure that is.",
    ],
    create: "New project",
    make: "Create, then import",
    name: "Name of the project",
    exclusive: "A unit has one code at most (exclusive codes)",
    demo: "Try it on 14,125 happy moments",
    units: (count: number): string => many(count, "unit"),
    coded: (count: string): string => `${count} coded`,
    left: (count: string): string => `${count} left to read`,
    machine: (count: string): string => `${count} settled by the model`,
    fresh: (count: string): string => `${count} new since the model`,
    codes: (count: number): string => many(count, "code"),
    arriving: "No texts yet: import some, or wait for those on their way.",
    progress: "How far it is",
    round: ({ number, decided, of }: NonNullable<ProjectCard["round"]>): string => `Round ${number} is open: ${decided} of ${of} decided`,
    goOn: (stage: string): string => `Go on: ${stage}`,
    rename: (name: string): string => `Rename ${name}`,
    newName: (name: string): string => `New name of ${name}`,
    renamed: (name: string): string => `Renamed to ${name}.`,
  },
};
