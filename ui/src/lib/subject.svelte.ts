/** The thing at hand: what `m` writes a memo on and `h` tells the history of. Pages offer theirs, parts of pages above. */

export interface Subject {
  /** The kind of thing: "unit", "code", "model", "round", "project" ... */
  about: string;
  id: string;
  /** What it is called in a sentence: "unit 12", "Money". */
  title: string;
}

type Offer = () => Subject | undefined;

let offers = $state.raw<readonly Offer[]>([]);

/** Offer the thing at hand for as long as a part of the page is there: `onMount(() => offerSubject(() => …))`. */
export function offerSubject(offer: Offer): () => void {
  offers = [...offers, offer];
  return () => {
    offers = offers.filter((other) => other !== offer);
  };
}

/** The thing at hand, from the part of the page that offered last and has one. */
export function subjectAtHand(): Subject | undefined {
  for (const offer of offers.toReversed()) {
    const found = offer();
    if (found) return found;
  }
  return undefined;
}

let memoOn = $state.raw<Subject>();

/** The thing that the memo dialog is open on, if it is. */
export const memoDialog = {
  get subject(): Subject | undefined {
    return memoOn;
  },
  close(): void {
    memoOn = undefined;
  },
};

/** Open the memo dialog on a thing. */
export function writeMemoOn(subject: Subject): void {
  memoOn = subject;
}
