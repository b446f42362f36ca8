"""Projects as other programs write them, one builder a program, all of the same invented interview."""

import re
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

from tests.interchange.refi.parcels import archive

PROJECT = 'xmlns="urn:QDA-XML:project:1.0"'
ANN, APP = "AAAAAAAA-0000-4000-8000-000000000001", "C32A2BD5-537F-4838-8B17-DF9EFBAFDF4B"
HOPE, FEAR = "C0DE0000-0000-4000-8000-000000000001", "C0DE0000-0000-4000-8000-000000000002"
TEXT, MEDIA = "5C0FFEE0-0000-4000-8000-000000000001", "5C0FFEE0-0000-4000-8000-000000000002"
WORDS = (
    "I 🎉 was hopeful then,\nbut after 👩‍👧 the flood 🌊 everything changed.\n\n"
    "My brother says: “שלום, nothing lasts.” We rebuilt the house 🏠 twice.\nE\u0301tienne helped us; "
    "so did the neighbours across the river 🛶 and their children. Nobody asked why."
)

QDC = (
    '<?xml version="1.0" encoding="utf-8"?>\n<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="Taguette 1.5.1"><Codes>'
    f'<Code guid="{HOPE}" name="hope" isCodable="true"/><Code guid="{FEAR}" name="fear" isCodable="true"/>'
    "</Codes><Sets/></CodeBook>"
)


def words(text: str = WORDS) -> list[tuple[int, int]]:
    """The words of a text, in code points."""
    return [(one.start(), one.end()) for one in re.finditer(r"[^\W_](?:[^\W_]|[\u0300-\u036f])+", text)]


def id_of(*parts: object) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_OID, repr(parts))).upper()


def codebook(*, inner: str = "") -> str:
    return (
        f'<CodeBook><Codes><Code guid="{HOPE}" name="hope" isCodable="true" color="#46AA00">'
        f'<Description>looking ahead</Description>{inner}</Code><Code guid="{FEAR}" name="fear" isCodable="true"/>'
        "</Codes></CodeBook>"
    )


def coding(code: str, *parts: object, user: str = ANN, dated: bool = True) -> str:
    date = ' creationDateTime="2026-03-01T10:00:00Z"' if dated else ""
    own = id_of("coding", code, *parts)
    return f'<Coding guid="{own}" creatingUser="{user}"{date}><CodeRef targetGUID="{code}"/></Coding>'


def selection(start: int, end: int, inside: str, *, name: str = "", own: str = "") -> str:
    called = f" name={quoteattr(name)}" if name else ""
    guid = own or id_of("selection", start, end)
    place = f'startPosition="{start}" endPosition="{end}"'
    return f'<PlainTextSelection guid="{guid}"{called} {place}>{inside}</PlainTextSelection>'


def selections(counted: Callable[[int], int], *, inclusive: bool = False, named: bool = False) -> str:
    """Every word coded with hope, positions as a program counts them."""
    return "".join(
        selection(
            counted(start),
            counted(end) - inclusive,
            coding(HOPE, start),
            name=WORDS[start:end] if named else "",
            own=id_of("s", start),
        )
        for start, end in words()
    )


def units(text: str) -> Callable[[int], int]:
    """Code points to UTF-16 units of a text."""
    return lambda place: len(text[:place].encode("utf-16-le")) // 2


def windows(text: str) -> Callable[[int], int]:
    """Code points of a text with LF to UTF-16 units of it with CRLF."""
    return lambda place: len(text[:place].replace("\n", "\r\n").encode("utf-16-le")) // 2


def project(
    inside: str, *, origin: str, users: str = "", head: str = '<?xml version="1.0" encoding="utf-8"?>\n'
) -> str:
    people = users or f'<Users><User guid="{ANN}" name="Ann"/></Users>'
    return f'{head}<Project {PROJECT} name="study" origin={quoteattr(origin)}>{people}{inside}</Project>'


def text_source(inside: str, *, name: str = "interview", path: str = f"internal://{TEXT}.txt", own: str = TEXT) -> str:
    return f'<TextSource guid="{own}" name={quoteattr(name)} plainTextPath="{path}">{inside}</TextSource>'


def nvivo_windows(path: Path) -> Path:
    """UTF-16 positions over CRLF, a BOM that is not counted, one selection a coding, `Sources/`, ids in lower case."""
    counted = windows(WORDS)
    said = "".join(
        selection(counted(start), counted(end), f"<Description />{coding(code, start)}", own=id_of(start, code))
        for start, end in words()
        for code in (HOPE, FEAR)
    )
    cases = f'<Cases><Case guid="{id_of("case")}" name="Maria"><SourceRef targetGUID="{TEXT}"/></Case></Cases>'
    xml = project(codebook() + cases + f"<Sources>{text_source(said)}</Sources>", origin="NVivo 12 for Windows")
    lower = re.sub(r"[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}", lambda found: found[0].lower(), xml)
    stored = b"\xef\xbb\xbf" + WORDS.replace("\n", "\r\n").encode()
    return archive(path, {"project.qde": lower, f"Sources/{TEXT.lower()}.txt": stored})


