/** What changed in a text, word by word: what stayed, what went, what came. */

export interface Step {
  text: string;
  kind: "same" | "gone" | "new";
}

/** Longer texts are shown as a whole, before and after: comparing them word by word would take too long. */
const MOST = 600;

/** A word takes the space after it along, so that spaces alone never stand as what stayed. */
const words = (text: string): string[] => text.match(/\S+\s*|\s+/gu) ?? [];

export function diff(before: string, after: string): Step[] {
  const [a, b] = [words(before), words(after)];
  const whole: Step[] = [
    { text: before, kind: "gone" },
    { text: after, kind: "new" },
  ];
  if (a.length > MOST || b.length > MOST) return whole.filter((step) => step.text);
  // How long the longest common run of words from i and j on is.
  const width = b.length + 1;
  const common = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      common[i * width + j] =
        a[i] === b[j]
          ? (common[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(common[(i + 1) * width + j] ?? 0, common[i * width + j + 1] ?? 0);
    }
  }
  const steps: Step[] = [];
  const add = (text: string, kind: Step["kind"]): void => {
    const last = steps.at(-1);
    if (last?.kind === kind) last.text += text;
    else steps.push({ text, kind });
  };
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [left, right] = [a[i], b[j]];
    if (left !== undefined && left === right) {
      add(left, "same");
      i++;
      j++;
    } else if (left !== undefined && (right === undefined || (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0))) {
      add(left, "gone");
      i++;
    } else {
      add(right ?? "", "new");
      j++;
    }
  }
  return steps;
}
