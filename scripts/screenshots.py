"""Take the pictures of the documentation: every page, light and dark, with real-looking work in it (see pictured.py).

python scripts/screenshots.py            # all of them into docs/images
python scripts/screenshots.py code group # only these
"""

import base64
import re
import struct
import sys
import tempfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import brought
import machine
import numpy as np
from pictured import Pictured, decide, served, work
from playwright.sync_api import Browser, Page, expect, sync_playwright

import linewise

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
WIDE, NARROW = (1280, 800), (390, 844)
HEAVIEST = 150_000
LOOKED = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)

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


@dataclass(frozen=True)
class Shown:
    """What a picture is made from: the page, where the files lie, and the projects."""

    page: Page
    folder: Path
    projects: Pictured


def show_code(shown: Shown) -> None:
    shown.page.get_by_role("combobox", name="Order").select_option("random")
    expect(shown.page.locator("#row-1")).to_have_count(0)
    field = shown.page.get_by_role("textbox", name="Note on unit").nth(3)
    field.focus()
    shown.page.keyboard.press("Control+a")
    shown.page.keyboard.type("being proud; s")
    expect(shown.page.get_by_role("listbox", name="Earlier codes")).to_be_visible()
    shown.page.keyboard.press("ArrowDown")


def show_group(shown: Shown) -> None:
    show_tray(shown)
    for line in (2, 4):
        shown.page.locator(f"#tray-{line}").click()


def show_entry(shown: Shown) -> None:
    shown.page.get_by_role("button", name="Small pleasures", exact=True).first.click()
    expect(shown.page.get_by_role("textbox", name="Definition")).to_be_visible()


def show_verify(shown: Shown) -> None:
    expect(shown.page.get_by_role("article")).to_be_visible()
    for _ in range(25):
        if not shown.page.get_by_text("Your own answer first").is_visible():
            break
        shown.page.keyboard.press("Space")
    shown.page.keyboard.press("w")
    expect(shown.page.get_by_text(re.compile("^Without "))).to_be_visible()


def show_apply(shown: Shown) -> None:
    expect(shown.page.get_by_role("slider").first).to_be_visible()
    expect(shown.page.get_by_text("Last applied")).to_be_visible()
    expect(shown.page.get_by_role("button", name=re.compile("^Apply as promised"))).to_be_visible()


def show_audit(shown: Shown) -> None:
    shown.page.get_by_role("button", name="Check the chain").click()
    expect(shown.page.get_by_text("Whole:")).to_be_visible()


def show_teach(shown: Shown) -> None:
    expect(shown.page.get_by_text("is in use")).to_be_visible()


def show_questions(shown: Shown) -> None:
    expect(shown.page.get_by_role("button", name="Set aside").first).to_be_visible()


def show_models(shown: Shown) -> None:
    expect(shown.page.get_by_text("in use").first).to_be_visible()


def show_calibration(shown: Shown) -> None:
    expect(shown.page.get_by_role("img", name=re.compile("^Stated and right"))).to_be_visible()


def show_import(shown: Shown) -> None:
    shown.page.locator("input[type=file]").set_input_files(shown.folder / "moments.csv")
    expect(shown.page.get_by_role("button", name=re.compile("^Import .* rows"))).to_be_visible()


def look_at(shown: Shown, file: Path) -> None:
    """Give the Import page a file, and wait for its first units."""
    shown.page.locator("input[type=file]").set_input_files(file)
    expect(shown.page.locator(".finish")).to_be_visible(timeout=60_000)
    expect(shown.page.get_by_text("Reading the whole file")).to_have_count(0, timeout=60_000)


def show_word(shown: Shown) -> None:
    look_at(shown, brought.interview(shown.folder / "interview-07.docx"))


def show_pdf(shown: Shown) -> None:
    look_at(shown, brought.report(shown.folder / "annual-report.pdf"))


def show_qdpx(shown: Shown) -> None:
    file = shown.folder / "moments.qdpx"
    if not file.exists():
        shown.projects.study.exporting.run(file)
    look_at(shown, file)


