/** How this browser shows things: colours, density, the size of texts. Each is an attribute of the root element. */

/** A choice among a few, the usual one of which needs no attribute. */
export class Choice<T extends string> {
  readonly name: string;
  readonly values: readonly T[];
  readonly usual: T;
  #current: T;

  constructor(name: string, values: readonly [T, ...T[]], usual: T = values[0]) {
    this.name = name;
    this.values = values;
    this.usual = usual;
    const kept = localStorage.getItem(`linewise.${name}`);
    this.#current = $state(values.find((known) => known === kept) ?? usual);
    this.#show();
  }

  get current(): T {
    return this.#current;
  }

  set(value: T): void {
    this.#current = value;
    localStorage.setItem(`linewise.${this.name}`, value);
    this.#show();
  }

  /** On to the next one, round and round. */
  cycle(): void {
    const next = (this.values.indexOf(this.#current) + 1) % this.values.length;
    this.set(this.values[next] ?? this.#current);
  }

  #show(): void {
    const root = document.documentElement;
    if (this.#current === this.usual) delete root.dataset[this.name];
    else root.dataset[this.name] = this.#current;
  }
}

export type Theme = "system" | "light" | "dark";

export const theme = new Choice<Theme>("theme", ["system", "light", "dark"]);
export const density = new Choice<"comfortable" | "compact">("density", ["comfortable", "compact"]);
export const textSize = new Choice<"small" | "normal" | "large" | "largest">(
  "text",
  ["small", "normal", "large", "largest"],
  "normal",
);
