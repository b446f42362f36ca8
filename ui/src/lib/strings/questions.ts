/** What the questions of the student say: those put by the page; their own words come from the server. */

import { many } from "./words";

export const questions = {
  questions: {
    title: "Questions",
    told: "Where the model is at odds with what was decided, it asks. Each answer is one step that can be taken back.",
    looking: "Looking at everything that was decided …",
    newer: "Something changed: looking anew …",
    more: (count: number): string => `${many(count, "more", "more")} behind these`,
    kinds: {
      twins: "Same words, two answers",
      boundary: "A boundary",
      two_senses: "Two senses?",
      drift: "A changed use?",
      alike: "Two codes, or one?",
      unread: "Nobody has read these",
      slip: "A slip?",
      missed: "Overlooked?",
      empty: "No example yet",
    } as Record<string, string>,
    of: (shown: number, all: number): string => `${shown} of ${all}`,
    words: "marked off by",
    answers: "Answers",
    give: "Answer",
    aside: "Set aside",
    leave: "Leave",
    asideDone: "Set aside: it is asked again only when much more speaks for it.",
    answered: "Answered and kept.",
    history: "Answered and set aside",
    noHistory: "Nothing yet.",
    wasAside: "set aside",
    takeBack: "Take back",
    openRound: "To the round",
    name: "Name of the new code",
    text: "Your words",
    asks: (count: number): string => `The student has ${many(count, "question")}.`,
    waiting: (count: number): string => many(count, "question"),
  },
};
