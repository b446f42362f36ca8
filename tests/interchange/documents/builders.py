"""Documents as other programs write them: by their own libraries where there are some, else by hand."""

import zipfile
from pathlib import Path

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas


def word(path: Path) -> Path:
    """Headings, a list, a table, a comment, changes that were tracked, a link, a footnote mark and a soft break."""
    book = docx.Document()
    book.core_properties.title, book.core_properties.author = "Interview with Anna", "B. Weber"
    book.add_heading("Interview with Anna", 0)
    book.add_heading("Part one", 1)
    first = book.add_paragraph("I: How was it? ")
    run = first.add_run("Great 👩‍👩‍👧.")
    book.add_comment(run, text="She laughs.", author="Carla", initials="C")
    soft = book.add_paragraph("one")
    soft.add_run().add_break()
    soft.add_run("two\tthree")
    book.add_heading("Deeper", 2)
    book.add_paragraph("first item", style="List Bullet")
    book.add_paragraph("second item", style="List Bullet")
    table = book.add_table(rows=0, cols=2)
    for left, right in (("Anna", "Yes."), ("Ben", "No.\nNever.")):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = left, right
    changed = book.add_paragraph("kept ")
    space = nsdecls("w")
    changed._p.append(parse_xml(f'<w:ins {space} w:id="7" w:author="x"><w:r><w:t>put in</w:t></w:r></w:ins>'))
    changed._p.append(
        parse_xml(f'<w:del {space} w:id="8" w:author="x"><w:r><w:delText>taken out</w:delText></w:r></w:del>')
    )
    book.add_heading("Part two", 1)
    book.add_paragraph("The end, naïve e\u0301.")
    book.sections[0].header.paragraphs[0].text = "confidential"
    book.save(str(path))
    return path


def pdf(
    path: Path, pages: list[list[str]], *, outline: dict[int, str] | None = None, password: str | None = None
) -> Path:
    """Pages of lines; `password` is what the owner needs, and who opens it when it begins with "!"."""
    from reportlab.lib.pdfencrypt import StandardEncryption

    lock = None
    if password is not None:
        lock = StandardEncryption(password if password.startswith("!") else "", ownerPassword="owner", strength=128)
    canvas = Canvas(str(path), pagesize=A4, encrypt=lock)
    canvas.setTitle("A report")
    canvas.setAuthor("D. Author")
    for number, lines in enumerate(pages):
        if outline and number in outline:
            canvas.bookmarkPage(f"p{number}")
            canvas.addOutlineEntry(outline[number], f"p{number}", level=0)
        height = 800
        for line in lines:
            canvas.drawString(60, height, line)
            height -= 14 if line else 28
        canvas.showPage()
    canvas.save()
    return path