def show_export(shown: Shown) -> None:
    shown.page.get_by_role("button", name="Export").first.click()
    shown.page.get_by_role("radio", name="REFI-QDA project").check()


def show_explore(shown: Shown) -> None:
    expect(shown.page.get_by_role("heading", name="How often")).to_be_visible()
    expect(shown.page.get_by_role("table").first).to_be_visible()


def show_home(shown: Shown) -> None:
    expect(shown.page.get_by_text("Happy moments")).to_be_visible()


def show_reading(shown: Shown) -> None:
    shown.page.keyboard.press("l")
    expect(shown.page.get_by_text("She did not look back once.")).to_be_visible()


def show_recall(shown: Shown) -> None:
    shown.page.locator(".unit").nth(2).click()
    shown.page.keyboard.press("Escape")
    shown.page.keyboard.press("r")
    expect(shown.page.get_by_role("complementary")).to_be_visible()
    expect(shown.page.get_by_role("complementary").get_by_role("listitem").first).to_be_visible()


def show_saturation(shown: Shown) -> None:
    shown.page.keyboard.press("o")
    expect(shown.page.get_by_role("complementary").locator("svg").nth(1)).to_be_visible()


def show_proposals(shown: Shown) -> None:
    shown.page.keyboard.press("p")
    expect(shown.page.get_by_role("button", name="Make this code").first).to_be_visible()


def show_comparison(shown: Shown) -> None:
    for name in ("Close ones", "Company"):
        shown.page.get_by_role("treeitem", name=re.compile(f"^{name}")).focus()
        shown.page.keyboard.press("x")
    shown.page.keyboard.press("=")
    expect(shown.page.locator(".reading").nth(3)).to_be_visible()


def show_verify_blind(shown: Shown) -> None:
    expect(shown.page.get_by_role("article")).to_be_visible()
    for _ in range(25):
        if shown.page.get_by_text("Your own answer first").is_visible():
            return
        shown.page.keyboard.press("Space")
    raise SystemExit("No item of the round is blind.")


def show_summary(shown: Shown) -> None:
    """The round is ended here: this picture comes last."""
    project = shown.projects.study
    opened = project.verifying.state().open
    if opened is not None:
        for item in opened.items:
            if item.state == "pending":
                decide(project, opened.round.id, item.position, item.unit.text)
        project.verifying.close(opened.round.id)
        project.teaching.train()
        shown.page.reload()
    expect(shown.page.get_by_role("heading", name=re.compile("^After round"))).to_be_visible()


def show_memos(shown: Shown) -> None:
    expect(shown.page.get_by_text("Mostly people")).to_be_visible()


def show_palette(shown: Shown) -> None:
    show_rows(shown)
    shown.page.keyboard.press("Control+k")
    shown.page.keyboard.type("co")
    expect(shown.page.get_by_role("option", name="Company code")).to_be_visible()


def show_keys(shown: Shown) -> None:
    shown.page.keyboard.press("?")
    expect(shown.page.get_by_role("dialog", name="Keys")).to_be_visible()


def show_settings(shown: Shown) -> None:
    shown.page.keyboard.press(",")
    expect(shown.page.get_by_role("dialog", name="Settings")).to_be_visible()


def show_tray(shown: Shown) -> None:
    shown.page.get_by_label("Which open codes").select_option("all")
    expect(shown.page.locator("#tray-4")).to_be_visible()


def show_rows(shown: Shown) -> None:
    expect(shown.page.get_by_role("article").first).to_be_visible()


@dataclass(frozen=True)
class Picture:
    """A page, and what is done on it before it is taken."""

    stage: str
    show: Callable[[Shown], None]
    size: tuple[int, int] = WIDE
    project: str = "study"


