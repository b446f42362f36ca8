"""Tag sets of INCEpTION: within an exported project, or a file of their own."""

from collections.abc import Iterator

Tag = tuple[str, str, str, str]
"""Layer, feature, word, definition."""

OURS = ("webanno.custom.Code", "code")


def tags_of(given: object) -> Iterator[Tag]:
    """The words of every tag set that a feature uses, or of a set on its own, which is then that of our export."""
    if not isinstance(given, dict):
        return
    if "tags" in given:
        yield from _set(*OURS, given)
    for layer in _dicts(given.get("layers")):
        for feature in _dicts(layer.get("features")):
            for tags in _dicts([feature.get("tag_set")]):
                yield from _set(str(layer.get("name")), str(feature.get("name")), tags)


def _set(layer: str, feature: str, tags: dict[str, object]) -> Iterator[Tag]:
    for tag in _dicts(tags.get("tags")):
        word, about = tag.get("tag_name"), tag.get("tag_description")
        if isinstance(word, str) and word.strip():
            yield layer, feature, word.strip(), about if isinstance(about, str) else ""


def _dicts(value: object) -> list[dict[str, object]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
