"""What of a project is no document: users, codes, variables, cases, notes, links, sets, networks."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO, cast
from xml.sax.saxutils import quoteattr

from lxml import etree

from linewise.core.text import norm
from linewise.interchange import xml
from linewise.interchange.formats.refi import schema
from linewise.interchange.formats.refi.codebook import code_groups
from linewise.interchange.formats.refi.elements import NS, code_tree, element
from linewise.interchange.formats.refi.originals import Imported
from linewise.interchange.readers.refi import words
from linewise.interchange.readers.refi.side import VERSION

if TYPE_CHECKING:
    from linewise.interchange.formats.refi.notes import Notes
    from linewise.interchange.formats.refi.writer import Project

_GONE = "references to what is gone"
_SPACE = f' xmlns="{NS[1:-1]}"'.encode()


def variables(project: "Project", kinds: Mapping[str, str]) -> None:
    """Decide which variable holds which attribute: an imported one of the same name, where its type can."""
    maker = project.maker
    for one in project.originals.projects:
        for guid, (name, declared) in one.index.columns.items():
            wanted = kinds.get(name)
            if wanted is not None and name not in maker.variables and _holds(declared, wanted):
                maker.variables[name], maker.kinds[name] = guid, declared
    for name, kind in kinds.items():
        if name not in maker.variables:
            maker.variables[name], maker.kinds[name] = words.derived("variable", name, kind), kind


def _holds(declared: str, wanted: str) -> bool:
    return declared == "Text" or declared == wanted or (declared, wanted) == ("Float", "Integer")


def same_codes(project: "Project") -> dict[str, str]:
    """Codes of imported projects that became others: by name or alias, as imports find them."""
    maker, codes = project.maker, project.parcel.codes
    known = set(maker.codes.values())
    named = {norm(alias): maker.codes[code.id] for code in codes for alias in code.aliases}
    named |= {norm(code.name): maker.codes[code.id] for code in codes}
    return {
        own: named[norm(code.name)]
        for one in project.originals.projects
        for own, code in one.index.codes.items()
        if own not in known and norm(code.name) in named
    }


def prune(project: "Project", imported: Imported, made: Any) -> None:
    """Take references to what is not there any more out of an imported element."""
    codes, notes = project.known_codes, imported.index.notes
    known = set(project.maker.variables.values())
    for one in made.iter():
        target = words.guid(one.get("targetGUID"))
        if xml.local(one) in ("CodeRef", "MemberCode") and target in project.same_codes:
            one.set("targetGUID", project.same_codes[target])
    for one in list(made.iter()):
        kind, above = xml.local(one), one.getparent()
        reference = xml.child(one, "CodeRef") if kind == "Coding" else xml.child(one, "VariableRef")
        target = words.guid(one.get("targetGUID") if reference is None else xml.value(reference, "targetGUID"))
        dead = (
            (kind == "Coding" and target not in codes)
            or (kind == "NoteRef" and target not in notes)
            or (kind == "VariableValue" and target not in imported.index.columns and target not in known)
        )
        if dead and above is not None:
            above.remove(one)
            project.tally.lost[_GONE] += 1


def pieces(project: "Project", done: "Notes", parts: Mapping[str, BinaryIO], version: str) -> Iterator[bytes]:
    """The XML of a project, piece by piece, in the order that the standard wants."""
    name = quoteattr(schema.flat(project.parcel.name) or "Linewise project")
    yield b'<?xml version="1.0" encoding="utf-8"?>\n'
    made = [f"{key}={quoteattr(value)}" for key, value in _dates(project).items()]
    start = " ".join([f'<Project xmlns="{NS[1:-1]}"', f"name={name}", f"origin={quoteattr(version)}", *made])
    yield f"{start}>\n".encode()
    yield from _wrapped("Users", _users(project))
    codes = code_tree(project.parcel.codes, project.maker, done.code_notes)
    project.tally.written["codes"] += len(project.parcel.codes)
    if codes:
        yield b"<CodeBook><Codes>\n"
        yield from map(_bytes, codes)
        yield b"</Codes></CodeBook>\n"
    yield from _wrapped("Variables", _variables(project))
    yield from _part("Cases", parts["Cases"], _cases(project))
    yield from _part("Sources", parts["Sources"], [])
    yield from _part("Notes", parts["Notes"], [])
    links = _links(project)
    yield from _wrapped("Links", links)
    yield from _wrapped("Sets", _sets(project))
    yield from _wrapped("Graphs", _graphs(project))
    if done.description:
        yield _bytes(_texted("Description", project.maker.cleaned(done.description)))
    for own in done.project_notes:
        yield _bytes(element("NoteRef", targetGUID=own))
    yield b"</Project>\n"


def _dates(project: "Project") -> dict[str, str]:
    """Who made and changed an imported project, and when."""
    found: dict[str, str] = {}
    for one in project.originals.projects[:1]:
        for key, value in one.index.made.items():
            fitted = schema.moment(value) if key.endswith("DateTime") else words.guid(value)
            if fitted and (key.endswith("DateTime") or words.is_guid(fitted)):
                found[key] = fitted
    return found


def first_line(project: "Project", done: "Notes", positions: str) -> dict[str, Any]:
    """The first line of the side file."""
    maker = project.maker
    further = {
        maker.codes[code.id]: [maker.codes[one] for one in code.parents[1:] if one in maker.codes]
        for code in project.parcel.codes
        if len(code.parents) > 1
    }
    line: dict[str, Any] = {"linewise": VERSION, "positions": positions}
    if further:
        line["parents"] = further
    if done.at:
        line["at"] = done.at
    return line


def _users(project: "Project") -> Iterator[Any]:
    written: set[str] = set()
    for one in project.originals.projects:
        for user in one.others.get("User", ()):
            own = words.guid(user.get("guid"))
            if own not in written and project.conform(user, "UserType"):
                written.add(own)
                yield user
    for name, own in project.maker.users.items():
        if own not in written:
            yield element("User", guid=own, name=name)


def _variables(project: "Project") -> Iterator[Any]:
    written: set[str] = set()
    for one in project.originals.projects:
        for made in one.others.get("Variable", ()):
            own = words.guid(made.get("guid"))
            if own not in written and project.conform(made, "VariableType"):
                written.add(own)
                yield made
    for name, own in project.maker.variables.items():
        if own not in written:
            made = element("Variable", guid=own, typeOfVariable=project.maker.kinds[name])
            made.set("name", schema.flat(name))
            yield made


def _cases(project: "Project") -> list[Any]:
    return _memberships(project, "Case", "SourceRef", project.cases, ("SourceRef", "SelectionRef", "CodeRef"))


def _sets(project: "Project") -> list[Any]:
    found = _memberships(project, "Set", "MemberSource", project.groups, ("MemberSource", "MemberCode", "MemberNote"))
    for made in code_groups(project.parcel, project.known_codes, project.tally):
        for member in xml.children(made, "MemberCode"):
            cast(Any, member).set("targetGUID", xml.value(member, "guid"))
            del cast(Any, member).attrib["guid"]
        if words.guid(made.get("guid")) not in project.alive and project.conform(made, "SetType"):
            found.append(made)
    return found


def _memberships(
    project: "Project", kind: str, member: str, wanted: Mapping[str, list[str]], references: tuple[str, ...]
) -> list[Any]:
    """Imported cases or sets, less what is gone, with documents that joined; then those that are new."""
    found: list[Any] = []
    waiting = {name: dict.fromkeys(members) for name, members in wanted.items()}
    for one in project.originals.projects:
        for made in one.others.get(kind, ()):
            prune(project, one, made)
            before = len(list(xml.children(made, *references)))
            for reference in list(xml.children(made, *references)):
                if words.guid(xml.value(reference, "targetGUID")) not in project.alive:
                    made.remove(reference)
                    project.tally.lost[_GONE] += 1
            name = " ".join((made.get("name") or "").split())
            here = {words.guid(xml.value(one, "targetGUID")) for one in xml.children(made, member)}
            for own in waiting.pop(name, {}) if name else ():
                if own not in here and not _inside(here, own, project):
                    made.append(element(member, targetGUID=own))
            emptied = before and not name and not list(xml.children(made, *references))
            if not emptied and project.conform(made, f"{kind}Type"):
                found.append(made)
                project.alive.add(words.guid(made.get("guid")))
    for name, members in waiting.items():
        made = element(kind, guid=words.derived(kind.lower(), name))
        made.set("name", schema.flat(name))
        made.extend(element(member, targetGUID=own) for own in members)
        found.append(made)
    return found


def _inside(here: set[str], own: str, project: "Project") -> bool:
    """Whether a document's source is named, where the document is only its transcript."""
    return project.outer.get(own, own) in here


