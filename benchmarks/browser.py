"""In Chromium: from a key to the paint that answers it, and whether rows are there when they are scrolled to."""

import csv
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect, sync_playwright

import linewise
from benchmarks.figure import Figure, Taken, quantiles
from benchmarks.ground import Ground
from benchmarks.server import Server, up
from linewise.demo import happydb_gold, happydb_path

# Enough to teach from and to draw a round of.
TAUGHT, NOTED, ROUND = 1_500, 60, 60
TYPED = "a quiet evening with old friends; something new to laugh at; joy "
ROWS, ANSWERS, TURNS, OPENINGS = 40, 40, 4, 15
# A glance through the rows, and a throw towards the last of them: pixels a frame, frames.
GLANCE, THROW, FRAMES = 120, 600, 1_200
BUDGET = 50.0  # milliseconds from a decision to what comes next
BESIDE = "a key in an empty page"
SIZE = {"width": 1280, "height": 800}
PATIENCE = 60_000

# Times each key press until the first paint in which `bench.answered` holds, by the page's own clock.
STOPWATCH = """
window.bench = { taken: [], answered: () => () => true };
addEventListener("keydown", (event) => {
  if (["Control", "Shift"].includes(event.key)) return;
  const answered = bench.answered();
  const look = () => {
    if (!answered()) return requestAnimationFrame(look);
    const painted = new MessageChannel();
    painted.port1.onmessage = () => bench.taken.push(performance.now() - event.timeStamp);
    painted.port2.postMessage(0);
  };
  requestAnimationFrame(look);
}, true);
"""
# What answers a key, as it was before the press.
PAINT = "() => () => true"
NEXT_ROW = """() => {
  const was = document.activeElement;
  return () => document.activeElement !== was && document.activeElement.matches("textarea");
}"""
NEXT_UNIT = """() => {
  const name = () => document.querySelector("article[aria-label]")?.getAttribute("aria-label");
  const was = name();
  return () => name() && name() !== was;
}"""
NEXT_PLACE = """() => {
  const was = document.querySelector("main").getAttribute("aria-label");
  return () => {
    const main = document.querySelector("main");
    const there = main.getAttribute("aria-label") !== was && !main.querySelector("[aria-busy=true]");
    return there && main.innerText.length > 40;
  };
}"""
PALETTE = "() => () => document.querySelector('dialog[open] [role=option]')"

# Scrolls frame by frame and looks, in each, whether rows with words stand all over the viewport.
SCROLL = """async ([step, frames]) => {
  let scroller = document.querySelector(".unit").parentElement;
  while (!["auto", "scroll"].includes(getComputedStyle(scroller).overflowY)) scroller = scroller.parentElement;
  const box = scroller.getBoundingClientRect();
  const heights = [0.05, 0.25, 0.5, 0.75, 0.95].map((share) => box.top + share * box.height);
  const empty = (y) => !document.elementFromPoint(box.left + box.width / 3, y)?.closest(".unit")?.textContent.trim();
  const taken = [];
  let blank = 0, still = 0, last = performance.now();
  while (taken.length < frames && still < 300) {
    const before = scroller.scrollTop;
    scroller.scrollTop = before + step;
    await new Promise((go) => requestAnimationFrame(() => setTimeout(go)));
    taken.push(performance.now() - last);
    last = performance.now();
    if (heights.some(empty)) blank += 1;
    still = scroller.scrollTop > before ? 0 : still + 1;
  }
  const rows = [...document.querySelectorAll(".unit")].map((row) => Number(row.id.slice("row-".length)));
  return { blank, taken, row: Math.max(...rows) };
}"""


