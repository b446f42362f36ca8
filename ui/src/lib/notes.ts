/** How a note splits into open codes. Mirrors linewise.core.text, so that the chips shown are the ones stored. */

export function norm(text: string): string {
  // JavaScript has no case folding; upper-then-lower agrees with it on ß, the Greek final sigma and ligatures.
  return text.normalize("NFKC").replace(/\s+/gu, " ").trim().toUpperCase().toLowerCase();
}

/** The open codes of a note: split at ";" or a line break, in order, repeated ones once. */
export function pieces(note: string): string[] {
  const seen = new Set<string>();
  const found: string[] = [];
  for (const part of note.split(/[;\n]/u)) {
    const text = part.replace(/\s+/gu, " ").trim();
    const key = norm(text);
    if (!text || seen.has(key)) continue;
    seen.add(key);
    found.push(text);
  }
  return found;
}

export interface Piece {
  start: number;
  end: number;
  text: string;
}

/** The piece in which the caret stands: what is being typed, and where it lies in the note. */
export function pieceAt(note: string, caret: number): Piece {
  const start = Math.max(note.lastIndexOf(";", caret - 1), note.lastIndexOf("\n", caret - 1)) + 1;
  const tail = note.slice(caret).search(/[;\n]/u);
  const end = tail < 0 ? note.length : caret + tail;
  return { start, end, text: note.slice(start, caret).trim() };
}

/** The note with the piece at the caret replaced, and where the caret belongs then. */
export function accept(note: string, caret: number, text: string): { note: string; caret: number } {
  const { start, end } = pieceAt(note, caret);
  const head = note.slice(0, start) + (start > 0 ? " " : "") + text;
  return { note: head + note.slice(end), caret: head.length };
}

/** Both notes as one: every open code of either, once. */
export function join(one: string, other: string): string {
  return pieces(`${one}\n${other}`).join("; ");
}

/** Words of a text as one open code: a semicolon or a line break in them would make two. */
export function asPiece(words: string): string {
  return words.replace(/\s*[;\n]+\s*/gu, ", ").replace(/\s+/gu, " ").trim();
}
