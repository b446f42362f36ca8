/** Every sentence of the UI, in English. A translation is another set of these objects. */

import { apply } from "./strings/apply";
import { audit } from "./strings/audit";
import { beside } from "./strings/beside";
import { code } from "./strings/code";
import { explore } from "./strings/explore";
import { frame } from "./strings/frame";
import { group } from "./strings/group";
import { home } from "./strings/home";
import { importing } from "./strings/import";
import { keys } from "./strings/keys";
import { memos } from "./strings/memos";
import { shared } from "./strings/shared";
import { teach } from "./strings/teach";
import { verify } from "./strings/verify";

export const strings = {
  ...apply,
  ...audit,
  ...beside,
  ...code,
  ...explore,
  ...frame,
  ...group,
  ...home,
  ...importing,
  keys,
  ...memos,
  ...shared,
  ...teach,
  ...verify,
};
