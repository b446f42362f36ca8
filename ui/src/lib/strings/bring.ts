/** What bringing in a whole project from its file says. */

import { many } from "./words";

export const bring = {
  bring: {
    choose: "Bring in a project file",
    words: "The .zip that Linewise writes a whole project to. You can drop it here.",
    uploading: (share: string): string => `Sending the file … ${share}`,
    working: (done: number, total: number | null): string =>
      total ? `Checking and bringing in … ${Math.floor((100 * done) / total)}%` : "Checking and bringing in …",
    stop: "Stop",
    stopped: "Stopped; nothing of it was kept.",
    already: (name: string): string => `${name} is here already, with everything that the file holds.`,
    done: (name: string, units: number): string => `${name} is here: ${many(units, "unit")}.`,
    failed: "The project could not be brought in",
    name: "Another name for it",
    again: "Bring in under this name",
    dismiss: "Close",
  },
};
