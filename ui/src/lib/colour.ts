/** Codes keep a hue; the theme gives lightness and chroma (see tokens.css), so that any stored colour is readable. */

import type { Code } from "./types";

/** Twelve hues that stay apart from each other in both themes. */
export const SWATCHES = [
  "#3f6fd8", "#c2571a", "#1b8a5a", "#a63d9b", "#8a7400", "#0d8aa0",
  "#cf3f5e", "#6a58c9", "#5c8a14", "#9a6232", "#b8379a", "#2b7fb8",
] as const;

export const isColour = (value: string): boolean => /^#[0-9a-f]{6}$/i.test(value);

/** The code's own colour, or one that its place in the codebook gives it. */
export function colourOf(code: Pick<Code, "colour" | "position">): string {
  if (isColour(code.colour)) return code.colour;
  return SWATCHES[Math.abs(code.position) % SWATCHES.length] ?? SWATCHES[0];
}
