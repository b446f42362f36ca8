/** Every sentence of the UI, in English. A translation is another set of these objects. */

import { apply } from "./strings/apply";
import { audit } from "./strings/audit";
import { beside } from "./strings/beside";
import { bring } from "./strings/bring";
import { calibration } from "./strings/calibration";
import { choosing } from "./strings/choosing";
import { code } from "./strings/code";
import { encoders } from "./strings/encoders";
import { explore } from "./strings/explore";
import { exporting } from "./strings/export";
import { frame } from "./strings/frame";
import { group } from "./strings/group";
import { home } from "./strings/home";
import { hooks } from "./strings/hooks";
import { importing } from "./strings/import";
import { keys } from "./strings/keys";
import { memos } from "./strings/memos";
import { models } from "./strings/models";
import { recut } from "./strings/recut";
import { receipts } from "./strings/receipts";
import { questions } from "./strings/questions";
import { promise } from "./strings/promise";
import { shared } from "./strings/shared";
import { teach } from "./strings/teach";
import { tune } from "./strings/tune";
import { verify } from "./strings/verify";

export const strings = {
  ...apply,
  ...audit,
  ...beside,
  ...bring,
  ...calibration,
  ...choosing,
  ...code,
  ...encoders,
  ...explore,
  ...exporting,
  ...frame,
  ...group,
  ...home,
  ...hooks,
  ...importing,
  keys,
  ...memos,
  ...models,
  ...promise,
  ...questions,
  ...receipts,
  ...recut,
  ...shared,
  ...teach,
  ...tune,
  ...verify,
};
