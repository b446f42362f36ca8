/** How well a name answers to what was typed: 0 is not at all. */

const fold = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** All words must be found; whole beginnings count more than beginnings of words, these more than what lies within,
 *  and letters merely in order least. */
export function score(name: string, typed: string): number {
  const words = fold(typed).split(/\s+/).filter(Boolean);
  if (words.length === 0) return 1;
  const folded = fold(name);
  let total = 0;
  for (const word of words) {
    const found = one(folded, word);
    if (found === 0) return 0;
    total += found;
  }
  const whole = folded.startsWith(words.join(" ")) ? 2 : 0;
  // Among equals the shorter name is the likelier one.
  return total / words.length + whole + 1 / (2 + folded.length);
}

function one(name: string, word: string): number {
  const at = name.indexOf(word);
  if (at === 0) return 6;
  if (at > 0) return name.split(/[^\p{L}\p{N}]+/u).some((part) => part.startsWith(word)) ? 5 : 3;
  return inOrder(name, word) ? 1 : 0;
}

/** The letters in their order, the first of them at the beginning of a word, not scattered over the whole name. */
function inOrder(name: string, word: string): boolean {
  for (let begin = name.indexOf(word.charAt(0)); begin >= 0; begin = name.indexOf(word.charAt(0), begin + 1)) {
    if (begin > 0 && /[\p{L}\p{N}]/u.test(name.charAt(begin - 1))) continue;
    let at = begin;
    for (const sign of word) {
      at = name.indexOf(sign, at);
      if (at < 0) break;
      at += 1;
    }
    if (at > 0 && at - begin <= 3 * word.length + 2) return true;
  }
  return false;
}
