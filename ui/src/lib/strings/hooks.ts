/** What is said of other systems that hear when something is ready. */

import type { Topic } from "../types";
import { many } from "./words";

const topics: Record<Topic, string> = {
  "units.arrived": "units arrived",
  "round.opened": "a round was opened",
  "model.fitted": "a model was taught",
  "codes.applied": "codes were applied",
  "export.written": "an export was written",
};

export const hooks = {
  hooks: {
    title: "Other systems",
    explained: "An address hears when something is ready, by a signed message with names and numbers, never a text.",
    topics,
    when: "It hears when",
    add: "Tell an address …",
    address: "Address",
    example: "https://example.org/linewise",
    private: "It is on this machine or in the network around it",
    save: "Tell it from now on",
    cancel: "Cancel",
    secret: "Secret",
    secretExplained: "The receiver checks signatures with this. Copy it now: it is not shown again.",
    copy: "Copy",
    copied: "Copied.",
    done: "I have it",
    test: "Send a test",
    testOf: (url: string): string => `Send a test to ${url}`,
    taken: "The test was taken.",
    refused: "The test was not taken.",
    pause: "Pause",
    resume: "Switch on",
    remove: "Remove",
    removeOf: (url: string): string => `Remove ${url}`,
    sure: "Remove it, with its secret",
    keep: "Keep it",
    again: "Try now",
    sent: "What was sent",
    hidden: "Hide what was sent",
    nothing: "Nothing was sent yet.",
    on: "on",
    off: "switched off",
    paused: "paused",
    failing: (since: string): string => `failing since ${since}`,
    waiting: (count: number): string => `${many(count, "message")} waiting`,
    tried: (times: number): string => many(times, "try", "tries"),
    next: (time: string): string => `next try ${time}`,
    newest: (state: string, time: string): string => `newest message ${state} ${time}`,
    states: { waiting: "waiting", delivered: "taken", "given up": "given up" },
    message: "a test",
  },
};