class Desk:
    """The pages in a browser, with a stopwatch in them."""

    def __init__(self, page: Page, server: Server) -> None:
        self._page = page
        self._base = f"http://{server.host}:{server.port}"
        page.set_default_timeout(PATIENCE)
        page.add_init_script(STOPWATCH)
        page.goto(f"{self._base}/?token={server.token}")
        self._projects = {one["name"]: one["id"] for one in server.client().ask("GET", "/api/projects")}
        self._plain = self._empty_page()

    def figures(self) -> Iterator[Figure]:
        """One line for each thing that a person waits for."""
        self._open("bench", "code")
        note = self._page.get_by_role("textbox", name="Note on unit").nth(2)
        note.focus()
        yield self._figure("key to paint in a note", self._keys(PAINT, *TYPED))
        self._page.keyboard.press("Escape")
        yield self._figure("Enter to the next note", self._rows())
        yield self._figure("palette open", self._palette(), budget=None)
        yield from self._scrolled()
        self._open("bench", "code")
        yield self._figure("next place", self._keys(NEXT_PLACE, *"]]]]]][[[[[[" * TURNS), budget=None)
        self._open("taught", "verify")
        expect(self._page.get_by_role("article")).to_be_visible()
        yield self._figure("decision to the next unit", self._keys(NEXT_UNIT, *["y"] * ANSWERS))

    def _empty_page(self) -> Taken:
        self._page.goto("about:blank")
        self._page.set_content("<textarea autofocus></textarea>")
        self._page.evaluate(STOPWATCH)
        self._page.locator("textarea").focus()
        return self._keys(PAINT, *TYPED)

    def _open(self, project: str, stage: str) -> None:
        self._page.goto(f"{self._base}/p/{self._projects[project]}/{stage}")
        expect(self._page.get_by_role("main", name=stage.capitalize())).to_be_visible()
        expect(self._page.locator("[aria-busy=true]")).to_have_count(0)

    def _keys(self, answered: str, *keys: str) -> Taken:
        """Press keys, each when the one before was answered."""
        self._page.evaluate(f"() => {{ bench.taken = []; bench.answered = {answered}; }}")
        for number, key in enumerate(keys, 1):
            self._page.keyboard.press("Space" if key == " " else key)
            self._page.wait_for_function("count => bench.taken.length >= count", arg=number)
        return Taken(self._page.evaluate("bench.taken"), [])

    def _rows(self) -> Taken:
        """A note on each row, ended by Enter; only that key counts."""
        taken: list[float] = []
        self._page.get_by_role("textbox", name="Note on unit").nth(3).focus()
        for number in range(ROWS):
            self._keys(PAINT, *f"joy {number}")
            if self._offers():
                self._page.keyboard.press("Escape")
            taken += self._keys(NEXT_ROW, "Enter").clock
        return Taken(taken, [])

    def _offers(self) -> bool:
        return self._page.get_by_role("listbox", name="Earlier codes").is_visible()

    def _palette(self) -> Taken:
        taken: list[float] = []
        for _ in range(OPENINGS):
            taken += self._keys(PALETTE, "Control+k").clock
            self._page.keyboard.press("Escape")
            expect(self._page.get_by_role("dialog")).to_have_count(0)
        return Taken(taken, [])

    def _scrolled(self) -> Iterator[Figure]:
        for what, step in (("at a glance", GLANCE), ("thrown", THROW)):
            self._open("bench", "code")
            expect(self._page.locator(".unit").first).to_be_visible()
            found: dict[str, Any] = self._page.evaluate(SCROLL, [step, FRAMES])
            yield Figure(
                what=f"empty frames of {len(found['taken']):,}, rows {what} to no. {found['row']:,}",
                unit="frames",
                median=found["blank"],
                budget=0,
            )
            yield self._figure(f"a frame, rows {what}", Taken(found["taken"], []), budget=None)

    def _figure(self, what: str, taken: Taken, *, budget: float | None = BUDGET) -> Figure:
        median, p95 = quantiles(taken.clock)
        return Figure(
            what=f"{what} (Chromium)",
            unit="ms",
            median=median,
            p95=p95,
            budget=budget,
            beside=BESIDE,
            yardstick=self._plain.median,
        )


def run(ground: Ground) -> Iterator[Figure]:
    """Keys and scrolling on a corpus of the full size, and a round on a smaller one."""
    workspace = ground.workspace()
    with linewise.open_workspace(workspace) as opened:
        _teach(opened, ground.folder)
    with up(workspace) as server, _page() as page:
        yield from Desk(page, server).figures()


@contextmanager
def _page() -> Iterator[Page]:
    sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))
    import machine

    program = machine.find_browser() or machine.ensure_browser()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(program), args=["--no-sandbox", "--disable-gpu"])
        yield browser.new_context(viewport=SIZE).new_page()  # type: ignore[arg-type]
        browser.close()


def _teach(workspace: "linewise.Workspace", folder: Path) -> None:
    """A second project with codes, a model, and a round to answer."""
    gold = happydb_gold()
    source = folder / "taught.csv"
    with happydb_path() as path, path.open(newline="", encoding="utf-8") as file:
        rows = [(row["id"], row["text"]) for row in csv.DictReader(file)][:TAUGHT]
    with source.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("id", "text"), *rows])
    project = workspace.create("taught", seed=1)
    project.importing.run(source)
    for unit in project.coding.units(order="random", limit=NOTED).units:
        project.coding.write(unit.id, gold[str(unit.external_id)])
    for line in project.grouping.tray().items:
        project.grouping.create(line.text, norms=[line.norm])
    project.teaching.encode()
    project.teaching.train()
    project.verifying.open(size=ROUND)
