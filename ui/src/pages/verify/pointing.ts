/** Words of a text chosen as the browser chooses them: by pointer it does so itself, by key we move its selection. */

const WORDS = new Intl.Segmenter(undefined, { granularity: "word" });

type Range_ = readonly [start: number, end: number];

/** The words of a text, in UTF-16 units. */
export function wordsOf(text: string): Range_[] {
  return [...WORDS.segment(text)].filter((one) => one.isWordLike).map((one) => [one.index, one.index + one.segment.length]);
}

/** Where the selection goes when it moves one word on or back, or takes in one more (or one less). */
export function moved(words: readonly Range_[], now: Range_ | undefined, by: 1 | -1, extend: boolean): Range_ | undefined {
  if (!now) return words[by > 0 ? 0 : words.length - 1];
  const first = words.findIndex(([, end]) => end > now[0]);
  const last = words.findLastIndex(([start]) => start < now[1]);
  if (first < 0 || last < 0) return words[0];
  if (extend) {
    const end = words[Math.min(words.length - 1, Math.max(first, last + by))];
    return end && words[first] ? [words[first][0], end[1]] : now;
  }
  return words[Math.min(words.length - 1, Math.max(0, (by > 0 ? last : first) + by))];
}

/** Select a stretch of an element's text. */
export function choose(host: HTMLElement, [start, end]: Range_): void {
  const range = document.createRange();
  const walker = document.createTreeWalker(host, NodeFilter.SHOW_TEXT);
  let before = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const length = node.textContent?.length ?? 0;
    if (before <= start && start <= before + length) range.setStart(node, start - before);
    if (before <= end && end <= before + length) {
      range.setEnd(node, end - before);
      break;
    }
    before += length;
  }
  const selection = getSelection();
  selection?.removeAllRanges();
  selection?.addRange(range);
}

/** The stretch of an element's text that is selected, in UTF-16 units. */
export function chosen(host: HTMLElement): Range_ | undefined {
  const selection = getSelection();
  if (!selection || selection.rangeCount === 0 || selection.isCollapsed) return undefined;
  const range = selection.getRangeAt(0);
  if (!host.contains(range.startContainer) || !host.contains(range.endContainer)) return undefined;
  const lead = document.createRange();
  lead.setStart(host, 0);
  lead.setEnd(range.startContainer, range.startOffset);
  const start = lead.toString().length;
  return [start, start + range.toString().length];
}
