/** Notes in a margin beside running text: each as near as can be to the height of its words, none over another. */

export interface Placed {
  key: string;
  /** Where the words are. */
  anchor: number;
  height: number;
}

/** The top of each note, by its key. Notes keep the order of their words; the one at hand gets the very height of its
 *  words, and those above it give way upwards as far as there is room. */
export function place(notes: readonly Placed[], gap: number, atHand?: string): Map<string, number> {
  const sorted = [...notes].sort((a, b) => a.anchor - b.anchor);
  const tops: number[] = [];
  let free = 0;
  sorted.forEach((note, index) => {
    const top = Math.max(note.anchor, free);
    tops[index] = top;
    free = top + note.height + gap;
  });
  const held = sorted.findIndex(({ key }) => key === atHand);
  if (held > 0) {
    let limit = Math.max(sorted[held]?.anchor ?? 0, packed(sorted.slice(0, held), gap));
    tops[held] = limit;
    for (let index = held - 1; index >= 0; index -= 1) {
      limit -= (sorted[index]?.height ?? 0) + gap;
      tops[index] = Math.min(tops[index] ?? 0, limit);
      limit = tops[index] ?? 0;
    }
    free = (tops[held] ?? 0) + (sorted[held]?.height ?? 0) + gap;
    for (let index = held + 1; index < sorted.length; index += 1) {
      const note = sorted[index];
      tops[index] = Math.max(note?.anchor ?? 0, free);
      free = (tops[index] ?? 0) + (note?.height ?? 0) + gap;
    }
  }
  return new Map(sorted.map(({ key }, index) => [key, tops[index] ?? 0]));
}

/** The height that these notes need at least. */
function packed(notes: readonly Placed[], gap: number): number {
  return notes.reduce((sum, { height }) => sum + height + gap, 0);
}
