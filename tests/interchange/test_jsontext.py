"""JSON from outside: its arrangements, and everything that must not get through."""

import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linewise.core.errors import BadInput
from linewise.interchange.jsontext import DEEPEST, NotJson, each, each_element, each_line, parse, parse_bytes
from linewise.interchange.table import LONGEST

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
NUMBERS = st.integers(-(2**63), 2**63) | st.floats(allow_nan=False, allow_infinity=False)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | NUMBERS | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=8,
)


def values(text: str) -> list[Any]:
    return [item.value for item in each(io.StringIO(text), "a")]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from("abc"), VALUES, max_size=3), max_size=5), st.booleans(), st.booleans())
def test_every_arrangement_is_read(records: list[Any], ascii_only: bool, pretty: bool) -> None:
    written = [json.dumps(one, ensure_ascii=ascii_only, indent=2 if pretty else None) for one in records]
    assert values(f"\ufeff {json.dumps(records, ensure_ascii=ascii_only)}\n") == records
    assert values("\n\n".join(written) + "\n") == records
    if not pretty:
        assert [item.value for item in each_line(io.StringIO("\r\n".join(written)), "a")] == records


def test_records_are_numbered_by_line_or_place() -> None:
    assert [item.number for item in each(io.StringIO('\n{"a":\n1}\n\n{"b": 2}'), "a")] == [2, 5]
    assert [item.number for item in each(io.StringIO('[\n{"a":\n1},\n\n{"b": 2}]'), "a")] == [1, 2]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[" * 200 + "]" * 200, "nested too deeply"),
        ("[" * 1_000_000, "nested too deeply"),
        ('{"a":' * 1_000_000, "nested too deeply"),
        ("9" * 200, "a number too long"),
        ("1" * 2_000_000, "a number too long"),
        ("1e999", "too large"),
        ("0." + "1" * 5000, "too long"),
        ("NaN", "NaN is no JSON number"),
        ("-Infinity", "-Infinity is no JSON number"),
        ('"\\ud83d"', "half of a character"),
        ('{"\\udc00": 1}', "half of a character"),
        ('["\\u0000"]', "a NUL character"),
        ('"\0"', "not valid JSON"),
        ("{'a': 1}", "not valid JSON at position 2"),
        ("", "not valid JSON"),
    ],
)
def test_what_does_not_get_through(text: str, says: str) -> None:
    with pytest.raises(NotJson, match=says):
        parse(text)
    with pytest.raises(BadInput) as caught:
        parse_bytes(text.encode(), "a")
    assert caught.value.where["file"] == "a" and caught.value.remedy
    with pytest.raises(BadInput) as caught:
        list(each_element(io.StringIO(f"[1, {text}"), "a"))
    assert caught.value.where["row"] == 2


def test_what_does_get_through() -> None:
    deep = "[" * DEEPEST + "]" * DEEPEST
    assert parse(deep) == json.loads(deep)
    assert parse('{"a": 1, "a": 2}') == {"a": 2}
    assert parse('"\\ud83d\\ude42 \\\\ud83d [[[{{{ \\"["') == '🙂 \\ud83d [[[{{{ "['
    brackets = json.dumps(["[" * 1000, '\\"{' * 1000])
    assert parse(brackets) == json.loads(brackets)
    assert parse('[NaN, "\\ud83d"]', lenient=True) == [None, "\ud83d"]
    assert parse_bytes('{"a": "é"}'.encode("utf-16"), "a") == {"a": "é"}


def test_an_early_mistake_is_told_without_reading_on() -> None:
    class Counted(io.StringIO):
        seen = 0

        def read(self, size: int | None = -1, /) -> str:
            piece = super().read(size)
            self.seen += len(piece)
            return piece

    text = Counted('{"a": 1,, ' + "x" * LONGEST)
    with pytest.raises(BadInput, match="not valid JSON"):
        list(each(text, "a"))
    assert text.seen < LONGEST // 16


def test_a_record_without_end_stops_at_the_limit() -> None:
    with pytest.raises(BadInput, match="characters in one piece"):
        list(each(io.StringIO('{"a": "' + "x" * (2 * LONGEST)), "a"))
