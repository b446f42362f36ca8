"""Take the pictures of the documentation: every page, light and dark, with real-looking work in it.

A project is made through the Python API from a part of the demo corpus: notes, codes, models, rounds, an application.
Seeds and the clock are fixed, so that two runs on one machine differ as little as can be.

    python scripts/screenshots.py            # all pages into docs/images
    python scripts/screenshots.py code group # only these
"""

import csv
import itertools
import re
import struct
import sys
import tempfile
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import machine
import uvicorn
from playwright.sync_api import Page, expect, sync_playwright

import linewise
from linewise.demo import happydb_path
from linewise.importing.plan import ImportPlan
from linewise.web.app import create_app
from linewise.web.serve import bind
from linewise.workbench import Project, Workspace

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
SIZE = {"width": 1280, "height": 800}
HEAVIEST = 150_000
TEXTS = 1_500
NOTED = 240
SEED = 7
BEGAN = datetime(2026, 11, 19, 9, 0, tzinfo=UTC)
LOOKED = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)

# What this coder writes when a moment speaks of something.
HEARD = {
    "children": r"\b(daughter|son|kids?|child(ren)?|baby|grand\w+)\b",
    "family": r"\b(mom|mother|dad|father|brother|sister|parents?|family|cousins?)\b",
    "partner": r"\b(wife|husband|boyfriend|girlfriend|fianc\w+|partner)\b",
    "pets": r"\b(dogs?|cats?|puppy|kittens?|pets?)\b",
    "time with friends": r"\bfriends?\b",
    "celebration": r"\b(birthday|party|wedding|anniversary)\b",
    "success at work": r"\b(job|work|boss|promot\w+|client|office)\b",
    "monetary gain": r"\b(money|paid|bonus|dollars?|raise|salary|\$\d+)",
    "goal reached": r"\b(finish\w*|complet\w*|finally|won|goal|achiev\w*)\b",
    "learning": r"\b(exam|class|school|college|learn\w*|stud(y|ied))\b",
    "good food": r"\b(ate|eat|dinner|lunch|food|cook\w*|delicious|ice cream|coffee)\b",
    "something new": r"\b(bought|new|purchas\w*|gift)\b",
    "fun and games": r"\b(games?|movies?|book|watch\w*|play\w*|music|show)\b",
    "moving my body": r"\b(gym|ran|run|walk\w*|workout|exercis\w*|bike|yoga)\b",
    "outdoors": r"\b(weather|sun\w*|rain\w*|garden\w*|flowers?|park|beach)\b",
    "travel": r"\b(trip|vacation|travel\w*|visit\w*)\b",
}
CODES = {
    "Close ones": (("children", "family", "partner"), "Joy in the people one belongs to: partner, children, kin."),
    "Animals": (("pets",), "A pet, one's own or somebody else's, is what makes the moment."),
    "Company": (("time with friends", "celebration"), "Being with people beyond the family, planned or by chance."),
    "Getting somewhere": (("goal reached", "success at work", "learning"), "Effort that led to something one wanted."),
    "Money": (("monetary gain",), "Money that came in, was found, or was saved."),
    "Small pleasures": (("good food", "something new", "fun and games"), "Enjoying a thing for its own sake."),
    "Body and nature": (("moving my body", "outdoors"), "Movement, weather, plants, the open air."),
}


class Clock(datetime):
    """A clock that goes on by some seconds whenever somebody looks."""

    _seconds = itertools.count(step=23)

    @classmethod
    def now(cls, tz: object = None) -> datetime:
        return BEGAN + timedelta(seconds=next(cls._seconds))


def heard(text: str) -> list[str]:
    """What this coder would write about a text."""
    return [note for note, pattern in HEARD.items() if re.search(pattern, text, re.IGNORECASE)]


def moments(target: Path, texts: int) -> Path:
    """The first texts of the demo corpus as a CSV file."""
    with happydb_path() as source, source.open(newline="", encoding="utf-8") as file:
        rows = list(itertools.islice(csv.DictReader(file), texts))
    with target.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, ("id", "text", "label"))
        writer.writeheader()
        writer.writerows(rows)
    return target


def work(workspace: Workspace, folder: Path) -> Project:
    """A study as it may look after two days."""
    plan = ImportPlan(text=("text",), id="id")
    pilot = workspace.create("Pilot, first sixty", coder="Mira", seed=SEED)
    pilot.importing.run(moments(folder / "pilot.csv", 60), plan)
    for unit in pilot.coding.units(limit=21).units:
        pilot.coding.write(unit.id, "; ".join(heard(unit.text)) or "being content")

    project = workspace.create("Happy moments", coder="Mira", seed=SEED)
    project.importing.run(moments(folder / "moments.csv", TEXTS), plan)
    for number, unit in enumerate(project.coding.units(order="random", limit=NOTED).units):
        notes = heard(unit.text)
        if notes:
            project.coding.write(unit.id, "; ".join(notes[:3]))
        else:
            project.coding.mark(unit.id, "unsure" if number % 3 else "skipped")
    known = {line.text for line in project.grouping.tray(limit=500).items}
    for name, (notes, definition) in CODES.items():
        project.grouping.create(name, norms=[note for note in notes if note in known], definition=definition)
    project.teaching.encode()
    project.teaching.train()
    for number in range(2):
        opened = project.verifying.open(size=40, audit_share=0.4, seed=number)
        for item in opened.items:
            decide(project, opened.round.id, item.position, item.unit.text)
        project.verifying.close(opened.round.id)
        project.teaching.train()
    project.applying.run(confidence=0.8)
    project.exploring.write_memo(
        "project", project.id, "Mostly people, rarely things. Look at work again: pride, or relief?"
    )
    opened = project.verifying.open(size=25, seed=SEED)
    for item in opened.items[:9]:
        decide(project, opened.round.id, item.position, item.unit.text)
    return project


