/** Numbers in sentences. */

import { percent } from "../format";

/** "1 unit", "14,125 units". */
export const many = (count: number, one: string, more = `${one}s`): string =>
  `${count.toLocaleString("en")} ${count === 1 ? one : more}`;

/** "86%" */
export const share = (value: number): string => percent(value);
