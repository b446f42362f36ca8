"""Take the pictures of the documentation: every page, light and dark, with real-looking work in it.

A project is made through the Python API from a part of the demo corpus: notes, codes, models, rounds, an application.
Seeds and the clock are fixed, so that two runs on one machine differ as little as can be.

    python scripts/screenshots.py            # all pages into docs/images
    python scripts/screenshots.py code group # only these
"""

import base64
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
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Self
from unittest.mock import patch

import machine
import numpy as np
import uvicorn
from playwright.sync_api import Page, expect, sync_playwright

import linewise
from linewise.demo import happydb_path
from linewise.importing.plan import ImportPlan
from linewise.web.app import create_app
from linewise.web.serve import bind
from linewise.workbench import Project, Workspace

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
WIDTH, HEIGHT = 1280, 800
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


# Lets the browser decode a picture, and gives its pixels back.
PIXELS = """async (png) => {
  const bytes = Uint8Array.from(atob(png), (sign) => sign.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
  canvas.drawImage(bitmap, 0, 0);
  const pixels = canvas.getImageData(0, 0, bitmap.width, bitmap.height).data;
  let text = "";
  for (let at = 0; at < pixels.length; at += 8192) text += String.fromCharCode(...pixels.subarray(at, at + 8192));
  return btoa(text);
}"""


class Clock(datetime):
    """A clock that goes on by some seconds whenever somebody looks."""

    _seconds = itertools.count(step=23)

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return cls.fromtimestamp(BEGAN.timestamp() + next(cls._seconds), tz)


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
    project = workspace.create("Happy moments", coder="Mira", seed=SEED)
    project.importing.run(moments(folder / "moments.csv", TEXTS), plan)
    for number, unit in enumerate(project.coding.units(order="random", limit=NOTED).units):
        notes = heard(unit.text)
        if notes:
            project.coding.write(unit.id, "; ".join(notes[:3]))
        else:
            project.coding.mark(unit.id, "unsure" if number % 3 else "skipped")
    known = {line.text for line in project.grouping.tray(limit=500).items}
    for name, (open_codes, definition) in CODES.items():
        project.grouping.create(name, norms=[one for one in open_codes if one in known], definition=definition)
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
    pilot = workspace.create("Pilot, first sixty", coder="Mira", seed=SEED)
    pilot.importing.run(moments(folder / "pilot.csv", 60), plan)
    for unit in pilot.coding.units(limit=21).units:
        pilot.coding.write(unit.id, "; ".join(heard(unit.text)) or "being content")
    opened = project.verifying.open(size=25, seed=SEED)
    for item in opened.items[:9]:
        decide(project, opened.round.id, item.position, item.unit.text)
    for job in workspace.jobs.list():
        workspace.jobs.wait(job.id, timeout=60)
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


def show_code(page: Page, folder: Path) -> None:
    page.get_by_role("combobox", name="Order").select_option("random")
    expect(page.locator("#row-1")).to_have_count(0)
    field = page.get_by_role("textbox", name="Note on unit").nth(3)
    field.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("being proud; s")
    expect(page.get_by_role("listbox", name="Earlier codes")).to_be_visible()
    page.keyboard.press("ArrowDown")


def show_group(page: Page, folder: Path) -> None:
    page.get_by_label("Which open codes").select_option("all")
    expect(page.locator("#tray-4")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Small pleasures")).first.click()
    expect(page.get_by_role("textbox", name="Definition")).to_be_visible()
    for line in (2, 4):
        page.locator(f"#tray-{line}").click()


def show_verify(page: Page, folder: Path) -> None:
    expect(page.get_by_role("article")).to_be_visible()


def show_apply(page: Page, folder: Path) -> None:
    expect(page.get_by_text("Last applied")).to_be_visible()


def show_audit(page: Page, folder: Path) -> None:
    page.get_by_role("button", name="Check the chain").click()
    expect(page.get_by_text("Whole:")).to_be_visible()


def show_teach(page: Page, folder: Path) -> None:
    expect(page.get_by_text("in use")).to_be_visible()


def show_import(page: Page, folder: Path) -> None:
    page.locator("input[type=file]").set_input_files(folder / "moments.csv")
    expect(page.get_by_role("button", name=re.compile("^Import .* rows"))).to_be_visible()


def show_explore(page: Page, folder: Path) -> None:
    expect(page.get_by_role("heading", name="How often")).to_be_visible()
    expect(page.get_by_role("table")).to_be_visible()
    expect(page.get_by_text("Mostly people")).to_be_visible()


def show_home(page: Page, folder: Path) -> None:
    expect(page.get_by_text("Happy moments")).to_be_visible()


PAGES: dict[str, Callable[[Page, Path], None]] = {
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


def packed(page: Page, png: bytes) -> bytes:
    """The same picture with a palette: colours that nearly agree become the commonest of them, until 256 are left."""
    raw = base64.b64decode(page.evaluate(PIXELS, base64.b64encode(png).decode()))
    pixels = np.frombuffer(raw, np.uint8).reshape(HEIGHT, WIDTH, 4)[..., :3].astype(np.uint32)
    colours, where, counts = np.unique(
        pixels @ np.array([1 << 16, 1 << 8, 1], np.uint32), return_inverse=True, return_counts=True
    )
    colours, places = colours[order := np.argsort(-counts)], np.argsort(order)[where]
    for bits in range(8, 0, -1):
        coarse = colours & int(f"{256 - (1 << 8 - bits):08b}" * 3, 2)
        _, first, group = np.unique(coarse, return_index=True, return_inverse=True)
        if len(first) <= 256:
            break
    palette = b"".join(int(colour).to_bytes(3) for colour in colours[first])
    rows = np.zeros((HEIGHT, WIDTH + 1), np.uint8)
    rows[:, 1:] = group[places].reshape(HEIGHT, WIDTH)
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 3, 0, 0, 0)),
        (b"PLTE", palette),
        (b"IDAT", zlib.compress(rows.tobytes(), 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )


def take(page: Page, address: str, name: str, theme: str, folder: Path) -> None:
    """Take one picture."""
    page.goto(address)
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    PAGES[name](page, folder)
    page.wait_for_function("document.fonts.ready")
    shot = page.screenshot(animations="disabled", caret="hide")
    # What was typed for the picture is not to be kept.
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    target = IMAGES / f"{name}-{theme}.png"
    picture = packed(page, shot)
    target.write_bytes(picture)
    heavy = f", more than {HEAVIEST // 1000} kB" if len(picture) > HEAVIEST else ""
    print(f"{target.relative_to(IMAGES.parent.parent)}: {len(picture) // 1000} kB{heavy}", flush=True)


def main(names: list[str]) -> None:
    """Take the pictures of these pages, or of all."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="linewise-") as place:
        folder = Path(place)
        with linewise.open_workspace(folder / "study.linewise") as workspace:
            with patch("linewise.workbench.clock.datetime", Clock):
                project = work(workspace, folder)
            with served(workspace) as url, sync_playwright() as playwright:
                program = str(machine.find_browser() or machine.ensure_browser())
                browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
                for theme in ("light", "dark"):
                    context = browser.new_context(
                        viewport={"width": WIDTH, "height": HEIGHT}, timezone_id="UTC", locale="en-GB"
                    )
                    context.add_init_script(f"localStorage.setItem('linewise.theme', '{theme}')")
                    context.clock.set_fixed_time(LOOKED)
                    page = context.new_page()
                    for name in names or PAGES:
                        address = url if name == "home" else f"{url}/p/{project.id}/{name}"
                        take(page, address, name, theme, folder)
                    context.close()
                browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
