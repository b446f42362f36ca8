"""In Chromium: from a key to the paint that answers it, and rows that are there when they are scrolled to."""

import csv
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import linewise
from benchmarks.figure import Figure, Taken
from benchmarks.ground import Ground
from benchmarks.server import Server, up
from linewise.demo import happydb_gold, happydb_path

# What the pages of a round need: enough texts to teach from and to draw rounds of.
TAUGHT, NOTED, ROUND = 1_500, 60, 40
TYPED = "a quiet evening with friends and family; something new "
ROWS, TURNS = 40, 12
FRAME_BUDGET, NEXT_BUDGET = 50.0, 50.0
BESIDE = "a key in an empty page"
WIDTH, HEIGHT = 1280, 800

# Times every key press until the first paint in which `answered` holds; by the page's own clock.
STOPWATCH = """
window.bench = { taken: [], answered: () => true };
addEventListener("keydown", (event) => {
  if (event.key === "Control" || event.key === "Shift") return;
  const began = event.timeStamp;
  const check = bench.answered;
  const look = () => {
    if (!check()) return requestAnimationFrame(look);
    const painted = new MessageChannel();
    painted.port1.onmessage = () => bench.taken.push(performance.now() - began);
    painted.port2.postMessage(0);
  };
  requestAnimationFrame(look);
}, true);
"""
# Scrolls frame by frame and looks, in each, whether rows with words stand all over the viewport.
SCROLL = """async ({ step, frames }) => {
  const rowOf = (x, y) => document.elementFromPoint(x, y)?.closest(".unit");
  let scroller = document.querySelector(".unit");
  while (scroller && !(scroller.scrollHeight > scroller.clientHeight && getComputedStyle(scroller).overflowY !== "visible"))
    scroller = scroller.parentElement;
  const box = scroller.getBoundingClientRect();
  const heights = [0.08, 0.3, 0.5, 0.7, 0.92].map((share) => box.top + share * box.height);
  const frame = () => new Promise((go) => requestAnimationFrame(go));
  let blank = 0, waited = 0, seen = 0, slowest = 0, last = performance.now();
  const taken = [];
  while (seen < frames) {
    const before = scroller.scrollTop;
    scroller.scrollTop = before + step;
    await frame();
    const now = performance.now();
    taken.push(now - last);
    last = now;
    seen += 1;
    if (heights.some((y) => !rowOf(box.left + box.width / 2, y)?.textContent.trim())) blank += 1;
    if (scroller.scrollTop === before) {
      // The end of what has come so far: nothing is blank, but one waits.
      waited += 1;
      if (waited > 600) break;
    } else if (scroller.scrollTop > before) waited = Math.max(waited, 0);
  }
  const rows = [...document.querySelectorAll(".unit")].map((row) => Number(row.id.replace("row-", "")));
  return { blank, waited, seen, taken, last: Math.max(...rows), height: scroller.scrollHeight };
}"""


def run(ground: Ground) -> Iterator[Figure]:
    """Keys and scrolling on a corpus of the full size, and a round on a smaller one."""
    from playwright.sync_api import Error

    workspace = ground.workspace()
    with linewise.open_workspace(workspace) as opened:
        _teach(opened, ground.folder)
    with up(workspace) as server:
        try:
            with _page(server) as desk:
                yield from desk.figures()
        except Error as problem:
            raise SystemExit(f"The browser could not be driven: {problem}") from problem


def _teach(workspace: "linewise.Workspace", folder: Path) -> None:
    """A second project with codes and a model."""
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
