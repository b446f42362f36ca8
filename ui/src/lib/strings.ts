/** Every sentence of the UI, in English. A translation is another set of these objects. */

import { frame } from "./strings/frame";
import { reading } from "./strings/reading";
import { teaching } from "./strings/teaching";

export const strings = { ...frame, ...reading, ...teaching };