def _links(project: "Project") -> list[Any]:
    found = []
    for one in project.originals.projects:
        for made in one.others.get("Link", ()):
            ends = {words.guid(made.get(name)) for name in ("originGUID", "targetGUID") if made.get(name)}
            if ends - project.alive:
                project.tally.lost[_GONE] += 1
            else:
                prune(project, one, made)
                if project.conform(made, "LinkType"):
                    found.append(made)
                    project.alive.add(words.guid(made.get("guid")))
    return found


def _graphs(project: "Project") -> Iterator[Any]:
    for one in project.originals.projects:
        for made in one.others.get("Graph", ()):
            inside = {words.guid(part.get("guid")) for part in made.iter()}
            for part in made.iter():
                target = words.guid(part.get("representedGUID"))
                if target and target not in project.alive and target not in inside:
                    del part.attrib["representedGUID"]
                    project.tally.lost[_GONE] += 1
            if project.conform(made, "GraphType"):
                yield made


def _texted(name: str, text: str) -> Any:
    made = element(name)
    made.text = text
    return made


def _bytes(made: Any) -> bytes:
    data: bytes = etree.tostring(made, encoding="utf-8", with_tail=False)
    return data.replace(_SPACE, b"", 1) + b"\n"


def _wrapped(name: str, made: Iterator[Any] | list[Any]) -> Iterator[bytes]:
    begun = False
    for one in made:
        if not begun:
            yield f"<{name}>\n".encode()
            begun = True
        yield _bytes(one)
    if begun:
        yield f"</{name}>\n".encode()


def _part(name: str, stream: BinaryIO, first: list[Any]) -> Iterator[bytes]:
    if not first and stream.tell() == 0:
        return
    yield f"<{name}>\n".encode()
    yield from map(_bytes, first)
    stream.seek(0)
    yield from iter(lambda: stream.read(1 << 20), b"")
    yield f"</{name}>\n".encode()
