"""Guessing what each column of a file is, so that most imports need no more than a yes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from linewise.importing.plan import AttributeType, Column, Documents, ImportPlan
from linewise.importing.segment import Segmentation, segments
from linewise.importing.values import as_text, guess_type, has_comma, is_missing

_TEXT = re.compile(
    r"text|texts|body|content|message|comment|sentence|paragraph|review|description|abstract|answer|response|reply|moment|utterance"
    r"|transcript|verbatim|feedback|note|post|tweet|sms|document|statement|quote|story|narrative|texte|texto|testo|tekst|kommentar"
    r"|commentaire|comentario|antwort|beschreibung|aussage"
)
_HEADING = re.compile(r"title|subject|headline|heading|titel|titre|titulo|betreff|summary")
_ID = re.compile(r"id|ids|_id|uid|uuid|guid|key|nr|no|number|index|rowid|hmid|identifier|\w+[_ -]id|case|respondent")
_CODES = re.compile(
    r"(?:\w+[_ -])?(?:codes?|labels?|tags?|themes?|categor(?:y|ies)|class(?:es)?|topics?|annotations?|target)"
)
_SPEAKER = re.compile(r"speaker|interviewee|talker|sprecher|sprecherin|locuteur|hablante|parlante")
_SEPARATORS = (";", "|", ",")


@dataclass(frozen=True, slots=True)
class _Profile:
    """What the sample shows of one column."""

    name: str
    values: list[object]
    texts: list[str]
    empty: int
    type: AttributeType

    @property
    def plain(self) -> str:
        return self.name.strip().lower()

    @property
    def distinct(self) -> int:
        return len(set(self.texts))

    @property
    def lists(self) -> bool:
        return bool(self.values) and all(isinstance(value, list) for value in self.values)

    @property
    def words(self) -> float:
        return fmean(len(text.split()) for text in self.texts) if self.texts else 0.0

    @property
    def length(self) -> float:
        return fmean(map(len, self.texts)) if self.texts else 0.0


def guess(
    rows: Sequence[Mapping[str, object]],
    names: Sequence[str],
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    header: bool = True,
    sheet: str | None = None,
    documents: Documents = "file",
) -> tuple[tuple[Column, ...], ImportPlan]:
    """Guess the plan of an import from sample rows (some hundred are plenty); describe each column by it.

    The text is the wordiest column, names helping; a title beside it joins it. `names` must not be empty.
    """
    profiles = [_profile(name, [row.get(name) for row in rows]) for name in names]
    text = _text(profiles)
    rest = [profile for profile in profiles if profile.name not in text]
    key = _id(rest, first=names[0])
    rest = [profile for profile in rest if profile is not key]
    codes = _codes(rest)
    rest = [profile for profile in rest if profile is not codes]
    speaker = next(
        (p for p in rest if _SPEAKER.fullmatch(p.plain) and 0 < p.distinct <= max(2, len(p.texts) // 2)), None
    )
    plan = ImportPlan(
        text=text,
        id=key.name if key else None,
        attributes=tuple((p.name, p.type) for p in rest if p is not speaker and p.texts),
        codes=codes.name if codes else None,
        codes_separator=_separator(codes) if codes else ";",
        speaker=speaker.name if speaker else None,
        segmentation=_segmentation(next(p for p in profiles if p.name == text[-1])),
        encoding=encoding,
        delimiter=delimiter,
        header=header,
        sheet=sheet,
        documents=documents,
        decimal_comma=tuple(p.name for p in rest if p is not speaker and p.type == "number" and has_comma(p.values)),
    )
    return tuple(_column(profile, plan) for profile in profiles), plan


def describe(rows: Sequence[Mapping[str, object]], names: Sequence[str], plan: ImportPlan) -> tuple[Column, ...]:
    """Describe each column of the sample by a plan that was chosen, not guessed."""
    return tuple(_column(_profile(name, [row.get(name) for row in rows]), plan) for name in names)


def guess_transcript(text: str) -> Segmentation:
    """How to cut a text file that is one document: at speakers, else at blank lines, else at lines."""
    if sum(1 for segment in segments(text, "turn") if segment.speaker) > 1:
        return "turn"
    units = sum(1 for _ in segments(text, "line"))
    paragraphs = sum(1 for _ in segments(text, "paragraph"))
    if units < 2:
        return "whole"
    return "paragraph" if paragraphs > 1 and paragraphs * 20 > units else "line"


def _profile(name: str, cells: Sequence[object]) -> _Profile:
    values = [cell for cell in cells if not (cell is None or is_missing(cell) or cell == [])]
    texts = [as_text(value).strip() for value in values]
    return _Profile(name, values, texts, len(cells) - len(values), guess_type(values))


def _column(profile: _Profile, plan: ImportPlan) -> Column:
    role = plan.role(profile.name)
    kind = "text" if role == "text" else dict(plan.attributes).get(profile.name, profile.type)
    examples = tuple(text[:200] for text in dict.fromkeys(profile.texts))[:3]
    return Column(profile.name, role, kind, examples, profile.distinct, profile.empty)


def _text(profiles: Sequence[_Profile]) -> tuple[str, ...]:
    def score(profile: _Profile) -> float:
        named = 40.0 if _TEXT.fullmatch(profile.plain) else 10.0 if _TEXT.search(profile.plain) else 0.0
        if profile.lists:
            return -200.0
        if not profile.texts:
            return named - 100.0
        if profile.type not in ("text", "category"):
            return 0.0
        demoted = 20.0 if _CODES.fullmatch(profile.plain) or _ID.fullmatch(profile.plain) else 0.0
        variety = profile.distinct / len(profile.texts)
        speaks = profile.words > 1.5 or variety > 0.5
        return 1.0 + min(profile.words, 60.0) * variety + named * speaks - demoted

    best = max(profiles, key=score)
    heading = next((p for p in profiles if _HEADING.fullmatch(p.plain) and 1.5 < p.words < best.words), None)
    # One that many rows share is the title of what they were cut from.
    own = heading is not None and heading.distinct * 2 > len(heading.texts)
    return (heading.name, best.name) if heading is not None and own else (best.name,)


def _id(profiles: Sequence[_Profile], *, first: str) -> _Profile | None:
    def possible(profile: _Profile) -> bool:
        unique = profile.distinct == len(profile.texts) > 0 and not profile.empty
        return unique and not profile.lists and profile.words < 2 and profile.length <= 64

    candidates = [profile for profile in profiles if possible(profile)]
    exact = [profile for profile in candidates if profile.plain == "id"]
    named = [profile for profile in candidates if _ID.fullmatch(profile.plain)]
    counting = [p for p in candidates if p.name == first and p.type == "integer" and len(p.texts) > 1]
    return next(iter((*exact, *named, *counting)), None)


def _codes(profiles: Sequence[_Profile]) -> _Profile | None:
    def possible(profile: _Profile) -> bool:
        named = bool(_CODES.fullmatch(profile.plain))
        if not profile.texts or profile.type in ("number", "date"):
            return False
        if profile.lists:
            pieces = [piece for value in profile.values if isinstance(value, list) for piece in value]
            return bool(pieces) and all(isinstance(piece, str) and len(piece) <= 80 for piece in pieces)
        pieces = _pieces(profile, _separator(profile))
        repeats = len(set(pieces)) <= max(2, len(pieces) // 2) or len(profile.texts) < 10
        return named and repeats and fmean(map(len, pieces)) <= 40

    candidates = [profile for profile in profiles if possible(profile)]
    return max(candidates, key=lambda p: (bool(_CODES.fullmatch(p.plain)), p.lists), default=None)


def _pieces(profile: _Profile, separator: str) -> list[str]:
    return [piece.strip() for text in profile.texts for piece in text.split(separator) if piece.strip()] or [""]


def _separator(profile: _Profile) -> str:
    """The separator whose pieces repeat more than the cells do; a semicolon where none does."""
    for separator in _SEPARATORS:
        split = sum(separator in text for text in profile.texts)
        pieces = _pieces(profile, separator)
        if split and len(set(pieces)) <= profile.distinct and fmean(map(len, pieces)) <= 40:
            return separator
    return ";"


def _segmentation(profile: _Profile) -> Segmentation:
    spoken = [text for text in profile.texts[:20] if sum(bool(turn.speaker) for turn in segments(text, "turn")) > 1]
    return "turn" if profile.texts and len(spoken) * 2 > len(profile.texts[:20]) else "whole"
