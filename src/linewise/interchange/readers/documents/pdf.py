"""The text of PDF files, page by page, its lines put together to paragraphs again."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from linewise.core.errors import BadInput
from linewise.core.exchange import MemoEntry
from linewise.interchange.readers.documents.building import Builder, Found
from linewise.interchange.readers.documents.mending import Line, mended

if TYPE_CHECKING:
    from pypdf import PdfReader

MOST_PAGES = 5_000
_MOST_BYTES = 512 * 2**20
_MOST_OUTLINE = 5_000
_INFO = {"title": "title", "author": "author", "subject": "subject", "keywords": "keywords"}


def read(path: Path) -> Found:
    """A document with its pages and the headings of its outline; comments become memos.

    BadInput for a password, for pictures of text, and for what cannot be read at all.
    """
    if path.stat().st_size > _MOST_BYTES:
        raise BadInput(f"it is larger than {_MOST_BYTES >> 20} MB.", remedy="Split it.", file=path.name)
    try:
        return _read(path)
    except (BadInput, MemoryError):
        raise
    # The library answers damaged files with errors of every kind.
    except Exception as error:
        raise _bad(
            path, f"not a PDF that can be read: {str(error)[:150].rstrip('.') or type(error).__name__}"
        ) from None


def _read(path: Path) -> Found:
    import logging

    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    with path.open("rb") as stream:
        pdf = PdfReader(stream, strict=False)
        if pdf.is_encrypted and not _opens(pdf):
            raise BadInput("it has a password.", remedy="Save a copy without one.", file=path.name)
        count = len(pdf.pages)
        if count > MOST_PAGES:
            raise _bad(path, f"it has {count:,} pages, more than {MOST_PAGES:,}", "Split it into several files.")
        builder = Builder(path.name)
        pages = [_lines(page, number, builder) for number, page in enumerate(pdf.pages, 1)]
        if not any(pages):
            raise BadInput(
                f"its {count} page{'s' * (count != 1)} hold{'s' * (count == 1)} pictures only, no text.",
                remedy="Have the text recognised first (OCR), for example with ocrmypdf, and import the result.",
                file=path.name,
            )
        empty = sum(1 for page in pages if not page)
        builder.lose("pages without text", "they hold pictures only: have their text recognised (OCR)", empty)
        headings = _outline(pdf)
        for block in mended(pages, headings):
            place = builder.block(block.text, part=block.part, level=block.level)
            if place is None:
                continue
            for page, offset in block.pages:
                builder.running("page", page, min(place[0] + offset, place[1]))
        attributes: dict[str, Any] = {**_about(pdf), "pages": count}
        return builder.finish(path.stem, attributes)


def _opens(pdf: "PdfReader") -> bool:
    """Most protected files only forbid printing or changing, and open without a password."""
    from pypdf.errors import PyPdfError

    try:
        return bool(pdf.decrypt(""))
    except (PyPdfError, NotImplementedError, ValueError, KeyError, TypeError):
        return False


def _lines(page: Any, number: int, builder: Builder) -> list[Line]:
    try:
        text = page.extract_text() or ""
    except (MemoryError, RecursionError):
        raise
    except Exception:
        builder.lose("pages that could not be read", "they are damaged")
        return []
    if len(text) > 4_000_000:
        raise BadInput(f"page {number} holds more text than a page can.", remedy="Split it.", file=builder.file)
    _comments(page, number, builder)
    lines = (line.strip().replace("\uf0b7", "•") for line in text.splitlines())
    return [Line(line, number, not line) for line in lines] if text.strip() else []


def _comments(page: Any, number: int, builder: Builder) -> None:
    try:
        found = list(page.annotations or ())[:1000]
    except Exception:
        return
    for one in found:
        try:
            note = one.get_object()
            words, kind = str(note.get("/Contents") or "").strip(), note.get("/Subtype")
            author, at = str(note.get("/T") or ""), str(note.get("/M") or "")
        except Exception:
            continue
        if words and kind not in ("/Link", "/Widget", "/Popup"):
            memo = MemoEntry(
                text=words[:100_000], subject="document", title=f"Page {number}", coder=author, at=_date(at)
            )
            builder.memos.append(memo)


def _outline(pdf: "PdfReader") -> dict[int, list[tuple[int, str]]]:
    """Headings by page: their level and words."""
    found: dict[int, list[tuple[int, str]]] = {}
    count = 0

    def walk(entries: Any, level: int) -> None:
        nonlocal count
        for one in entries:
            if isinstance(one, list):
                if level < 9:
                    walk(one, level + 1)
                continue
            count += 1
            if count > _MOST_OUTLINE:
                return
            number = pdf.get_destination_page_number(one)
            title = " ".join(str(one.title or "").split())
            if number is not None and number >= 0 and title:
                found.setdefault(number + 1, []).append((level, title))

    try:
        walk(pdf.outline, 1)
    except MemoryError:
        raise
    except Exception:
        return found
    return found


def _about(pdf: "PdfReader") -> dict[str, str]:
    try:
        about = {name: str(getattr(pdf.metadata, key) or "")[:1000] for key, name in _INFO.items()}
        made = pdf.metadata.creation_date if pdf.metadata is not None else None
        # What libraries write when nobody says.
        about = {
            name: said for name, said in about.items() if said.lower() not in ("unspecified", "untitled", "anonymous")
        }
        return {**about, "created": made.isoformat() if made is not None else ""}
    except Exception:
        return {}


def _date(given: str) -> str:
    """`D:20240131120000…` as ISO 8601."""
    digits = given.removeprefix("D:")[:14]
    if len(digits) < 8 or not digits.isascii() or not digits.isdigit():
        return ""
    day = f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}"
    return f"{day}T{digits[8:10]}:{digits[10:12]}:{digits[12:14]}" if len(digits) == 14 else day


def _bad(path: Path, reason: str, remedy: str = "Open it in a PDF viewer and print it to a new PDF.") -> BadInput:
    return BadInput(f"{reason}.", remedy=remedy, file=path.name)
