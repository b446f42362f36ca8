"""Documents as units: structure is taken over by place, headings stand alone, speakers go with their turns."""

from hypothesis import given
from hypothesis import strategies as st

from linewise.core.exchange import DocumentEntry, Stretch
from linewise.importing.cutting import Cut, cut
from linewise.importing.record import Record
from linewise.importing.segment import Segmentation

INTERVIEW = "Work\n\nI: When?\n\nK: In May 😀.\n\nFamily\n\nStill me.\n\nI: And?"


def record(text: str, *stretches: Stretch, units: tuple[tuple[int, int], ...] | None = None) -> Record:
    entry = DocumentEntry(id="1", name="one", text=text, stretches=stretches, units=units)
    return Record(1, text, None, {}, (), None, entry)


def part(text: str, name: str, value: str, words: str, *, end: int | None = None) -> Stretch:
    start = text.index(words)
    return Stretch(start, start + len(words) if end is None else end, name, value)


def told(found: list[Cut], text: str) -> list[tuple[str, dict[str, object]]]:
    return [(text[one.start : one.end], dict(one.own)) for one in found]


def test_a_turn_ends_at_a_heading_and_goes_on_after_it() -> None:
    headings = (part(INTERVIEW, "part", "heading", "Work"), part(INTERVIEW, "part", "heading", "Family"))
    below = part(INTERVIEW, "heading", "Family", "Family", end=len(INTERVIEW))
    assert told(list(cut(record(INTERVIEW, *headings, below), "turn")), INTERVIEW) == [
        ("Work", {"part": "heading"}),
        ("When?", {"speaker": "I"}),
        ("In May 😀.", {"speaker": "K"}),
        ("Family", {"part": "heading", "heading": "Family"}),
        ("Still me.", {"speaker": "K", "heading": "Family"}),
        ("And?", {"speaker": "I", "heading": "Family"}),
    ]


def test_a_heading_with_a_colon_names_no_speaker_but_a_name_alone_does() -> None:
    text = "Interview 3: Jana\n\nIn the kitchen.\n\nI: When?\n\nKim:\n\nIn May."
    headings = (part(text, "part", "heading", "Interview 3: Jana"), part(text, "part", "heading", "Kim:"))
    assert told(list(cut(record(text, *headings), "turn")), text) == [
        ("Interview 3: Jana", {"part": "heading"}),
        ("In the kitchen.", {}),
        ("When?", {"speaker": "I"}),
        ("In May.", {"speaker": "Kim"}),
    ]


def test_turns_follow_the_speakers_that_the_file_names() -> None:
    text = "Intro\n\nWhen?\n\nIn May.\n\nAnd?"
    spoken = [part(text, "speaker", who, words) for who, words in (("I", "When?"), ("K", "In May."), ("I", "And?"))]
    assert told(list(cut(record(text, *spoken), "turn")), text) == [
        ("Intro", {}),
        ("When?", {"speaker": "I"}),
        ("In May.", {"speaker": "K"}),
        ("And?", {"speaker": "I"}),
    ]


def test_a_unit_has_the_page_on_which_it_begins() -> None:
    text = "one\n\ntwo three\n\nfour"
    pages = (Stretch(0, 9, "page", 1), Stretch(9, len(text), "page", 2))
    assert [one.own["page"] for one in cut(record(text, *pages), "paragraph")] == [1, 1, 2]


def test_units_as_the_file_cuts_them_never_overlap() -> None:
    text = "aaa bbb ccc"
    found = list(cut(record(text, units=((0, 7), (4, 11), (8, 99))), "given"))
    assert [text[one.start : one.end] for one in found] == ["aaa bbb", "ccc"]


WAYS: tuple[Segmentation, ...] = ("whole", "line", "sentence", "paragraph", "turn", "given")


@given(
    text=st.text(alphabet="aB é😀\u0301\u05d0.:\n\r", min_size=1, max_size=60),
    places=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.sampled_from(("part", "page", "speaker")))),
    how=st.sampled_from(WAYS),
)
def test_every_cut_lies_in_its_text_in_order_and_says_what_holds_where_it_begins(
    text: str, places: list[tuple[int, int, str]], how: Segmentation
) -> None:
    stretches = tuple(
        Stretch(min(a, b, len(text)), min(max(a, b), len(text)), name, "heading") for a, b, name in places
    )
    last = 0
    for one in cut(record(text, *stretches), how):
        assert last <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == text[one.start : one.end].strip()
        last = one.end
        for name in ("page", "part"):
            here = any(each.name == name and each.start <= one.start < each.end for each in stretches)
            assert (name in one.own) == here
