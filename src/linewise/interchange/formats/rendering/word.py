"""Word documents with python-docx: own styles, both directions of writing, page numbers, nothing impossible."""

from functools import cache
from typing import TYPE_CHECKING, Any

from linewise.interchange.formats.rendering.text import is_rtl, paragraphs, possible

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

BODY, HEADING = "Cambria", "Calibri"
SOFT, INK, MARK = "666B75", "22252B", "F6E7B4"
SHEETS = {"a4": (210, 297), "us-letter": (215.9, 279.4)}
DEEPEST = 6


class Word:
    """A document that is being written: headings, texts, lists, tables."""

    def __init__(self, title: str, *, subject: str, paper: str = "a4") -> None:
        from docx import Document as new

        self.document: Document = new()
        self._ids: dict[str, str] = {}
        self._titled(title, subject)
        self._sheet(paper)
        self._styles()
        self._footer(title)

    def title(self, text: str, below: str) -> None:
        """The title of the whole."""
        self._add(text, "Title")
        self._add(below, "Subtitle")

    def heading(self, text: str, depth: int, *, colour: str | None = None) -> None:
        """A heading of depth 1 to 6; deeper ones look like the deepest. `colour`: six hexadecimal digits of a bar."""
        made = self._add(text, f"Heading {min(depth, DEEPEST)}")
        if colour is not None:
            _bar(made, colour)

    def text(self, text: str, style: str = "Normal") -> None:
        """A text of one paragraph or several."""
        for part in paragraphs(text):
            self._add(part, style)

    def label(self, text: str) -> None:
        """What the following is, in small letters, kept with it."""
        self._add(text, "Label")

    def items(self, texts: tuple[str, ...]) -> None:
        """A list with bullets."""
        for one in texts:
            self._add(one, "List Bullet")

    def runs(self, pieces: list[tuple[str, str]], style: str = "Normal", *, rtl: bool = False) -> None:
        """One paragraph of pieces: each a text and "", "soft", "mark" or "bold"."""
        from docx.shared import RGBColor

        made = self._paragraph(style)
        for text, kind in pieces:
            run = made.add_run(possible(text))
            if kind == "soft":
                run.font.color.rgb = RGBColor.from_string(SOFT)
            elif kind == "mark":
                # Softer than the colours of Word's own marker.
                run._r.get_or_add_rPr().append(_element("w:shd", val="clear", color="auto", fill=MARK))
            elif kind == "bold":
                run.bold = True
            if rtl:
                run.font.rtl = True
        if rtl:
            _turn(made)

    def table(self, head: tuple[str, ...], rows: list[tuple[str, ...]], widths: tuple[float, ...]) -> None:
        """A light table, its head repeated on every page; `widths` in centimetres, all but the first column right."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.oxml import OxmlElement
        from docx.shared import Cm

        made = self.document.add_table(rows=1 + len(rows), cols=len(head))
        made.style = self.document.styles["Table Grid"]
        made.autofit = False
        _rules(made)
        style = self.document.styles["Cell"].style_id
        for place, (row, cells) in enumerate(zip(made.rows, (head, *rows), strict=True)):
            if place == 0:
                row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
            for at, (holder, text) in enumerate(zip(row.cells, cells, strict=True)):
                holder.width = Cm(widths[at])
                paragraph = holder.paragraphs[0]
                paragraph._p.style = style
                run = paragraph.add_run(possible(text))
                run.bold = place == 0
                if at:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                elif is_rtl(text):
                    run.font.rtl = True

    def save(self, path: str) -> None:
        self.document.save(path)

    def _add(self, text: str, style: str) -> "Paragraph":
        made = self._paragraph(style)
        run = made.add_run(possible(text))
        if is_rtl(text):
            run.font.rtl = True
            _turn(made)
        return made

    def _paragraph(self, style: str) -> "Paragraph":
        # Looking a style up takes longer than everything else about a paragraph.
        if style not in self._ids:
            self._ids[style] = self.document.styles[style].style_id
        made = self.document.add_paragraph()
        made._p.style = self._ids[style]
        return made

    def _titled(self, title: str, subject: str) -> None:
        from datetime import datetime

        about = self.document.core_properties
        about.title, about.subject = possible(title)[:250], subject
        about.author, about.comments, about.keywords = "Linewise", "", ""
        # Equal content gives equal files, wherever and whenever.
        about.created = about.modified = datetime(2000, 1, 1)

    def _sheet(self, paper: str) -> None:
        from docx.shared import Mm

        width, height = SHEETS[paper]
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(width), Mm(height)
        section.left_margin = section.right_margin = Mm(25)
        section.top_margin = section.bottom_margin = Mm(22)

    def _styles(self) -> None:
        from docx.enum.style import WD_STYLE_TYPE
        from docx.shared import Pt

        styles: Any = self.document.styles
        _set(styles["Normal"], BODY, 10.5, after=4, line=1.15)
        _set(styles["Title"], HEADING, 26, bold=True, after=2)
        _plain(styles["Title"])
        _set(styles["Subtitle"], HEADING, 12, colour=SOFT, after=10)
        for depth, size in enumerate((16, 14, 12.5, 11.5, 11, 10.5), 1):
            _set(styles[f"Heading {depth}"], HEADING, size, bold=True, before=max(10, 22 - 3 * depth), after=3)
        _set(styles["List Bullet"], BODY, 10.5, after=2)
        for name, size, colour, before in (("Label", 8.5, SOFT, 6), ("Figures", 9, SOFT, 4), ("Cell", 9.5, INK, 1)):
            made = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            made.base_style = styles["Normal"]
            _set(made, HEADING, size, colour=colour, before=before, after=1)
        styles["Label"].font.bold = True
        styles["Label"].paragraph_format.keep_with_next = True
        quote = styles.add_style("Passage", WD_STYLE_TYPE.PARAGRAPH)
        quote.base_style = styles["Normal"]
        _set(quote, BODY, 10.5, before=6, after=2)
        quote.paragraph_format.left_indent = Pt(12)
        quote.paragraph_format.keep_together = quote.paragraph_format.keep_with_next = True
        where = styles.add_style("Where", WD_STYLE_TYPE.PARAGRAPH)
        where.base_style = styles["Normal"]
        _set(where, HEADING, 8.5, colour=SOFT, after=6)
        where.paragraph_format.left_indent = Pt(12)

    def _footer(self, title: str) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt, RGBColor

        made = self.document.sections[0].footer.paragraphs[0]
        made.alignment = WD_ALIGN_PARAGRAPH.CENTER
        pieces: tuple[tuple[str, Any], ...] = (
            (f"{possible(title)[:90]}  ·  ", None),
            *(("", _field(*part)) for part in (("begin", None), (None, "PAGE"), ("end", None))),
        )
        for piece, field in pieces:
            run = made.add_run(piece)
            run.font.name, run.font.size = HEADING, Pt(8.5)
            run.font.color.rgb = RGBColor.from_string(SOFT)
            if field is not None:
                run._r.append(field)


@cache
def _named(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(name))


def _element(name: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement

    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(_named(f"w:{key}"), value)
    return made


def _field(kind: str | None, code: str | None) -> Any:
    if kind is not None:
        return _element("w:fldChar", fldCharType=kind)
    made = _element("w:instrText")
    made.text = code
    return made


def _turn(paragraph: Any) -> None:
    """Have a paragraph read from right to left."""
    settings = paragraph._p.get_or_add_pPr()
    settings.insert_element_before(
        _element("w:bidi"),
        "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents",
        "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl",
        "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange",
    )  # fmt: skip


def _bar(paragraph: Any, colour: str) -> None:
    """A coloured line before a heading."""
    side = "right" if paragraph._p.pPr is not None and paragraph._p.pPr.find(_named("w:bidi")) is not None else "left"
    border = _element("w:pBdr")
    border.append(_element(f"w:{side}", val="single", sz="24", space="6", color=colour.upper()))
    paragraph._p.get_or_add_pPr().insert_element_before(
        border, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:overflowPunct",
        "w:topLinePunct", "w:autoSpaceDE", "w:autoSpaceDN", "w:bidi", "w:adjustRightInd", "w:spacing", "w:ind", "w:jc",
        "w:rPr",
    )  # fmt: skip


def _rules(table: Any) -> None:
    """Thin lines between rows, none between columns."""
    borders = _element("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        shown = side in ("top", "bottom", "insideH")
        borders.append(_element(f"w:{side}", val="single" if shown else "nil", sz="4", space="0", color="C9C6BE"))
    table._tbl.tblPr.append(borders)


def _set(
    style: Any,
    font: str,
    size: float,
    *,
    colour: str = INK,
    bold: bool = False,
    before: float = 0,
    after: float = 0,
    line: float | None = None,
) -> None:
    from docx.shared import Pt, RGBColor

    style.font.name, style.font.size, style.font.bold, style.font.italic = font, Pt(size), bold, False
    style.font.color.rgb = RGBColor.from_string(colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(_named(f"w:{kind}"), None)
    for kind in ("ascii", "hAnsi"):
        fonts.set(_named(f"w:{kind}"), font)
    layout = style.paragraph_format
    layout.space_before, layout.space_after = Pt(before), Pt(after)
    if line is not None:
        layout.line_spacing = line


def _plain(style: Any) -> None:
    """Without the line that the template draws below its title."""
    settings = style.element.get_or_add_pPr()
    border = settings.find(_named("w:pBdr"))
    if border is not None:
        settings.remove(border)
