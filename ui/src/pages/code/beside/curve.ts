/** Round numbers for an axis. */

/** The smallest of 1, 2, 2.5, 5 times a power of ten that is at least this. */
export function nice(value: number): number {
  const scale = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  return [1, 2, 2.5, 5, 10].map((step) => step * scale).find((step) => step >= value) ?? value;
}

/** Where the axis carries a number: whole ones, three to six of them. */
export function steps(high: number): number[] {
  const step = [high / 5, high / 4, high / 2, high].find((size) => Number.isInteger(size)) ?? high;
  return Array.from({ length: Math.round(high / step) + 1 }, (_, index) => index * step);
}
