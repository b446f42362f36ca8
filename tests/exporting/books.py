"""A codebook as awkward as real ones are, and texts coded by it."""

from linewise.core.exchange import CodeEntry, DocumentEntry, MemoEntry, Parcel, Statement, Stretch

LONG = "What people say of money that they did not expect to have. " * 70

CODES = (
    CodeEntry(
        id="1",
        name="Joy & <delight>",
        definition="A feeling of great pleasure, as the writer names it.\n\nNot the mood of the day.",
        use_when="somebody says that they were happy about one event",
        not_when="the text only lists what happened",
        examples=("I laughed until I cried", '=HYPERLINK("http://x")'),
        counter_examples=("It was a day like any other",),
        aliases=("happiness", "delight 🎉"),
        colour="#c2410c",
    ),
    CodeEntry(id="2", name="Money", definition=LONG, parents=("1",), colour="#15803d"),
    CodeEntry(id="3", name="שמחה קטנה", definition="שמחה על דבר קטן (כמו קפה)", parents=("2",)),
    CodeEntry(id="4", name="فرح العائلة", definition="فرح مع العائلة، 3 مرات على الأقل", parents=("1", "5")),
    CodeEntry(id="5", name="People", codable=False),
    CodeEntry(id="6", name="Friends 👩‍👩‍👧 友達", definition="", parents=("5",), examples=("we met", "we sang")),
    CodeEntry(id="7", name="Circle a", parents=("8",)),
    CodeEntry(id="8", name="Circle b", parents=("7",)),
)

PIECES = ("I won forty dollars.", "It was <b>great</b> fun!", "=cmd|' /C calc'!A0", "שלום לכולם", "The end 🎉.")
TEXT = "\n\n".join(PIECES)
UNITS = tuple((TEXT.index(piece), TEXT.index(piece) + len(piece)) for piece in PIECES)


def span(words: str) -> dict[str, int]:
    """Where words stand in the text."""
    return {"start": TEXT.index(words), "end": TEXT.index(words) + len(words)}


PARCEL = Parcel(
    program="Linewise",
    name="Happy moments <2026>",
    codes=CODES,
    coders=("Ann", "Bo"),
    documents=(
        DocumentEntry(
            id="d1",
            name="Interview 1",
            text=TEXT,
            units=UNITS,
            stretches=(
                Stretch(0, len(TEXT), "heading", "Part one › Money"),
                Stretch(0, UNITS[1][1], "page", 3),
                Stretch(*UNITS[1], "speaker", "Ann"),
                Stretch(*UNITS[1], "time", "00:01:02.500"),
            ),
            statements=(
                Statement(code="2", **span(PIECES[0]), coder="Ann", at="2026-11-01T10:00:00+00:00"),
                Statement(
                    code="2", **span(PIECES[1]), coder="Bo", at="2026-11-02T10:00:00+00:00", comment="sure of it"
                ),
                Statement(code="1", **span("was <b>great</b>"), coder="Ann", at="2026-11-03T10:00:00+00:00"),
                Statement(code="1", **span(PIECES[2]), coder="Ann", value="absent"),
                Statement(code="6", **span(PIECES[3]), machine=True, score=0.93, coder="model 2"),
                Statement(code="6", **span(PIECES[4]), coder="Ann"),
            ),
            memos=(MemoEntry(text="+ lovely", subject="passage", **span(PIECES[1]), coder="Bo"),),
        ),
        DocumentEntry(id="d2", name="@Interview 2", text="All of it.", statements=(Statement(code="2", coder="Bo"),)),
    ),
)

MANY = Parcel(
    program="Linewise",
    name="Three hundred codes",
    codes=tuple(
        CodeEntry(
            id=str(number),
            name=f"Code {number}" if number % 7 else f"קוד {number}",
            definition=f"What number {number} means. " * (150 if number % 50 == 0 else 2),
            use_when="it fits" if number % 3 == 0 else "",
            examples=("one", "two") if number % 5 == 0 else (),
            parents=() if number % 10 == 0 else (str(number - number % 10),),
        )
        for number in range(300)
    ),
)
