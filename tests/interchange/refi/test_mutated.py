"""Projects with parts missing, doubled, moved or nonsense in them: read, and written again as valid files."""

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from linewise.core.errors import BadInput
from tests.interchange.refi import dialects
from tests.interchange.refi.dialects import DIALECTS, TEXT
from tests.interchange.refi.parcels import archive, full, members, original, read, write

NONSENSE = (
    "",
    "x",
    "-5",
    "12.0",
    "99999999999999999999",
    "\u0130",
    "{" + TEXT + "}",
    TEXT.lower(),
    "internal://../x",
    "2",
)
BUILDERS = [*(build for build, name in DIALECTS if name.endswith(".qdpx")), dialects.film]


def mutate(root: Any, chance: random.Random) -> None:
    """One change somewhere: an element gone, doubled, moved, renamed or emptied, an attribute gone or nonsense."""
    elements = [one for one in root.iter() if one is not root]
    one = chance.choice(elements)
    match chance.randrange(7):
        case 0:
            one.getparent().remove(one)
        case 1:
            one.getparent().append(etree.fromstring(etree.tostring(one, with_tail=False)))
        case 2:
            chance.choice([other for other in elements if one not in (other, *other.iterancestors())] or [root]).append(
                one
            )
        case 3:
            one.tag = chance.choice([other.tag for other in elements])
        case 4:
            one.text = chance.choice(NONSENSE)
        case 5 if one.attrib:
            del one.attrib[chance.choice(list(one.attrib))]
        case _ if one.attrib:
            one.set(chance.choice(list(one.attrib)), chance.choice(NONSENSE))


@pytest.mark.parametrize("build", BUILDERS, ids=lambda build: build.__name__)
def test_mutations_never_break_reader_or_writer(build: Callable[[Path], Path], tmp_path: Path) -> None:
    check(members(build(tmp_path / "a.qdpx")), tmp_path, random.Random(7), rounds=8)


def test_mutations_of_our_own_file(tmp_path: Path) -> None:
    write(tmp_path / "a.qdpx", full())
    check(members(tmp_path / "a.qdpx"), tmp_path, random.Random(11), rounds=16)


def check(inside: dict[str, bytes], folder: Path, chance: random.Random, *, rounds: int) -> None:
    name = next(one for one in inside if one.endswith(".qde"))
    done = 0
    for number in range(rounds):
        root = etree.fromstring(inside[name])
        for _ in range(1 + number % 4):
            mutate(root, chance)
        path = archive(folder / f"m{number}.qdpx", {**inside, name: etree.tostring(root)})
        try:
            came, _ = read(path)
        except BadInput as error:
            assert error.remedy
            continue
        out = folder / f"o{number}.qdpx"
        write(out, replace(came, originals=(original(path),)))
        again, _ = read(out)
        assert [one.text for one in again.documents] == [one.text for one in came.documents]
        done += 1
    assert done > rounds // 2