def zipped(path: Path, parts: dict[str, str | bytes], *, first: tuple[str, str] | None = None) -> Path:
    """An archive; `first` is a member that must come first, unpacked."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        if first is not None:
            archive.writestr(zipfile.ZipInfo(first[0]), first[1])
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


_ODT = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<office:body><office:text>{body}</office:text></office:body></office:document-content>"
)
_META = (
    '<?xml version="1.0"?><office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0">'
    "<office:meta><dc:title>An open text</dc:title><meta:initial-creator>E. Editor</meta:initial-creator>"
    "<dc:creator>Last Saver</dc:creator></office:meta></office:document-meta>"
)
ODT_BODY = (
    '<text:tracked-changes><text:p>gone</text:p></text:tracked-changes><text:h text:outline-level="1">One</text:h>'
    '<text:p>Anna:  says<text:s text:c="3"/>so<text:note><text:note-citation>1</text:note-citation><text:note-body>'
    "<text:p>A note.</text:p></text:note-body></text:note>.<text:line-break/>Next<text:tab/>tab</text:p>"
    "<text:list><text:list-item><text:p>item</text:p></text:list-item></text:list>"
    "<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell><text:p>b</text:p>"
    "<text:p>c</text:p></table:table-cell></table:table-row></table:table>"
    "<text:p>Marked <office:annotation "
    'office:name="x"><dc:creator>Carla</dc:creator><dc:date>2024-05-01T10:00:00</dc:date>'
    '<text:p>Why?</text:p></office:annotation>words<office:annotation-end office:name="x"/> here.</text:p>'
)


def odt(path: Path, body: str = ODT_BODY) -> Path:
    """An OpenDocument text around XML."""
    kind = ("mimetype", "application/vnd.oasis.opendocument.text")
    return zipped(path, {"content.xml": _ODT.format(body=body), "meta.xml": _META}, first=kind)


RTF = (
    r"{\rtf1\ansi\ansicpg1252\uc1{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial Cyr;}}"
    r"{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}{\*\cs10 Default;}}"
    r"{\info{\title A rich text}{\author F. Writer}}{\header Running\par}"
    r"\pard\s1\outlinelevel0 Chapter\par"
    r"\pard\plain Caf\'e9 \u8222?quoted\u8220? \u-10179?\u-8704? {\b bold}\line soft\par"
    r"{\f1 \'cf\'f0\'e8\'e2\'e5\'f2}{\v hidden}{\deleted gone}{\*\unknown{\x secret}}{\footnote \pard A note.}\par"
    r"\trowd\cellx1000\cellx2000\pard\intbl Anna\cell Yes.\par No.\cell\row"
    r"\pard Before {\*\atnid C}{\*\atnauthor Carla}\chatn{\*\annotation Why?}after\par}"
)


def rtf(path: Path) -> Path:
    """Rich text with what Word writes: code pages, Unicode with its stand-ins, styles, notes, a table."""
    path.write_bytes(RTF.encode("ascii"))
    return path


PAGE = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>A page</title><meta name="author" '
    'content="G. Web">'
    "<style>p {color: red}</style><script>alert('x')</script></head><body><h1>Top</h1><p>First  "
    "<b>bold</b>\n text<br>broken"
    "</p><div style='display: none'>hidden</div><p "
    "hidden>also</p><ul><li>one<ul><li>two</li></ul></li></ul><h2>Sub</h2>"
    "<table><tr><th>a</th><td>b<p>c</p></td></tr></table><pre>x\n  y</pre>tail &amp; "
    "end<script>evil()</script></body></html>"
)


def html(path: Path) -> Path:
    """A page with what a browser does not show."""
    path.write_text(PAGE, "utf-8")
    return path


MARKDOWN = (
    "---\ntitle: Notes\nplace: Graz\n---\n# Top\n\nSome *stressed* [link](http://x.y) and `code`\nnext line.\n\n"
    "- one\n- two\n\n> quoted\n\n## Sub\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\nx = 1\n```\n\n<div>raw "
    "<script>evil()</script></div>\n"
)


def markdown(path: Path) -> Path:
    """Markdown with front matter."""
    path.write_text(MARKDOWN, "utf-8")
    return path


def epub(path: Path) -> Path:
    """A book of two chapters, out of the order of their names; the second has its heading in the table of contents."""
    package = (
        '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>A book</dc:title><dc:creator>H. '
        "Author</dc:creator></metadata>"
        '<manifest><item id="a" href="z%20first.xhtml" media-type="application/xhtml+xml"/><item id="b" href="a.xhtml" '
        'media-type="application/xhtml+xml"/><item id="n" href="nav.xhtml" '
        'media-type="application/xhtml+xml" properties="nav"/>'
        '</manifest><spine><itemref idref="a"/><itemref idref="b"/></spine></package>'
    )
    page = '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body>{}</body></html>'
    return zipped(
        path,
        {
            "META-INF/container.xml": '<container><rootfiles><rootfile full-path="in/p.opf"/></rootfiles></container>',
            "in/p.opf": package,
            "in/z first.xhtml": page.format("<h1>First</h1><p>Begin&#8217;s.</p>"),
            "in/a.xhtml": page.format("<p>Second.</p>"),
            "in/nav.xhtml": page.format(
                '<nav><a href="z%20first.xhtml">First</a><a href="a.xhtml#x">The second</a></nav>'
            ),
        },
        first=("mimetype", "application/epub+zip"),
    )


SRT = (
    "1\r\n00:00:01,000 --> 00:00:02,500\r\nANNA: I went to\r\n\r\n2\r\n00:00:02,500 --> "
    "00:00:04,000\r\n<i>the market.</i>\r\n\r\n"
    "3\r\n00:00:05,000 --> 00:00:06,000\r\n- Really?\r\n- Yes.\r\n"
)
VTT = (
    "WEBVTT\n\nNOTE made by hand\n\n1\n00:01.000 --> 00:02.500 align:start\n<v Anna Weber>Hello "
    "<00:01.500>there.</v>\n\n"
    "2\n01:00:03.000 --> 01:00:04.000\n<v.loud Ben>Hi &amp; bye.\n"
)


def srt(path: Path) -> Path:
    """Subtitles."""
    path.write_bytes(SRT.encode())
    return path


WHATSAPP = (
    "12.03.24, 14:05 - Nachrichten sind Ende-zu-Ende-verschlüsselt.\n12.03.24, 14:05 - Anna: Hallo "
    "👋\nzweite Zeile\n\ndritte\n"
    "13.03.24, 09:00 - Ben Müller: <Medien ausgeschlossen>\n13.03.24, 09:01 - Anna: Wie schön: ja\n"
)


def whatsapp(path: Path) -> Path:
    """A chat as Android exports it."""
    path.write_text(WHATSAPP, "utf-8")
    return path
