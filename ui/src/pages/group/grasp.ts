/** What each key of the Group page does, in the pane that has the focus. */

import type { Picked } from "../../components/CodePicker.svelte";
import { keys } from "../../lib/keys";
import type { Way } from "../../lib/tree";
import type { Board, Pane } from "./board.svelte";

interface Walked {
  move(step: 1 | -1 | 0): Promise<void>;
  toggle(): void;
  extend(step: 1 | -1): Promise<void>;
  expand(): void;
  focusSearch(): void;
}

interface Tree {
  focus(): Promise<void>;
  move(step: 1 | -1): Promise<void>;
  right(): void;
  left(): boolean;
}

interface Proposed {
  move(step: 1 | -1): void;
  accept(): void;
  reject(): void;
  rename(): void;
}

interface Parts {
  tray: () => Walked | undefined;
  tree: () => Tree | undefined;
  proposed: () => Proposed | undefined;
  show: (pane: Pane) => void;
  put: (picked: Picked) => void;
}

export function offerKeys(board: Board, { tray, tree, proposed, show, put }: Parts): () => void {
  const inCodes = (): boolean => board.pane === "codes";

  const step = (by: 1 | -1): void => {
    if (inCodes()) void tree()?.move(by);
    else if (board.view.kind === "entry") board.next(by);
    else if (proposed()) proposed()?.move(by);
    else void tray()?.move(by);
  };
  const extend = (by: 1 | -1): void => {
    if (!inCodes()) return void tray()?.extend(by);
    if (board.code !== undefined) board.marked.add(board.code);
    void tree()?.move(by).then(() => board.code !== undefined && board.marked.add(board.code));
  };
  const select = (): void => {
    if (!inCodes()) return tray()?.toggle();
    const code = board.code;
    if (code !== undefined && !board.marked.delete(code)) board.marked.add(code);
  };
  const unpack = (): void => {
    if (!inCodes()) return tray()?.expand();
    const code = board.code;
    if (code !== undefined && !board.unpacked.delete(code)) board.unpacked.add(code);
  };
  const out = (): void => {
    if (board.tray.selection.size > 0) board.tray.clear();
    else if (board.marked.size > 0) board.marked.clear();
    else if (board.view.kind !== "tray") {
      board.close();
      show("codes");
    } else if (board.proposing) {
      board.proposing = false;
      show("tray");
    }
  };
  const slot = (event: KeyboardEvent): void => {
    const card = board.offered[Number(event.key) - 1];
    if (card?.code.status === "active") put({ id: card.code.id, name: card.code.name, fresh: false });
  };
  const rename = (): void => {
    if (proposed() && !inCodes()) proposed()?.rename();
    else if (board.row && !board.row.reference) board.renaming = board.row.key;
  };
  // The row that moved has lost the focus on its way.
  const arrange = async (way: Way): Promise<void> => {
    await board.step(way);
    if (inCodes()) await tree()?.focus();
  };
  const ofCodes = (work: () => void) => (): void => {
    if (board.code !== undefined) work();
  };

  return keys.offer({
    "group.name": () => board.name(),
    "group.slot": slot,
    "group.search": () => {
      board.proposing = false;
      if (board.view.kind !== "tray") board.close();
      show("tray");
      queueMicrotask(() => requestAnimationFrame(() => tray()?.focusSearch()));
    },
    "group.next": () => step(1),
    "group.previous": () => step(-1),
    "group.right": () => (inCodes() ? (board.row?.below ? tree()?.right() : board.view.kind === "tray" || show("detail")) : show("codes")),
    "group.left": () => {
      if (inCodes() ? !tree()?.left() && board.view.kind === "tray" : board.pane === "detail") show(inCodes() ? "tray" : "codes");
    },
    "group.select": select,
    "group.select-next": () => extend(1),
    "group.select-previous": () => extend(-1),
    "group.all": () => void board.tray.selectAll(),
    "group.invert": () => void board.tray.invert(),
    "group.none": out,
    "group.examples": unpack,
    "group.proposals": () => {
      if (board.view.kind !== "tray") board.close();
      board.proposing = !board.proposing;
      show("tray");
    },
    "group.accept": () => proposed()?.accept(),
    "group.reject": () => proposed()?.reject(),
    "group.put": ofCodes(() => {
      if (board.tray.selection.size > 0) void board.put({ id: board.code ?? "" }).then(() => tree()?.focus());
    }),
    "group.open": ofCodes(() => inCodes() && board.open(board.code ?? "")),
    "group.rename": rename,
    "group.up": () => void arrange("up"),
    "group.down": () => void arrange("down"),
    "group.nest": () => void arrange("in"),
    "group.unnest": () => void arrange("out"),
    "group.compare": ofCodes(() => board.compare(board.codes)),
    "group.merge": () => board.ask("merge", board.code),
    "group.split": () => board.ask("split", board.code),
    "group.retire": () => board.ask("retire", board.code),
    "group.stale": ofCodes(() => board.open(board.code ?? "", true)),
  });
}