def decide(project: Project, round: str, position: int, text: str) -> None:
    """Answer as the coder who wrote the notes would."""
    ids = {card.code.name: card.code.id for card in project.grouping.codebook().codes}
    said = set(heard(text))
    codes = [ids[name] for name, (notes, _) in CODES.items() if said & set(notes)]
    project.verifying.decide(round, position, state="corrected" if codes else "unsure", codes=codes)


@contextmanager
def served(workspace: Workspace) -> Iterator[str]:
    """The pages of a workspace, for as long as the block lasts."""
    app = create_app(workspace, token=None)
    listening = bind("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=5))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        app.state.feeds.close()
        server.should_exit = True
        thread.join()


def show_code(page: Page) -> None:
    page.get_by_role("combobox", name="Order").select_option("random")
    expect(page.locator("#row-1")).to_have_count(0)
    field = page.get_by_role("textbox", name="Note on unit").nth(3)
    field.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("being proud; s")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")


def show_group(page: Page) -> None:
    page.get_by_label("Which open codes").select_option("all")
    expect(page.locator("#tray-4")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Small pleasures")).first.click()
    expect(page.get_by_role("textbox", name="Definition")).to_be_visible()
    for line in (2, 4):
        page.locator(f"#tray-{line}").click()


def show_verify(page: Page) -> None:
    expect(page.get_by_role("article")).to_be_visible()


def show_apply(page: Page) -> None:
    expect(page.get_by_text("Last applied")).to_be_visible()


def show_audit(page: Page) -> None:
    page.get_by_role("button", name="Check the chain").click()
    expect(page.get_by_text("Whole:")).to_be_visible()


def show_teach(page: Page) -> None:
    expect(page.get_by_text("in use")).to_be_visible()


def show_import(page: Page) -> None:
    page.locator("input[type=file]").set_input_files(Path(tempfile.gettempdir()) / "linewise-pictures" / "moments.csv")
    expect(page.get_by_role("button", name=re.compile("^Import .* rows"))).to_be_visible()


def show_explore(page: Page) -> None:
    expect(page.get_by_text("How often")).to_be_visible()


def show_home(page: Page) -> None:
    expect(page.get_by_text("Happy moments")).to_be_visible()


PAGES: dict[str, Callable[[Page], None]] = {
    "home": show_home,
    "import": show_import,
    "code": show_code,
    "group": show_group,
    "teach": show_teach,
    "verify": show_verify,
    "apply": show_apply,
    "audit": show_audit,
    "explore": show_explore,
}


def packed(png: bytes) -> bytes:
    """The same picture, its data compressed as well as zlib can and nothing beside."""
    kept, data, at = [], b"", 8
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        kind, body = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        if kind == b"IDAT":
            data += body
        elif kind == b"IHDR":
            kept.append((kind, body))
        at += length + 12
    kept += [(b"IDAT", zlib.compress(zlib.decompress(data), 9)), (b"IEND", b"")]
    chunks = (
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in kept
    )
    return png[:8] + b"".join(chunks)


def take(page: Page, address: str, name: str, theme: str) -> None:
    """Take one picture."""
    page.goto(address)
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    PAGES[name](page)
    page.wait_for_function("document.fonts.ready")
    target = IMAGES / f"{name}-{theme}.png"
    picture = packed(page.screenshot(animations="disabled", caret="hide"))
    target.write_bytes(picture)
    heavy = f", more than {HEAVIEST // 1000} kB" if len(picture) > HEAVIEST else ""
    print(f"{target.relative_to(IMAGES.parent.parent)}: {len(picture) // 1000} kB{heavy}", flush=True)


def main(names: list[str]) -> None:
    """Take the pictures of these pages, or of all."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.gettempdir()) / "linewise-pictures"
    with tempfile.TemporaryDirectory(prefix="linewise-") as place:
        with linewise.open_workspace(Path(place) / "study.linewise") as workspace:
            folder.mkdir(exist_ok=True)
            with patch("linewise.workbench.clock.datetime", Clock):
                project = work(workspace, folder)
            with served(workspace) as url, sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=str(machine.find_browser() or machine.ensure_browser()), args=["--no-sandbox"]
                )
                for theme in ("light", "dark"):
                    context = browser.new_context(
                        viewport=SIZE, timezone_id="UTC", locale="en-GB", reduced_motion="reduce"
                    )
                    context.add_init_script(f"localStorage.setItem('linewise.theme', '{theme}')")
                    context.clock.set_fixed_time(LOOKED)
                    page = context.new_page()
                    for name in names or PAGES:
                        take(page, url if name == "home" else f"{url}/p/{project.id}/{name}", name, theme)
                    context.close()
                browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
