"""Twins: units with the same text."""

from linewise.demo import happydb_path
from linewise.importing.duplicates import text_key
from linewise.importing.plan import ImportPlan
from linewise.interchange.read import records


def test_twins_share_a_key_whatever_stands_around_them() -> None:
    assert text_key(" I ran.\n") == text_key("I ran.")
    assert len(text_key("")) == 16


def test_case_inner_space_and_unicode_form_count() -> None:
    keys = [text_key(text) for text in ("I ran", "i ran", "I  ran", "caf\u00e9", "cafe\u0301")]
    assert len(set(keys)) == len(keys)


def test_happydb_has_as_many_twins_as_its_paper_counts_and_ten_that_differ_in_outer_space() -> None:
    with happydb_path() as path:
        texts = [record.text for record in records(path, ImportPlan(text=("text",)))]
    assert len(texts) == 14_125
    assert len(set(texts)) == 12_707
    assert len({text_key(text) for text in texts}) == 12_697