def nvivo_mac(path: Path) -> Path:
    """All on one line, standalone="no", an empty text that is one line feed, `sources/.root`, project.qde last."""
    said = selections(lambda place: place)
    second = text_source("", name="nothing", path=f"internal://{MEDIA}.txt", own=MEDIA)
    head = '<?xml version="1.0" encoding="UTF-8" standalone="no"?>'
    inside = codebook() + f"<Sources>{text_source(said)}{second}</Sources>"
    files = {"sources/.root": "", f"sources/{TEXT}.txt": WORDS, f"sources/{MEDIA}.txt": "\n"}
    return archive(path, {**files, "project.qde": project(inside, origin="NVivo for Mac", head=head)})


def atlas(path: Path) -> Path:
    """A file of its own name, CRLF counted as one, names that are the text, a PDF whose codings come twice."""
    said = selections(lambda place: place, named=True)
    start, end = words()[3]
    area = (
        f'<PDFSelection guid="{id_of("twice")}" page="0" firstX="1" firstY="2" secondX="3" secondY="4" name="x">'
        f"{coding(FEAR, 'area')}</PDFSelection>"
        f'<PDFSelection guid="{id_of("alone")}" page="1" firstX="1" firstY="2" secondX="3" secondY="4">'
        f"{coding(FEAR, 'alone')}</PDFSelection>"
    )
    twin = selection(start, end, coding(FEAR, "text"), own=id_of("twice"), name=WORDS[start:end])
    pdf = (
        f'<PDFSource guid="{MEDIA}" name="paper.pdf" path="internal://{MEDIA}.pdf">{area}'
        f'<Representation guid="{id_of("rep")}" plainTextPath="internal://{id_of("rep")}.txt">{twin}</Representation>'
        "</PDFSource>"
    )
    users = f'<Users><User guid="{APP}" name="ATLAS.ti"/><User guid="{{{ANN}}}" name="Ann"/></Users>'
    note = id_of("note")
    content = "<PlainTextContent>a memo</PlainTextContent>"
    notes = f'<Notes><Note guid="{note}" name="Plan" creatingUser="{ANN}">{content}</Note></Notes>'
    graph = (
        f'<Graphs><Graph guid="{id_of("graph")}" name="net"><Vertex guid="{id_of("v")}" firstX="1" firstY="2" '
        f'representedGUID="{HOPE}"/></Graph></Graphs>'
    )
    group = (
        f'<Sets><Set guid="{id_of("set")}" name="feelings"><MemberCode targetGUID="{HOPE}"/></Set>'
        f'<Set guid="{id_of("group")}" name="first wave"><MemberSource targetGUID="{TEXT}"/></Set></Sets>'
    )
    inside = codebook() + f"<Sources>{text_source(said)}{pdf}</Sources>{notes}{group}{graph}"
    stored = WORDS.replace("\n", "\r\n").encode()
    files = {
        f"sources/{TEXT}.txt": stored,
        f"sources/{MEDIA}.pdf": b"%PDF-1.4 picture",
        f"sources/{id_of('rep')}.txt": stored,
    }
    return archive(path, {"My Study.qde": project(inside, origin="ATLAS.ti Win 26.1", users=users), **files})


def maxqda(path: Path) -> Path:
    """Names that are not unique, groups of documents as sets, variables by nameless cases, comments without coding."""
    start, end = words()[5]
    comment = selection(start, end, "<Description>a comment</Description>")
    said = selections(lambda place: place) + comment
    variables = (
        f'<Variables><Variable guid="{id_of("age")}" name="age" typeOfVariable="Integer"/>'
        f'<Variable guid="{id_of("town")}" name="text" typeOfVariable="Text"/></Variables>'
    )
    values = (
        f'<VariableValue><VariableRef targetGUID="{id_of("age")}"/><IntegerValue>34</IntegerValue></VariableValue>'
        f'<VariableValue><VariableRef targetGUID="{id_of("town")}"/><TextValue>Ålesund</TextValue></VariableValue>'
    )
    cases = f'<Cases><Case guid="{id_of("case")}">{values}<SourceRef targetGUID="{TEXT}"/></Case></Cases>'
    second = text_source("", path=f"internal://{MEDIA}.txt", own=MEDIA)
    group = f'<Sets><Set guid="{id_of("group")}" name="wave 1"><MemberSource targetGUID="{TEXT}"/></Set></Sets>'
    inside = codebook() + variables + cases + f"<Sources>{text_source(said)}{second}</Sources>" + group
    files = {f"sources/{TEXT}.txt": WORDS, f"sources/{MEDIA}.txt": "Another text."}
    return archive(path, {**files, "project.qde": project(inside, origin="MAXQDA 24.7")})


