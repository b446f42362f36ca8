/** Which attributes stand beside the text, and how: remembered for each project on this machine. */

export type Shown = "columns" | "line" | "none";

interface Choice {
  /** Nothing chosen yet: as the room allows. */
  shown: Shown | null;
  names: readonly string[] | null;
}

/** A column wants so many pixels, and the text with its margin so many before there are columns. */
const COLUMN = 104;
const TEXT = 1040;
const MOST = 4;

export class Columns {
  /** All attributes that the units have. */
  known = $state.raw<readonly string[]>([]);
  room = $state(0);
  #choice = $state.raw<Choice>({ shown: null, names: null });
  #key: string;

  constructor(project: string) {
    this.#key = `linewise.columns.${project}`;
    try {
      this.#choice = { shown: null, names: null, ...(JSON.parse(localStorage.getItem(this.#key) ?? "{}") as Partial<Choice>) };
    } catch {
      // What cannot be read was not chosen.
    }
  }

  /** Columns that fit beside the text. */
  #fitting = $derived(Math.max(0, Math.min(MOST, Math.floor((this.room - TEXT) / COLUMN))));

  shown = $derived<Shown>(this.room < 760 && this.#choice.shown !== "none" ? "line" : (this.#choice.shown ?? (this.#fitting > 0 ? "columns" : "line")));
  /** The attributes chosen, in their order; those that no unit has are left out. */
  names = $derived(
    this.#choice.names?.filter((name) => this.known.includes(name)) ??
      (this.shown === "columns" ? this.known.slice(0, this.#fitting) : this.known),
  );
  /** Names that stand in columns; none where the attributes stand in a line. */
  columns = $derived(this.shown === "columns" ? this.names : []);
  inLine = $derived(this.shown === "line" ? this.names : []);

  /** What a saved view keeps of this. */
  get kept(): string[] | null {
    return this.#choice.names === null ? null : [...this.#choice.names];
  }

  show(shown: Shown): void {
    this.#remember({ ...this.#choice, shown });
  }

  choose(names: readonly string[] | null): void {
    this.#remember({ ...this.#choice, names });
  }

  toggle(name: string): void {
    const names = this.names.includes(name) ? this.names.filter((other) => other !== name) : [...this.names, name];
    this.choose(this.known.filter((other) => names.includes(other)));
  }

  #remember(choice: Choice): void {
    this.#choice = choice;
    localStorage.setItem(this.#key, JSON.stringify(choice));
  }
}
