"""What control words of RTF stand for: destinations without text, characters, properties of the file."""

from dataclasses import dataclass, field

SKIPPED = frozenset(
    [
    "colortbl", "filetbl", "pict", "object", "objdata", "listtable", "listoverridetable", "rsidtbl",
    "revtbl", "generator", "xmlnstbl", "themedata", "colorschememapping", "datastore", "latentstyles",
    "fldinst", "datafield", "listtext", "pntext", "pntxta", "pntxtb", "bkmkstart", "bkmkend", "atnid",
    "atntime", "atnicn", "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr",
    "footerf", "ftnsep", "ftnsepc", "aftnsep", "aftnsepc", "nonshppict", "picprop", "sp", "sn", "sv", "xe",
    "tc", "docvar", "userprops", "wgrffmtfilter", "mmathPr", "pgptbl", "falt", "panose", "fname",
    "background", "template", "company", "operator", "manager", "category", "hlinkbase", "comment",
    "doccomm", "atndate",
]
)  # fmt: skip
HEADERS = frozenset([
    "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf",
])  # fmt: skip
SIGNS = {
    "tab": "\t", "line": "\n", "lbr": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005",
    "~": "\u00a0", "_": "\u2011", "-": "\u00ad", "ltrmark": "\u200e", "rtlmark": "\u200f",
    "zwj": "\u200d", "zwnj": "\u200c", "{": "{", "}": "}", "\\": "\\",
}  # fmt: skip
INFO = {"title": "title", "author": "author", "subject": "subject", "keywords": "keywords"}


@dataclass(slots=True)
class Tables:
    """Fonts by their code pages, styles by their names."""

    fonts: dict[int, str] = field(default_factory=dict)
    styles: dict[int, str] = field(default_factory=dict)
    number: int | None = None