def qualcoder(path: Path) -> Path:
    """Categories as codes that are not codable, sources with a BOM, CRLF written but counted as one."""
    said = selections(lambda place: place)
    stored = b"\xef\xbb\xbf" + WORDS.replace("\n", "\r\n").encode()
    group = f'<Code guid="{id_of("category")}" name="mood" isCodable="false">'
    codes = codebook().replace("<Codes>", f"<Codes>{group}").replace("</Codes>", "</Code></Codes>")
    return archive(
        path,
        {
            "project.qde": project(codes + f"<Sources>{text_source(said)}</Sources>", origin="QualCoder 3.7"),
            f"sources/{TEXT}.txt": stored,
        },
    )


def qc(path: Path) -> Path:
    """No dates, file names without a scheme."""
    said = "".join(selection(start, end, coding(HOPE, start, dated=False)) for start, end in words())
    inside = codebook() + f"<Sources>{text_source(said, path='interview.txt')}</Sources>"
    return archive(
        path, {"project.qde": project(inside, origin="qualitative-coding 1.3"), "sources/interview.txt": WORDS}
    )


def inclusive(path: Path) -> Path:
    """A program whose last character is part of the passage."""
    said = selections(lambda place: place, inclusive=True)
    return archive(
        path,
        {
            "project.qde": project(codebook() + f"<Sources>{text_source(said)}</Sources>", origin="unknown"),
            f"sources/{TEXT}.txt": WORDS,
        },
    )


def inline(path: Path) -> Path:
    """A bare .qde with its text inside, in CDATA, cases after the sources, and an empty list of sets."""
    said = selections(lambda place: place)
    content = f"<PlainTextContent><![CDATA[{WORDS}]]></PlainTextContent>"
    source = f'<TextSource guid="{TEXT}" name="row 1">{content}{said}</TextSource>'
    cases = f'<Cases><Case guid="{id_of("case")}" name="Maria"><SourceRef targetGUID="{{{TEXT}}}"/></Case></Cases>'
    inside = codebook() + f"<Sources>{source}</Sources>{cases}<Sets/>"
    path.write_text(project(inside, origin="zotQDA"), encoding="utf-8")
    return path


def film(path: Path) -> Path:
    """A film with a transcript, sync points, a passage between two of them, and a passage of the film itself."""
    points = [(0, 0), (WORDS.index("but"), 2260), (WORDS.index("My"), 3_723_004)]
    sync = "".join(f'<SyncPoint guid="{id_of("sync", at)}" position="{at}" timeStamp="{time}"/>' for at, time in points)
    between = (
        f'<TranscriptSelection guid="{id_of("ts")}" fromSyncPoint="{id_of("sync", points[1][0])}" '
        f'toSyncPoint="{id_of("sync", points[2][0])}">{coding(HOPE, "ts")}</TranscriptSelection>'
    )
    transcript = (
        f'<Transcript guid="{TEXT}" name="words" plainTextPath="internal://{TEXT}.txt">{sync}{between}</Transcript>'
    )
    scene = f'<VideoSelection guid="{id_of("vs")}" begin="10" end="10">{coding(FEAR, "vs")}</VideoSelection>'
    inner = transcript + scene + coding(FEAR, "all")
    film = f'<VideoSource guid="{MEDIA}" name="film" path="internal://{MEDIA}.mp4">{inner}</VideoSource>'
    picture = f'<PictureSource guid="{id_of("pic")}" name="a picture" path="internal://{id_of("pic")}.jpg"/>'
    inside = codebook() + f"<Sources>{film}{picture}</Sources>"
    return archive(
        path,
        {
            "project.qde": project(inside, origin="Transana"),
            f"sources/{TEXT}.txt": WORDS,
            f"sources/{MEDIA}.mp4": b"\0moving" * 1000,
            f"sources/{id_of('pic')}.jpg": b"\xff\xd8still",
        },
    )


DIALECTS: Sequence[tuple[Callable[[Path], Path], str]] = (
    (nvivo_windows, "nvivo.qdpx"),
    (nvivo_mac, "mac.qdpx"),
    (atlas, "atlas.qdpx"),
    (maxqda, "maxqda.qdpx"),
    (qualcoder, "qualcoder.qdpx"),
    (qc, "qc.qdpx"),
    (inclusive, "inclusive.qdpx"),
    (inline, "inline.qde"),
)
