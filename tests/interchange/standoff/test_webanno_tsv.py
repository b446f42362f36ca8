"""WebAnno TSV 3: layers, stacked and long annotations, escapes, slots, UTF-16 offsets."""

from pathlib import Path

import pytest

from linewise.core.errors import BadInput
from tests.interchange.standoff.sample import read

HEAD = "#FORMAT=WebAnno TSV 3.3\n"
NER = "#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value\n"
FRAME = (
    "#T_SP=webanno.custom.Frame|kind|ROLE_webanno.custom.Frame:Roles_webanno.custom.FrameRolesLink|webanno.custom.Lu\n"
)
PLAIN = "#T_SP=webanno.custom.Mark\n"
RELATION = "#T_RL=webanno.custom.Rel|label|BT_webanno.custom.Lu\n"


def tsv(path: Path, layers: str, body: str, head: str = HEAD) -> Path:
    path.write_text(head + layers + "\n\n" + body, encoding="utf-8", newline="")
    return path


def said(path: Path) -> set[tuple[str, str, str]]:
    contents, (entry,), _ = read(path)
    names = {code.id: code.name for code in contents.codes}
    return {(names[one.code], entry.text[one.start : one.end], one.comment) for one in entry.statements}


def test_long_stacked_and_wide(tmp_path: Path) -> None:
    body = (
        "#Text=Ms. Haag 😀 plays\n"
        "1-1\t0-3\tMs.\t*[1]|*[2]\tPER[1]|PERpart[2]\t\n"
        "1-2\t4-8\tHaag\t*[1]\tPER[1]\t\n"
        "1-3\t9-11\t😀\t_\t_\t\n"
        "1-4\t12-17\tplays\thttp://x/1\tACT\t\n"
        "1-4.1\t12-16\tplay\t*\tSTEM\t\n"
        "\n"
        "#Sentence.id=s2\n"
        "#Text=So it is.\n"
        "2-1\t18-20\tSo\t_\t_\t\n"
    )
    path = tsv(tmp_path / "a.tsv", NER, body)
    contents, (entry,), _ = read(path)
    assert contents.program == "INCEpTION"
    assert entry.text == "Ms. Haag 😀 plays\nSo it is."
    assert entry.units == ((0, 16), (17, 26))
    assert said(path) == {
        ("PER", "Ms. Haag", ""),
        ("PERpart", "Ms.", ""),
        ("ACT", "plays", "identifier: http://x/1"),
        ("STEM", "play", ""),
    }


def test_escapes_and_sentences_without_a_break(tmp_path: Path) -> None:
    body = (
        "#Text=a\\tb\\\\c\n#Text=d\n"
        "1-1\t0-5\ta\t\\[x\\]\\|y\\_z\n"
        "1-2\t6-7\td\tone\\\\|\\*[3]\n\n"
        "#Text=e.\n"
        "2-1\t7-9\te.\t_\n\n"
        "#Text=f\n"
        "3-1\t12-13\tf\ttwo\\->three\n"
    )
    path = tsv(tmp_path / "a.tsv", "#T_SP=webanno.custom.Code|code\n", body)
    _, (entry,), _ = read(path)
    assert entry.text == "a\tb\\c\nde.\n  f"
    assert {(name, words) for name, words, _ in said(path)} == {
        ("[x]|y_z", "a\tb\\c"),
        ("one\\", "d"),
        ("*", "d"),
        ("two->three", "f"),
    }


def test_slots_relations_and_a_layer_without_features(tmp_path: Path) -> None:
    body = (
        "#Text=Bob auctioned the clock\n"
        "1-1\t0-3\tBob\t_\t_\t_\t*\tlikes\t1-2\n"
        "1-2\t4-13\tauctioned\tsale\tseller;goods\t1-1;1-3[4]\t_\t_\t_\n"
        "1-3\t14-17\tthe\t_\t_\t_\t*[4]\t_\t_\n"
        "1-4\t18-23\tclock\t_\t_\t_\t*[4]\t_\t_\n"
    )
    path = tsv(tmp_path / "a.tsv", FRAME + PLAIN + RELATION, body)
    assert said(path) == {("sale", "auctioned", ""), ("Mark", "Bob", ""), ("Mark", "the clock", "")}
    assert {loss.what for loss in read(path)[2]} == {"relations"}


def test_an_old_release_with_line_ends_of_windows(tmp_path: Path) -> None:
    body = "#Text=caf\\u00e9 x\r\n1-1\t0-4\tcaf\\u00e9\tA\r\n1-2\t5-6\tx\t_\r\n"
    path = tsv(tmp_path / "a.tsv", "#T_SP=webanno.custom.Code|code\n", body, head="#FORMAT=WebAnno TSV 3.1\r\n")
    assert said(path) == {("A", "café", "")}


def test_a_folder_of_them(tmp_path: Path) -> None:
    for name in ("one", "two"):
        tsv(tmp_path / f"{name}.tsv", "#T_SP=webanno.custom.Code|code\n", "#Text=x\n1-1\t0-1\tx\tA\n")
    contents, documents, _ = read(tmp_path)
    assert [entry.name for entry in documents] == ["one", "two"]
    assert [code.name for code in contents.codes] == ["A"]


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("#Text=x\n1-1\t0-1\tx\n", 6),
        ("#Text=x\n1-1\t99999999-100000000\tx\tA\n", 6),
        ("#Text=abc\n1-1\t0-3\tabc\tA\n\n#Text=d\n2-1\t1-2\td\tA\n", 9),
        ("1-1\t0-1\tx\tA\n", 5),
        ("#Text=x\nnonsense\n", 6),
    ],
)
def test_what_is_not_in_order(tmp_path: Path, body: str, line: int) -> None:
    path = tsv(tmp_path / "a.tsv", "#T_SP=webanno.custom.Code|code\n", body)
    with pytest.raises(BadInput) as caught:
        read(path)
    assert caught.value.where["line"] == line and caught.value.remedy
