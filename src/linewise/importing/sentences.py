"""Where sentences end: punctuation first, then the few cases in which it means something else."""

import re
from collections.abc import Iterator

from linewise.importing.spans import paragraphs

_CLOSERS = "\"'”’»›)\\]}\u300d\u300f\u3011\u300b\uff09"  # and the full-width ones
_OPENERS = "\"'“‘«‹([{¿¡–—-*_ "
_END = re.compile(
    rf"(?:(?P<full>[\u3002\uff01\uff1f\uff61]+)|(?P<stop>[.!?…؟۔।॥።։]+))(?P<closed>[{_CLOSERS}]*)"
    r"|(?P<item>[\r\n]+)(?=[^\S\r\n]*(?:[-*•–—▪◦‣·]|\d{1,3}[.)])[^\S\r\n])"
)
_WORD = re.compile(r"\w+")
_INITIALS = re.compile(r"[^\W\d_]|(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# These stand before what they belong to, so the sentence goes on.
_LEADING = _words("""
    mr mrs ms messrs dr prof st mt ft hon rev gov sen rep gen col maj sgt capt cpl lt cmdr adm pres supt
    vs cf eg ie viz al approx ca esp incl e.g i.e z.b d.h u.a o.ä s.o s.u v.a bzw vgl evtl bspw ggf sog hr hrn
    mme mlle mm sra srta ud uds dña
""")
# These stand before a number; without one, "no." or "sat." is a word like any other.
_BEFORE_NUMBER = _words("""
    no nr nos nrs núm p pp pg vol vols ch chap sec fig figs eq art ex ver abs kap bd
    jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun
""")
# These may end a sentence or stand inside it: what follows decides.
_EITHER = _words("inc ltd co corp llc plc gmbh jr sr dept univ assn bros blvd ave rd est usu min max tel")
_STARTERS = _words("""
    the a an i he she it we they you this that these those there my our his her its their your in on at
    but and so or then when while if as for after before since because what who how why where
    not no yes one all some most many
    der die das ein eine ich er sie es wir und aber dann wenn le la les un une je il elle nous ils elles et
    mais el los las yo ella nosotros pero y
""")
_GERMAN_MONTHS = _words("januar jänner februar märz april mai juni juli august september oktober november dezember")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Sentences of a text, paragraph by paragraph; a list item on a line of its own is one too.

    Abbreviations, initials, decimals, ellipses before a small letter and quoted questions do not end a
    sentence. Full-width stops end one without a space after them.
    """
    for first, last in paragraphs(text):
        begin = first
        for match in _END.finditer(text, first, last):
            if match["item"] is not None or _ends_here(text, begin, last, match):
                if text[begin : match.end()].strip():
                    yield begin, match.end()
                begin = match.end()
        if begin < last:
            yield begin, last


def _ends_here(text: str, begin: int, last: int, match: re.Match[str]) -> bool:
    after = match.end()
    if match["full"] is not None or after == last:
        return True
    if not text[after].isspace():
        return False
    follows = text[after : after + 80].lstrip().lstrip(_OPENERS)
    small = follows[:1].islower()
    marks = match["stop"]
    if marks.strip(".…"):
        return not (small and match["closed"])
    if marks != ".":
        return not small
    token = text[max(begin, match.start() - 40) : match.start()].split()[-1:]
    return _full_stop(text, begin, match.start(), token[0].lstrip(_OPENERS) if token else "", follows, small)


def _full_stop(text: str, begin: int, stop: int, token: str, follows: str, small: bool) -> bool:
    """Whether a single dot after `token`, with a space behind it, ends the sentence that began at `begin`."""
    word = token.lower()
    following = _WORD.match(follows)
    next_word = following[0].lower() if following else ""
    listed = text[begin:stop].strip() == token and (len(token) == 1 or (token.isdigit() and len(token) < 4))
    if listed or word in _LEADING:
        return False
    if word in _BEFORE_NUMBER and follows[:1].isdigit():
        return False
    if word in ("a.m", "p.m", "etc", "usw"):
        return not small
    if word in _EITHER or _INITIALS.fullmatch(token):
        # "J. I. Packer": a starter with a dot of its own is another initial.
        dotted = following is not None and follows[following.end() : following.end() + 1] == "."
        return not small and next_word in _STARTERS and not dotted
    if token.isdigit() and next_word in _GERMAN_MONTHS:
        return False
    if small:
        # Who begins sentences with small letters will not begin the next with a capital either.
        opening = text[begin : begin + 40].lstrip(_OPENERS)
        return opening[:1].islower() and len(word) > 1 and word.isalpha()
    return True
