/** What the Apply page says of a promised precision, and the Verify page of measures and the forecast. */

import type { CodePromise } from "../types";
import { many, share } from "./words";

export const promise = {
  promise: {
    title: "What can be promised",
    byCode: "What can be promised, code by code",
    precision: "Of what the model codes, so much has to be right",
    sure: "How sure a promise has to be",
    sureExplained: "A promise of 90% confidence is broken in at most one study in ten.",
    scope: "Promised of",
    scopes: { each: "each code by itself", together: "all codes together" },
    scopesExplained: {
      each: "Codes that the audit sample knows too little of are promised together.",
      together: "Covers more, but single codes may be worse than promised.",
    },
    promised: "Promised",
    notPromised: "Not promised",
    effort: (units: string): string => `${units} units are left to read then.`,
    run: "Apply as promised",
    code: "Code",
    seen: "Right in the audit sample",
    seenExplained:
      "Of the audit units that the model gives the code from there on, the share that people agreed with. The bar is what is plausible (95%), the tick what was seen, the dashed line what is asked for.",
    from: "Given from",
    fromExplained: "The confidence from which the model gives the code.",
    units: "Units",
    unitsExplained: "Unread units that would be given the code.",
    found: "Found of those there are",
    foundExplained: "How much of what has the code would be given it, from the audit sample. This is an estimate, not promised.",
    more: "More audit decisions",
    moreExplained: "About so many more units drawn at random and decided would let the precision be promised of this code by itself.",
    by: { code: "by itself", group: "with others", none: "to people" } as Record<CodePromise["by"], string>,
    none: "–",
    about: (value: string): string => `about ${value}`,
    interval: (name: string, right: number, of: number, low: number, high: number): string =>
      of ? `${name}: ${right} of ${of} right, plausibly ${share(low)} to ${share(high)}` : `${name}: no audit unit`,
    looks: (looks: number): string =>
      looks > 1 ? `Asked after each of ${many(looks, "round")}, the question is put more strictly, so that asking often breaks no promise.` : "",
    basis: (audit: number): string =>
      `From ${many(audit, "audit unit")}, each answered by a copy of the model that had not seen it (Learn then Test; Angelopoulos et al. 2021).`,
    applied: "Applied as promised.",
    held: (share: string, promise: Record<string, unknown> | undefined): string =>
      promise && "precision" in promise ? `a promised ${share}` : share,
  },
  measures: {
    title: "All codes together",
    names: {
      accuracy: "Accuracy",
      exact: "All codes right",
      micro_f1: "F1 over all codings",
      macro_f1: "F1, each code alike",
      hamming: "Wrong answers about a code",
    } as Record<string, string>,
    f1: "Both in one (F1)",
    f1Explained: "F1: high only where the code is given rightly and little of it is missed. The bar is what is plausible (95%).",
    present: "Have it",
    presentExplained: "The share of the drawn units in which people found the code",
    rangeOf: (low: number, high: number): string => `${share(low)}–${share(high)}`,
  },
  forecast: {
    legend: "The band is what is plausible should reading go on (95%).",
  },
};
