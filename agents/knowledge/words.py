"""Words as retrieval compares them: lower case, without accents and endings, and what else means
the same."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

_WORD = re.compile(r"[a-z0-9]+")
_APOSTROPHES = re.compile("['\N{RIGHT SINGLE QUOTATION MARK}]")
_SAYS_LITTLE = (
    "a about also am an and any anything are as at be been but by can could did do does doing for "
    "from get give go going got guys had has have having hello hey hi how i if im in into is it "
    "its just know let like may me might my need of ok okay on or our out please should so "
    "some something t tell than thank thanks that the their them then there they thing this to "
    "too u ur us want was we were what whats when where which who will with would ya yall yes you "
    "your yours"
)
STOP = frozenset(_SAYS_LITTLE.split())
_ENDINGS = (
    ("ational", "ate"), ("ization", "ize"), ("fulness", "ful"), ("ousness", "ous"),
    ("ation", "ate"), ("ition", "it"), ("ies", "y"), ("ied", "y"), ("ments", ""), ("ment", ""),
    ("ness", ""), ("ingly", ""), ("edly", ""), ("ings", ""), ("ing", ""), ("ers", ""), ("er", ""),
    ("ances", ""), ("ance", ""), ("ion", ""), ("ions", ""), ("sses", "ss"), ("shes", "sh"),
    ("ches", "ch"), ("xes", "x"), ("ed", ""), ("ly", ""), ("ic", ""), ("s", ""), ("e", ""),
)  # fmt: skip
_BY_LENGTH = sorted(_ENDINGS, key=lambda ending: -len(ending[0]))
_SHORTEST_STEM = 3


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """The word without its ending: "allergies" and "allergy", "cooked" and "cooking" are one."""
    for ending, instead in _BY_LENGTH:
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= _SHORTEST_STEM and not word.endswith("ss"):
            return _plain_end(rest + instead)
    return _plain_end(word)


def _plain_end(word: str) -> str:
    if len(word) > _SHORTEST_STEM and word[-1] == word[-2] and word[-1] not in "aeioul":
        word = word[:-1]
    if len(word) > _SHORTEST_STEM and word.endswith("e"):
        word = word[:-1]
    return word[:-1] + "i" if len(word) > 2 and word.endswith("y") else word


@lru_cache(maxsize=8192)
def grams(word: str) -> frozenset[str]:
    """The word's runs of three and four letters, its ends marked."""
    marked = f"<{word}>"
    runs = (marked[i : i + size] for size in (3, 4) for i in range(len(marked) - size + 1))
    return frozenset(runs)


class Vocabulary:
    """What means the same, by the owner's groups of words and phrases."""

    def __init__(self, groups: Iterable[Sequence[str]] = ()) -> None:
        self._groups = [frozenset(map(_term, group)) for group in groups]
        self._of: dict[str, list[int]] = {}
        for at, group in enumerate(self._groups):
            for term in group:
                self._of.setdefault(term, []).append(at)

    def like(self, term: str) -> set[str]:
        """The terms that mean the same, itself left out."""
        return {like for at in self._of.get(term, ()) for like in self._groups[at]} - {term}


def _term(said: str) -> str:
    return " ".join(map(stem, words_in(said)))


def words_in(text: str) -> list[str]:
    """The text's words and figures in lower case, without accents."""
    text = _APOSTROPHES.sub("", text)
    if not text.isascii():
        marked = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in marked if not unicodedata.combining(letter))
    return _WORD.findall(text.lower())
