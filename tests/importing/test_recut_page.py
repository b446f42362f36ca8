"""Cutting an import anew in the browser: what would become of everything is read before it is done."""

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from linewise.importing.plan import ImportPlan
from linewise.workbench import Workspace
from tests.support.study import table
from tests.web.server import served


def test_an_import_is_cut_anew_and_put_back(page: Page, tmp_path: Path) -> None:
    with Workspace(tmp_path / "study.linewise", cause="ui") as workspace, served(workspace, token=None) as server:
        project = workspace.create("Moving", coder="Ann")
        rows = (("1", "We moved in spring. It was hard!"), ("2", "Only one."))
        file = table(tmp_path / "talks.csv", rows, columns=("id", "text"))
        project.importing.run(file, ImportPlan(text=("text",), id="id", encoding="utf-8"))
        project.coding.write(0, "hard", start=20, end=32)
        page.goto(f"{server.url}/p/{project.id}/import")
        page.get_by_role("button", name="Cut talks.csv into other units").click()
        dialog = page.get_by_role("dialog", name="Cut talks.csv anew")
        dialog.get_by_label("A unit is the whole text now").select_option("a sentence")
        expect(dialog).to_contain_text("2 units become 3 units; 1 stays as it is.", timeout=10_000)
        expect(dialog).to_contain_text("1 note moves along")
        assert not Axe().run(page).response["violations"]
        assert len(project.coding.units(limit=10).units) == 2
        dialog.get_by_role("button", name="Cut into 3 units").click()
        expect(page.get_by_text("talks.csv is 3 units now, where it was 2 units.")).to_be_visible(timeout=10_000)
        assert [unit.text for unit in project.coding.units(status="noted", limit=10).units] == ["It was hard!"]
        page.get_by_role("button", name="Undo").last.click()
        expect(page.get_by_text("Undid: cut an import into other units")).to_be_visible(timeout=10_000)
        assert len(project.coding.units(limit=10).units) == 2
