/** Dragging with pointer events: mouse, pen, and touch after a long press.
 *
 *  Our own, because the browser's drag and drop ends when the list unmounts the line that is dragged while it scrolls, knows
 *  no touch on many phones, and cannot be left with Escape everywhere. Targets are elements with `data-drop` (what kind),
 *  `data-id`, and `data-edges` where something may be let go before or after them too; while something is held over one it
 *  carries `data-over`. */

export interface Target {
  kind: string;
  id: string;
  where: "on" | "before" | "after";
}

/** What is carried, and the words for it. */
export interface Carried<T> {
  what: T;
  words: string;
}

interface Rules<T> {
  allows(what: T, target: Target): boolean;
  drop(what: T, target: Target): void;
  /** Tell screen readers; undefined: let go of elsewhere, or left. */
  told(words: string, target: Target | undefined, done: boolean): void;
}

const SLOP = 5;
const PRESS = 380;
const EDGE = 44;

export class Dragging<T> {
  #rules: Rules<T>;
  #held = false;

  constructor(rules: Rules<T>) {
    this.#rules = rules;
  }

  /** An attachment for what can be dragged; asked at the moment it is picked up. */
  source = (carried: () => Carried<T> | undefined) => (node: HTMLElement): (() => void) => {
    const down = (event: PointerEvent): void => this.#press(event, carried);
    node.addEventListener("pointerdown", down);
    return () => node.removeEventListener("pointerdown", down);
  };

  #press(start: PointerEvent, carried: () => Carried<T> | undefined): void {
    const from = start.target as Element;
    if (this.#held || start.button !== 0 || from.closest("input, textarea, select, [contenteditable]")) return;
    this.#held = true;
    const touch = start.pointerType === "touch";
    const ends = new AbortController();
    const options = { signal: ends.signal, capture: true };
    let load: Carried<T> | undefined;
    let ghost: HTMLElement | undefined;
    let over: { element: HTMLElement; target: Target } | undefined;
    let [x, y, frame] = [start.clientX, start.clientY, 0];

    const begin = (): void => {
      load = carried();
      if (!load) return end();
      ghost = document.createElement("div");
      ghost.className = "dragged";
      ghost.textContent = load.words;
      document.body.append(ghost);
      document.documentElement.dataset["dragging"] = "";
      getSelection()?.removeAllRanges();
      this.#rules.told(load.words, undefined, false);
      scroll();
      aim();
    };
    const aim = (): void => {
      if (!load || !ghost) return;
      ghost.style.transform = `translate(${x + 12}px, ${y + 8}px)`;
      const found = targetAt(x, y, (target) => load !== undefined && this.#rules.allows(load.what, target));
      if (found?.element === over?.element && found?.target.where === over?.target.where) return;
      over?.element.removeAttribute("data-over");
      over = found;
      over?.element.setAttribute("data-over", over.target.where);
      this.#rules.told(load.words, over?.target, false);
    };
    const scroll = (): void => {
      frame = requestAnimationFrame(scroll);
      const list = scrollerAt(x, y);
      if (!list) return;
      const { top, bottom } = list.getBoundingClientRect();
      const past = y < top + EDGE ? y - top - EDGE : y > bottom - EDGE ? y - bottom + EDGE : 0;
      if (past === 0) return;
      list.scrollTop += past / 3;
      aim();
    };
    const end = (): void => {
      ends.abort();
      clearTimeout(timer);
      cancelAnimationFrame(frame);
      ghost?.remove();
      over?.element.removeAttribute("data-over");
      delete document.documentElement.dataset["dragging"];
      this.#held = false;
    };
    const leave = (): void => {
      if (load) this.#rules.told(load.words, undefined, true);
      end();
    };

    const timer = touch ? setTimeout(begin, PRESS) : undefined;
    addEventListener("pointermove", (event) => {
      if (event.pointerId !== start.pointerId) return;
      [x, y] = [event.clientX, event.clientY];
      if (load) return aim();
      if (Math.hypot(x - start.clientX, y - start.clientY) < SLOP * (touch ? 2 : 1)) return;
      // A finger that moves at once scrolls.
      if (touch) end();
      else begin();
    }, options);
    addEventListener("pointerup", (event) => {
      if (event.pointerId !== start.pointerId) return;
      if (!load) return end();
      const [{ what, words }, target] = [load, over?.target];
      end();
      // The click that follows belongs to the drag.
      const swallow = (click: Event): void => { click.stopPropagation(); click.preventDefault(); };
      addEventListener("click", swallow, { capture: true, once: true });
      setTimeout(() => removeEventListener("click", swallow, { capture: true }), 0);
      this.#rules.told(words, target, true);
      if (target) this.#rules.drop(what, target);
    }, options);
    addEventListener("pointercancel", leave, options);
    // Of the window; elements lose the focus at every press.
    addEventListener("blur", (event) => event.target === window && leave(), options);
    addEventListener("contextmenu", (event) => event.preventDefault(), options);
    addEventListener("touchmove", (event) => { if (load) event.preventDefault(); }, { ...options, passive: false });
    addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !load) return;
      event.preventDefault();
      event.stopPropagation();
      leave();
    }, options);
  }
}

/** The innermost target at a point, if it allows what is held: what is refused there is not given to what lies around it. */
function targetAt(
  x: number, y: number, allowed: (target: Target) => boolean,
): { element: HTMLElement; target: Target } | undefined {
  const element = document.elementFromPoint(x, y)?.closest<HTMLElement>("[data-drop]");
  if (!element) return undefined;
  const { drop: kind = "", id = "", edges } = element.dataset;
  const { top, height } = (element.querySelector("[data-edge]") ?? element).getBoundingClientRect();
  const share = (y - top) / Math.max(1, height);
  const near = edges === undefined ? "on" : share < 0.28 ? "before" : share > 0.72 ? "after" : "on";
  const where = ([near, "on"] as const).find((one) => allowed({ kind, id, where: one }));
  return where && { element, target: { kind, id, where } };
}

function scrollerAt(x: number, y: number): HTMLElement | undefined {
  let element = document.elementFromPoint(x, y);
  while (element instanceof HTMLElement) {
    if (element.scrollHeight > element.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(element).overflowY)) return element;
    element = element.parentElement;
  }
  return undefined;
}
