import { parse, type Route } from "./route";

let current = $state.raw<Route>(parse(location.pathname, location.search));

export const router = {
  get route(): Route {
    return current;
  },
};

function read(): void {
  current = parse(location.pathname, location.search);
}

export function go(to: string, { replace = false } = {}): void {
  history[replace ? "replaceState" : "pushState"](null, "", to);
  read();
}

/** Follow the back button, and plain clicks on links to our own pages. Returns the clean-up. */
export function startRouter(): () => void {
  const onclick = (event: MouseEvent): void => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (!link || link.origin !== location.origin || link.target || link.hasAttribute("download")) return;
    if (link.pathname.startsWith("/api/") || link.getAttribute("href")?.startsWith("#")) return;
    event.preventDefault();
    go(link.pathname + link.search);
  };
  addEventListener("popstate", read);
  document.addEventListener("click", onclick);
  return () => {
    removeEventListener("popstate", read);
    document.removeEventListener("click", onclick);
  };
}
