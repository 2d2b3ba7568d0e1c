"""A text as it reads, whatever it is written with: look-alike letters, hidden signs, entities and
marks of emphasis hide nothing from whoever checks the plain form."""

import re
import unicodedata
from html import unescape

# Letters of other alphabets that look like Latin ones, as people who hide words use them.
_LOOKALIKES = str.maketrans(
    "аеорсухіјѕԁһкмтвАЕОРСУХІЈЅНКМТВαοερνικτυΑΒΕΗΙΚΜΝΟΡΤΧΥΖ",
    "aeopcyxijsdhkmtbAEOPCYXIJSHKMTBaoepvikTuABEHIKMNOPTXYZ",
)
_LATIN = re.compile(r"[A-Za-z]")
_WORD = re.compile(r"\w+")
_EMPHASIS = re.compile(r"[*_`~\\]+(?=\S)|(?<=\S)[*_`~\\]+")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_SPELLED = re.compile(r"\b(?:[^\W_][ .\-]){3,}[^\W_]\b")
_BETWEEN = re.compile(r"[ .\-]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")
# Figures in circles and the like, one by one: "② ⓪" is read as 20.
_DRESSED = "[\u2460-\u24ff\u2776-\u2793\uff10-\uff19\U0001d7ce-\U0001d7ff]"
_APART = re.compile(rf"(?<={_DRESSED})\s(?={_DRESSED})")
_KEPT_SIGNS = frozenset("\n\t")


def plain(text: str) -> str:
    """The text without hidden signs, its look-alikes as the letters they look like."""
    if "&" in text:
        text = unescape(text)
    if text.isascii():
        return _CONTROL.sub("", text)
    folded = unicodedata.normalize("NFKC", _APART.sub("", text))
    seen = "".join(sign for sign in folded if not _is_hidden(sign))
    return _WORD.sub(_latin, seen)


def unmarked(text: str) -> str:
    """The plain text without what splits words and figures: tags, marks of emphasis ("$1**2**0"),
    letters set apart."""
    bare = _EMPHASIS.sub("", _TAG.sub("", plain(text)))
    return _SPELLED.sub(lambda found: _BETWEEN.sub("", found[0]), bare)


def _is_hidden(sign: str) -> bool:
    if sign in _KEPT_SIGNS:
        return False
    return unicodedata.category(sign) in ("Cf", "Cc", "Mn", "Me", "Co", "Cn")


def _latin(word: "re.Match[str]") -> str:
    """A word that mixes alphabets as Latin; one of another alphabet alone stays what it is."""
    return word[0].translate(_LOOKALIKES) if _LATIN.search(word[0]) else word[0]
