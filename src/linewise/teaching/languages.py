"""Which languages an encoder reads, which the texts are in, and what to say where the two do not meet."""

from collections.abc import Sequence
from typing import Protocol

# From this share of the texts on, a language that the encoder does not read is worth a notice.
WORTH = 0.1
ALL = "*"
NAMES = {
    "af": "Afrikaans", "ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian", "bg": "Bulgarian", "bn": "Bengali",
    "bs": "Bosnian", "ca": "Catalan", "cs": "Czech", "cy": "Welsh", "da": "Danish", "de": "German", "el": "Greek",
    "en": "English", "eo": "Esperanto", "es": "Spanish", "et": "Estonian", "eu": "Basque", "fa": "Persian",
    "fi": "Finnish", "fr": "French", "ga": "Irish", "gl": "Galician", "gu": "Gujarati", "ha": "Hausa", "he": "Hebrew",
    "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian", "is": "Icelandic",
    "it": "Italian", "ja": "Japanese", "ka": "Georgian", "kk": "Kazakh", "km": "Khmer", "kn": "Kannada",
    "ko": "Korean", "ku": "Kurdish", "la": "Latin", "lt": "Lithuanian", "lv": "Latvian", "mk": "Macedonian",
    "ml": "Malayalam", "mn": "Mongolian", "mr": "Marathi", "ms": "Malay", "mt": "Maltese", "my": "Burmese",
    "ne": "Nepali", "nl": "Dutch", "no": "Norwegian", "pa": "Punjabi", "pl": "Polish", "ps": "Pashto",
    "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "so": "Somali",
    "sq": "Albanian", "sr": "Serbian", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "te": "Telugu", "th": "Thai",
    "tl": "Tagalog", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek", "vi": "Vietnamese",
    "xh": "Xhosa", "yo": "Yoruba", "yue": "Cantonese", "zh": "Chinese", "zu": "Zulu",
}  # fmt: skip
# A small model that reads many languages, and a large one for those that the small one was not trained on.
SMALL = "hub:sentence-transformers/paraphrase-multilingual-MiniLM-L12-v2"
LARGE = "hub:sentence-transformers/LaBSE"
READ_BY_SMALL = frozenset({
    "ar", "bg", "ca", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "gl", "gu", "he", "hi", "hr", "hu",
    "hy", "id", "it", "ja", "ka", "ko", "ku", "lt", "lv", "mk", "mn", "mr", "ms", "my", "no", "nl", "pl", "pt", "ro",
    "ru", "sk", "sl", "sq", "sr", "sv", "th", "tr", "uk", "ur", "vi", "zh",
})  # fmt: skip


class Share(Protocol):
    """A language and its share of the texts."""

    @property
    def code(self) -> str: ...

    @property
    def share(self) -> float: ...


def named(code: str) -> str:
    """The English name of a language, or its code where it has none here."""
    return NAMES.get(code, code)


def unread(shares: Sequence[Share], read: Sequence[str]) -> list[Share]:
    """The languages of a noteworthy share of the texts that are none of those `read`; none where these are unknown."""
    if not read or ALL in read:
        return []
    return [one for one in shares if one.share >= WORTH and one.code not in read]


def suited(shares: Sequence[Share]) -> str:
    """The source of a model that reads all of these languages, as far as one is known here."""
    return SMALL if all(one.code in READ_BY_SMALL for one in shares if one.share >= WORTH) else LARGE


def language_notice(encoder: str, shares: Sequence[Share], read: Sequence[str]) -> str:
    """What to tell the person when the encoder does not read the texts' languages; empty when all is well."""
    foreign = unread(shares, read)
    if not foreign:
        return ""
    many = "Nearly all" if foreign[0].share >= 0.95 else f"About {round(100 * sum(one.share for one in foreign))} %"
    what = _listed([named(one.code) for one in foreign])
    reads = _listed([named(code) for code in read[:4]]) + (" and others" if len(read) > 4 else "")
    better = suited(shares)
    return (
        f"{many} of the texts are {what}, but {encoder} reads {reads}: it sees little of what they mean. "
        f"A model that reads them: linewise teach encoder use {better}"
    )


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
