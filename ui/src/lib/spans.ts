/** Offsets: the server counts Unicode code points, the browser UTF-16 units. */

export interface Span {
  id: string;
  start: number;
  end: number;
}

export interface Segment {
  text: string;
  /** The spans that cover this stretch. */
  spans: readonly string[];
}

export function toCodePoints(text: string, utf16: number): number {
  return [...text.slice(0, utf16)].length;
}

/** Cut a text where spans begin and end, so that each stretch can be marked by those that cover it. */
export function segments(text: string, spans: readonly Span[]): Segment[] {
  if (spans.length === 0) return [{ text, spans: [] }];
  const points = [...text];
  const cuts = new Set([0, points.length]);
  for (const { start, end } of spans) {
    cuts.add(Math.min(start, points.length));
    cuts.add(Math.min(end, points.length));
  }
  const sorted = [...cuts].sort((a, b) => a - b);
  return sorted.slice(1).map((end, index) => {
    const start = sorted[index] ?? 0;
    const covering = spans.filter((span) => span.start <= start && span.end >= end && span.start < span.end);
    return { text: points.slice(start, end).join(""), spans: covering.map((span) => span.id) };
  });
}

export interface Selected {
  unit: number;
  start: number;
  end: number;
  words: string;
}

/** The words selected inside one unit's text (an element with data-unit), or null. */
export function selected(selection: Selection | null = getSelection()): Selected | null {
  if (!selection || selection.rangeCount === 0 || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const common = range.commonAncestorContainer;
  const host = (common instanceof Element ? common : common.parentElement)?.closest<HTMLElement>("[data-unit]");
  if (!host) return null;
  const before = document.createRange();
  before.setStart(host, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const lead = before.toString();
  const words = range.toString();
  const trimmed = words.trim();
  if (!trimmed) return null;
  const start = [...lead].length + [...words.slice(0, words.indexOf(trimmed))].length;
  return { unit: Number(host.dataset["unit"]), start, end: start + [...trimmed].length, words: trimmed };
}
