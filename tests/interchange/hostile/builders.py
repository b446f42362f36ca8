"""Files made to harm who opens them; each is small and built in no time."""

import struct
import zipfile
import zlib
from pathlib import Path

from tests.interchange.documents.builders import odt, word, zipped

MB = 1 << 20
EXPANDING = '<!DOCTYPE x [<!ENTITY a "lolololololololol">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)
ATTACKS_BY_XML = {
    "billion laughs": EXPANDING + "]><x>&j;</x>",
    "billion laughs in an attribute": EXPANDING + ']><x y="&j;"/>',
    "quadratic blow-up": f'<!DOCTYPE x [<!ENTITY a "{"x" * 50_000}">]><x>{"&a;" * 50_000}</x>',
    "external entity": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><x>&a;</x>',
    "parameter entity": '<!DOCTYPE x [<!ENTITY % a SYSTEM "file:///etc/hostname"> %a;]><x>b</x>',
    "elements in elements": "<x>" * 100_000,
    "too many attributes": "<x " + " ".join(f'a{n}="1"' for n in range(3)) + ' a1="again"/>',
}


def inflated(size: int) -> bytes:
    """Raw deflated data that unpack to so many zeros, made without packing them."""
    pack = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = pack.compress(b"\0" * MB) + pack.flush(zlib.Z_FULL_FLUSH)
    return block * (size // MB) + pack.flush()


def entry(name: str, data: bytes, *, size: int, stated: int | None = None, offset: int = 0) -> tuple[bytes, bytes]:
    """A local entry of an archive and its place in the directory, with whatever sizes one likes to state."""
    told = min(size if stated is None else stated, 0xFFFFFFFE)
    fields = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0x21, 0, len(data), told, len(name), 0)
    local = b"PK\x03\x04" + fields + name.encode() + data
    place = b"PK\x01\x02" + struct.pack("<H", 20) + fields + struct.pack("<HHHII", 0, 0, 0, 0, offset) + name.encode()
    return local, place


def archive(path: Path, members: dict[str, tuple[bytes, int, int | None]], *, shared: bool = False) -> Path:
    """An archive of raw deflated members: data, true size, stated size. `shared`: all point at the first one's data."""
    body, directory = b"", b""
    for name, (data, size, stated) in members.items():
        local, place = entry(name, data, size=size, stated=stated, offset=0 if shared else len(body))
        directory += place
        if not (shared and body):
            body += local
    end = struct.pack("<HHHHIIH", 0, 0, len(members), len(members), len(directory), len(body), 0)
    path.write_bytes(body + directory + b"PK\x05\x06" + end)
    return path


def huge_word(path: Path, size: int, *, stated: int | None = None) -> Path:
    """A Word document of which the text unpacks to `size` bytes."""
    small = zlib.compress(b"<Types/>")[2:-4]
    members = {"[Content_Types].xml": (small, 8, None), "word/document.xml": (inflated(size), size, stated)}
    return archive(path, members)


def with_xml(path: Path, attack: str) -> Path:
    """A Word document, an open document or a book with this XML inside, by the suffix of the path."""
    if path.suffix == ".docx":
        return zipped(path, {"[Content_Types].xml": "<Types/>", "word/document.xml": attack})
    if path.suffix == ".odt":
        kind = ("mimetype", "application/vnd.oasis.opendocument.text")
        return zipped(path, {"content.xml": attack}, first=kind)
    return zipped(path, {"META-INF/container.xml": attack}, first=("mimetype", "application/epub+zip"))


def encrypted_zip(path: Path) -> Path:
    """An archive whose members say that they are encrypted."""
    word(path)
    data = bytearray(path.read_bytes())
    place = 0
    while (place := data.find(b"PK\x01\x02", place)) >= 0:
        data[place + 8] |= 1
        place += 4
    path.write_bytes(bytes(data))
    return path


def pdf_of(path: Path, objects: list[str], *, root: int = 1) -> Path:
    """A PDF of these objects, numbered from 1, with a sound table of references."""
    body = b"%PDF-1.7\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root {root} 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    path.write_bytes(body + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode())
    return path


def page_of(stream: bytes, filters: str) -> list[str]:
    """The objects of a file with one page, of which the content is this stream."""
    content = f"<< /Length {len(stream)} /Filter [{filters}] >>\nstream\n{stream.decode('latin-1')}\nendstream"
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << >> /Contents 4 0 R >>"
    return ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page, content]


def bombed_pdf(path: Path, size: int) -> Path:
    """A page whose content unpacks to `size` bytes, twice packed."""
    pack = zlib.compressobj(9)
    once = b"".join([*(pack.compress(b" " * MB) for _ in range(size // MB)), pack.flush()])
    return pdf_of(path, page_of(zlib.compress(once, 9), "/FlateDecode /FlateDecode"))


LOOPS = {
    "a page tree that is its own child": [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 4000 /Parent 2 0 R >>",
    ],
    "an object that stands for itself": ["<< /Type /Catalog /Pages 2 0 R >>", "2 0 R"],
    "two that stand for each other": ["<< /Type /Catalog /Pages 2 0 R >>", "3 0 R", "2 0 R"],
    "an outline without an end": [
        "<< /Type /Catalog /Pages 2 0 R /Outlines 4 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
        "<< /First 5 0 R /Last 5 0 R >>",
        "<< /Title (x) /Next 5 0 R /First 5 0 R /Dest [3 0 R /Fit] >>",
    ],
    "content in itself": [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /Resources << /XObject << /A 4 0 R >> >> /Contents 5 0 R >>",
        "<< /Subtype /Form /Resources << /XObject << /A 4 0 R >> >> /Length 5 >>\nstream\n/A Do\nendstream",
        "<< /Length 5 >>\nstream\n/A Do\nendstream",
    ],
    "more pages than there are": ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 2000000000 >>"],
    "arrays in arrays": ["<< /Type /Catalog /Pages 2 0 R >>", "[" * 50_000],
}


def deep_rtf(path: Path) -> Path:
    """Groups in groups."""
    path.write_bytes(rb"{\rtf1 " + b"{" * 200_000 + b"x")
    return path


def deep_html(path: Path) -> Path:
    """Elements in elements."""
    path.write_text("<html>" + "<div>" * 200_000 + "x", "utf-8")
    return path


def deep_open_document(path: Path) -> Path:
    """Lists in lists, within what XML may be."""
    return odt(path, "<text:list><text:list-item>" * 120 + "<text:p>x</text:p>" + "</text:list-item></text:list>" * 120)


def zip_of(path: Path, names: dict[str, bytes]) -> Path:
    """A plain archive."""
    with zipfile.ZipFile(path, "w") as target:
        for name, data in names.items():
            target.writestr(name, data)
    return path
