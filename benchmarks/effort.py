"""Keys and clicks of a whole study, beside what the interface of 2022 asks for the same decisions.

The study is the one of tests/thread/test_browser_study.py; the other side is the model in tests/support/original.py.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from benchmarks.ground import Ground
from tests.support import original
from tests.support.hands import Keyboard, Pointer
from tests.support.original import Effort
from tests.support.served import served
from tests.support.whole import LINES, ROUND, Study, make_texts

HEAD = f"""A study of {LINES} lines coded, 12 codes grouped, two rounds of {ROUND} verified and the results read, done
in the pages by keyboard alone, and by pointer alone (texts typed, all else clicked). Beside it the least that the
interface of 2022 asks for the same decisions, as its paper describes it: with "select all" for what a search found,
and with a tick for each annotation, as its figure 7 shows. Counted are key presses, letters among them, and clicks;
waiting is free.

| hand | Linewise | 2022, select all | 2022, ticks | of it needed here |
| --- | ---: | ---: | ---: | ---: |"""


def run(ground: Ground) -> str:
    """The table."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))
    import machine

    expect.set_options(timeout=60_000)
    texts = make_texts(ground.folder / "texts.linewise")
    lines = [HEAD]
    with sync_playwright() as playwright:
        program = str(machine.find_browser() or machine.ensure_browser())
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        for hand, counted in ((Keyboard, original.by_keyboard), (Pointer, original.by_pointer)):
            copy = ground.folder / f"{hand.__name__}.linewise"
            shutil.copyfile(texts, copy)
            with served(ground.folder / hand.__name__, str(copy)) as server:
                study = Study.begin(hand(browser.new_page(), server.start()))
                study.run()
            spent, least = study.hand.spent, counted(study.done)
            cells = (_said(spent), _said(least), _said(counted(study.done, ticked=True)))
            lines.append(f"| {hand.__name__.lower()} | {' | '.join(cells)} | {spent.actions / least.actions:.0%} |")
        browser.close()
    return "\n".join(lines)


def _said(effort: Effort) -> str:
    return f"{effort.keys:,} keys, {effort.clicks:,} clicks"
