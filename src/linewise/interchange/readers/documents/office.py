"""What the zipped documents of word processors have in common: parts of an archive, and their properties."""

from linewise.core.errors import BadInput
from linewise.interchange import xml
from linewise.interchange.tree import Tree

_PROPERTIES = {
    "title": "title",
    "subject": "subject",
    "creator": "author",
    "initial-creator": "author",
    "created": "created",
    "creation-date": "created",
    "modified": "modified",
    "date": "modified",
    "keywords": "keywords",
    "keyword": "keywords",
    "language": "language",
    "description": "description",
}


def part(inside: Tree, name: str) -> xml.Element | None:
    """A part as a tree; None where there is none."""
    member = inside.find(name.lstrip("/"))
    if member is None:
        return None
    with inside.open(member) as stream:
        return xml.parse(stream, file=inside.path.name, part=member.name)


def required(inside: Tree, name: str) -> xml.Element:
    """A part without which there is no document."""
    root = part(inside, name)
    if root is None:
        raise BadInput(f"its part {name} is missing.", remedy="Save or copy it again.", file=inside.path.name)
    return root


def properties(root: xml.Element | None) -> dict[str, str]:
    """Title, author and the like, under one set of names whatever the format calls them."""
    found: dict[str, str] = {}
    if root is None:
        return found
    for element in root.iter():
        name = _PROPERTIES.get(xml.local(element))
        text = " ".join(xml.text_of(element).split())[:1000] if name and not len(element) else ""
        if name and text:
            # Who began it is the author, not who saved it last.
            if name == "author" and name in found and xml.local(element) != "initial-creator":
                continue
            found[name] = f"{found[name]}; {text}" if name == "keywords" and name in found else text
    return found
