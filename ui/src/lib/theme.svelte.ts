/** Light, dark, or what the system says. */

export type Theme = "system" | "light" | "dark";

const KEY = "linewise.theme";
const ORDER: readonly Theme[] = ["system", "light", "dark"];

function read(): Theme {
  return ORDER.find((known) => known === localStorage.getItem(KEY)) ?? "system";
}

function show(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}

let current = $state<Theme>(read());
show(read());

export const theme = {
  get current(): Theme {
    return current;
  },
  cycle(): void {
    current = ORDER[(ORDER.indexOf(current) + 1) % ORDER.length] ?? "system";
    localStorage.setItem(KEY, current);
    show(current);
  },
};
