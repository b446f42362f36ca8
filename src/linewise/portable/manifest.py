"""What stands in a model's `manifest.json`: what each column means, how it was made, which files it has.

Nothing in a folder is trusted: every value is checked to be what it should be before anything uses it.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, TypeVar

from linewise.core.errors import BadInput, Broken

T = TypeVar("T")

FORMAT = "linewise-model"
VERSION = 1
NAME = "manifest.json"
HEADS, ENCODER, WEIGHTS, CARD = "heads.bin", "encoder.bin", "minilm.onnx", "README.md"
# What a folder may hold beside its manifest.
KNOWN = (HEADS, ENCODER, WEIGHTS, CARD)
LARGEST = 8 << 20
MOST_CODES = 100_000
# As a threshold: no probability reaches it, so the code is never given.
NEVER = 2
AGAIN = "Export the model again."


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedCode:
    """A code, which columns of the model speak of it, and the probability from which `predict` gives it."""

    id: str
    name: str
    definition: str = ""
    use_when: str = ""
    not_when: str = ""
    columns: tuple[int, ...]
    threshold: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedEncoder:
    """What reads the texts: its name, licence and fingerprint, and where its weights come from.

    `source` is what was asked for; `weights` is "package" (installed with Linewise), "inside" (in this folder), "hub"
    (fetched by name) or "none" (it needs none).
    """

    name: str
    licence: str
    fingerprint: str
    dimensions: int
    source: str
    weights: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedFile:
    """A file of the folder by size and SHA-256."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """All that is said of an exported model. `figures` and `recipe` are told as they stood in the project."""

    title: str
    number: int
    created: str
    taught: str
    linewise: str
    exclusive: bool
    columns: int
    codes: tuple[ExportedCode, ...]
    encoder: ExportedEncoder
    recipe: Mapping[str, object]
    figures: Mapping[str, object]
    decisions: int
    training: str
    codebook: int
    seed: int
    licence: str = ""
    files: Mapping[str, ExportedFile] = field(default_factory=dict)

    def to_json(self) -> bytes:
        """The manifest as it is written, the same bytes for the same values."""
        told = {"format": FORMAT, "version": VERSION, **asdict(self)}
        return (json.dumps(told, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()


def read(data: bytes) -> Manifest:
    """The manifest in these bytes; BadInput when it is of another format or version, Broken when it cannot be right."""
    if len(data) > LARGEST:
        raise Broken("The manifest is far larger than any real one.", file=NAME)
    try:
        told = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Broken("The manifest is no JSON.", remedy=AGAIN, file=NAME) from error
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise BadInput("This is no exported model of Linewise.", remedy="Name a folder that `teach export` wrote.")
    if told.get("version") != VERSION:
        raise BadInput(
            f"This model was exported in version {told.get('version')!r} of the format; version {VERSION} can be read.",
            remedy="Use the Linewise that wrote it, or export the model again.",
        )
    return _manifest(_Told(told, NAME))


def _manifest(told: "_Told") -> Manifest:
    columns = told.whole("columns", most=MOST_CODES)
    encoder = told.part("encoder")
    codes = told.parts("codes", most=MOST_CODES)
    files = told.mapping("files")
    if not {HEADS, ENCODER} <= set(files) or not set(files) <= set(KNOWN):
        raise Broken("The manifest lists other files than a model has.", remedy=AGAIN, files=", ".join(map(str, files)))
    return Manifest(
        title=told.text("title"),
        number=told.whole("number"),
        created=told.text("created"),
        taught=told.text("taught"),
        linewise=told.text("linewise"),
        exclusive=told.truth("exclusive"),
        columns=columns,
        codes=tuple(_code(code, columns) for code in codes),
        encoder=ExportedEncoder(
            name=encoder.text("name"),
            licence=encoder.text("licence"),
            fingerprint=encoder.text("fingerprint"),
            dimensions=encoder.whole("dimensions", least=1, most=1 << 20),
            source=encoder.text("source"),
            weights=encoder.text("weights"),
        ),
        recipe=told.mapping("recipe"),
        figures=told.mapping("figures"),
        decisions=told.whole("decisions"),
        training=told.text("training"),
        codebook=told.whole("codebook"),
        seed=told.whole("seed"),
        licence=told.text("licence"),
        files={name: _file(told.part("files").part(name)) for name in files},
    )


def _code(told: "_Told", columns: int) -> ExportedCode:
    own = told.listed("columns")
    if not own or not all(type(one) is int and 0 <= one < columns for one in own):
        raise Broken("A code points to a column that the model has not.", remedy=AGAIN, code=told.text("name"))
    return ExportedCode(
        id=told.text("id"),
        name=told.text("name"),
        definition=told.text("definition"),
        use_when=told.text("use_when"),
        not_when=told.text("not_when"),
        columns=tuple(own),
        threshold=told.number("threshold"),
    )


def _file(told: "_Told") -> ExportedFile:
    return ExportedFile(bytes=told.whole("bytes", most=1 << 40), sha256=told.text("sha256"))


class _Told:
    """An object of the manifest, asked for one checked value after another."""

    def __init__(self, values: Mapping[str, Any], place: str) -> None:
        self._values, self._place = values, place

    def text(self, name: str) -> str:
        return self._value(name, str, "a text")

    def truth(self, name: str) -> bool:
        return self._value(name, bool, "true or false")

    def listed(self, name: str) -> list[Any]:
        return self._value(name, list, "a list")

    def mapping(self, name: str) -> dict[str, Any]:
        return self._value(name, dict, "an object")

    def part(self, name: str) -> "_Told":
        return _Told(self.mapping(name), f"{self._place}, {name}")

    def parts(self, name: str, *, most: int) -> list["_Told"]:
        values = self.listed(name)
        if len(values) > most or not all(isinstance(one, dict) for one in values):
            raise self._wrong(name, "a list of objects")
        return [_Told(one, f"{self._place}, {name} {at}") for at, one in enumerate(values)]

    def whole(self, name: str, *, least: int = 0, most: int = 1 << 62) -> int:
        value = self._values.get(name)
        if type(value) is not int or not least <= value <= most:
            raise self._wrong(name, "a whole number that it can be")
        return value

    def number(self, name: str) -> float:
        value = self._values.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= NEVER:
            raise self._wrong(name, f"a number from 0 to {NEVER}")
        return float(value)

    def _value(self, name: str, kind: type[T], words: str) -> T:
        value = self._values.get(name)
        if not isinstance(value, kind):
            raise self._wrong(name, words)
        return value

    def _wrong(self, name: str, words: str) -> Broken:
        return Broken(f"{name} is not {words}.", remedy=AGAIN, file=self._place)
