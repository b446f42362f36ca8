"""Ways out through the project itself: which ending is which format, the counts in a codebook, the datasheet."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from linewise.core.errors import BadInput
from linewise.interchange.formats.card import CardFacts, CodeRates, CoderFact, ModelFact, RateFact, card
from linewise.interchange.formats.rendering.book import book
from linewise.workbench import Project
from tests.exporting.books import PARCEL
from tests.support.study import study


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    folder = tmp_path_factory.mktemp("ways")
    with study(f"sqlite:///{folder / 'study.linewise'}", folder) as made:
        made.coding.write(0, "coin")
        made.coding.write(2, "smile")
        money = made.grouping.create("Money", norms=("coin",), definition="What one has.")
        made.grouping.create("Coins", definition="Round ones.", parents=(money.code.id,))
        made.as_coder("Bo").coding.code(3, {money.code.id: "present"})
        yield made


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("study.zip", "project"),
        ("book.docx", "codebook-docx"),
        ("book.pdf", "codebook-pdf"),
        ("book.html", "codebook-html"),
        ("book.md", "codebook-markdown"),
        ("my.study.codebook.csv", "codebook-csv"),
        ("a.codebook.xlsx", "codebook-xlsx"),
        ("a.quotations.docx", "quotations-docx"),
        ("a.quotations.html", "quotations-html"),
        ("a.quotations.csv", "quotations-csv"),
        ("a.quotations.xlsx", "quotations-xlsx"),
        ("STUDY.CARD.MD", "datasheet"),
        ("codings.csv", "table-long"),
        ("codings.parquet", "table-long"),
    ],
)
def test_the_ending_tells_the_format(project: Project, tmp_path: Path, name: str, format: str) -> None:
    if format == "codebook-pdf":
        pytest.importorskip("typst")
    written = project.exporting.run(tmp_path / name)
    assert written.format == format
    assert (tmp_path / name).stat().st_size == written.bytes > 100
    tried = project.exporting.run(tmp_path / f"tried-{name}", dry_run=True)
    assert tried.counts == written.counts and not (tmp_path / f"tried-{name}").exists()


def test_a_codebook_has_the_counts_of_the_project(project: Project, tmp_path: Path) -> None:
    project.exporting.run(tmp_path / "book.md")
    text = (tmp_path / "book.md").read_text()
    assert "### Coins" in text and "What one has." in text
    # Units 0 and 1 and units 3 and 4 are twins; "luck" and "family" were imported.
    assert "| Money | 4 | 0 |" in text and "| Money › Coins | 0 | 0 |" in text
    assert re.search(r"\| family \| 0 \| 2 \|", text)
    assert re.search(r"Codebook version: \d+", text) and "Coders: Ann, Bo" in text


def test_quotations_name_who_coded(project: Project, tmp_path: Path) -> None:
    project.exporting.run(tmp_path / "q.quotations.html", choices={"codes": "money", "include": "people"})
    text = (tmp_path / "q.quotations.html").read_text()
    assert text.count("<mark>") == 4
    assert "<mark>We won the game</mark>" in text and "Bo, 20" in text
    with pytest.raises(BadInput, match="no code"):
        project.exporting.run(tmp_path / "q.quotations.html", choices={"codes": "nothing"})


def test_a_datasheet_says_what_is_known_and_asks_the_rest(project: Project, tmp_path: Path) -> None:
    project.exporting.run(tmp_path / "s.card.md", choices={"licence": 'cc-by-4.0"\n'})
    text = (tmp_path / "s.card.md").read_text()
    header = text.split("---\n")[1]
    assert (
        'pretty_name: "study"\n' in header and json.loads(header.split("license: ")[1].split("\n")[0]) == 'cc-by-4.0"'
    )
    assert "| Ann | 3 | 2 |" in text or "| Ann | 2 | 2 |" in text
    assert re.search(r"\| Bo \| 2 \| 2 \|", text)
    assert "lines.csv: 8 documents, 8 units, imported" in text and "4 codings that nobody here had checked" in text
    assert "- [ ] Who holds rights in the texts?" in text and "Under which licence" not in text
    head = project.auditing.log(limit=1).entries[0].hash
    assert f"ends with `{head}`" in text and "No model coded anything here." in text


def test_a_datasheet_gives_figures_with_their_intervals() -> None:
    rate = RateFact(share=0.9, low=0.81, high=0.95, hits=90, of=100)
    model = ModelFact(
        number=3,
        encoder="MiniLM",
        decisions=420,
        at="2026-11-01",
        coded=5_000,
        accuracy=rate,
        codes=(CodeRates(name="Money | pipe", precision=rate, recall=None),),
    )
    facts = CardFacts(
        book=book(PARCEL),
        documents=2,
        units=6_000,
        read=600,
        languages=(("en", "English", 0.98), ("de", "German", 0.02)),
        told=400,
        coders=(CoderFact(name="Ann", units=600, decisions=700),),
        model=model,
        exclusive=True,
    )
    text = card(facts, data="data/train.parquet", columns=(("text", "the text"),))
    for wanted in (
        "language:\n- en\n- de\n",
        "- 1K<n<10K",
        "multi-class-classification",
        "- machine-generated",
        '    path: "data/train.parquet"',
        "people decided about 600 of 6,000 units (10%)",
        "90 were coded as people did: 90%, and between 81% and 95%",
        "| Money \\| pipe | 90% (81% to 95%; 90 of 100) | – |",
        "English 98%, German 2%",
        "- text: the text",
        "# Happy moments \\<2026\\>",
    ):
        assert wanted.lower() in text.lower(), wanted
    assert len({line.count(" | ") for line in text.split("\n") if line.startswith("| People ›")}) == 1