PICTURES = {
    "home": Picture("", show_home),
    "import": Picture("import", show_import),
    "import-word": Picture("import", show_word, project="talk"),
    "import-pdf": Picture("import", show_pdf, project="talk"),
    "import-qdpx": Picture("import", show_qdpx, project="talk"),
    "code": Picture("code", show_code),
    "reading": Picture("code", show_reading, project="talk"),
    "recall": Picture("code", show_recall),
    "saturation": Picture("code", show_saturation),
    "group": Picture("group", show_group),
    "entry": Picture("group", show_entry),
    "proposals": Picture("group", show_proposals, project="pilot"),
    "comparison": Picture("group", show_comparison),
    "teach": Picture("teach", show_teach),
    "questions": Picture("teach?view=questions", show_questions),
    "models": Picture("teach?view=models", show_models),
    "calibration": Picture("teach?view=calibration", show_calibration),
    "verify": Picture("verify", show_verify),
    "blind": Picture("verify", show_verify_blind),
    "apply": Picture("apply", show_apply),
    "export": Picture("apply", show_export),
    "audit": Picture("audit", show_audit),
    "explore": Picture("explore", show_explore),
    "memos": Picture("memos", show_memos),
    "palette": Picture("code", show_palette),
    "keys": Picture("code", show_keys),
    "settings": Picture("code", show_settings),
    "home-narrow": Picture("", show_home, NARROW),
    "code-narrow": Picture("code", show_rows, NARROW),
    "group-narrow": Picture("group", show_tray, NARROW),
    "verify-narrow": Picture("verify", show_verify, NARROW),
    "apply-narrow": Picture("apply", show_apply, NARROW),
    # Ends the round, so it comes last.
    "summary": Picture("verify", show_summary),
}


def packed(page: Page, png: bytes, size: tuple[int, int]) -> bytes:
    """The same picture with a palette: colours that nearly agree become the commonest of them, until 256 are left."""
    width, height = size
    raw = base64.b64decode(page.evaluate(PIXELS, base64.b64encode(png).decode()))
    pixels = np.frombuffer(raw, np.uint8).reshape(height, width, 4)[..., :3].astype(np.uint32)
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
    rows = np.zeros((height, width + 1), np.uint8)
    rows[:, 1:] = group[places].reshape(height, width)
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", palette),
        (b"IDAT", zlib.compress(rows.tobytes(), 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )


def take(shown: Shown, url: str, name: str, theme: str) -> None:
    """Take one picture."""
    page, picture = shown.page, PICTURES[name]
    project = getattr(shown.projects, picture.project)
    width, height = picture.size
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{url}/p/{project.id}/{picture.stage}" if picture.stage else url)
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    picture.show(shown)
    page.wait_for_function("document.fonts.ready")
    shot = page.screenshot(animations="disabled", caret="hide")
    # What was typed for the picture is not to be kept.
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    target = IMAGES / f"{name}-{theme}.png"
    png = packed(page, shot, picture.size)
    target.write_bytes(png)
    heavy = f", more than {HEAVIEST // 1000} kB" if len(png) > HEAVIEST else ""
    print(f"{target.relative_to(IMAGES.parent.parent)}: {len(png) // 1000} kB{heavy}", flush=True)


def desk(browser: Browser, theme: str) -> Page:
    """A page in these colours, at an hour that does not change."""
    context = browser.new_context(timezone_id="UTC", locale="en-GB")
    context.add_init_script(f"localStorage.setItem('linewise.theme', '{theme}')")
    context.clock.set_fixed_time(LOOKED)
    return context.new_page()


def main(names: list[str]) -> None:
    """Take these pictures, or all."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="linewise-") as place:
        folder = Path(place)
        with linewise.open_workspace(folder / "study.linewise") as workspace:
            projects = work(workspace, folder)
            with served(workspace) as url, sync_playwright() as playwright:
                program = str(machine.find_browser() or machine.ensure_browser())
                browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
                pages = {theme: desk(browser, theme) for theme in ("light", "dark")}
                for name in names or PICTURES:
                    for theme, page in pages.items():
                        take(Shown(page, folder, projects), url, name, theme)
                browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
