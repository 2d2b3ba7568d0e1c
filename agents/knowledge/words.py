"""Words as retrieval compares them: lower case, without endings, and what else means the same."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

_WORD = re.compile(r"[a-z0-9]+")
_SAYS_NOTHING = (
    "a about also am an and any anything are as at be been but by can could did do does doing for "
    "from get give go going got guys had has have having hello hey hi how i if im in into is it "
    "its just know let like may me might my need of ok okay on or our out please should so "
    "some something t tell than thank thanks that the their them then there they thing this to "
    "too u ur us want was we were what whats when where which who will with would ya yall yes you "
    "your yours"
)
_STOP = frozenset(_SAYS_NOTHING.split())
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
def grams(word: str) -> tuple[str, ...]:
    """The word's runs of three and four letters, its ends marked."""
    marked = f"<{word}>"
    return tuple(marked[i : i + size] for size in (3, 4) for i in range(len(marked) - size + 1))


class Vocabulary:
    """Cuts text into terms (stems, and phrases of the owner's list), and knows their like."""

    def __init__(self, groups: Iterable[Sequence[str]] = ()) -> None:
        self._like: dict[str, set[str]] = {}
        self._phrases: dict[str, list[tuple[str, ...]]] = {}
        self.words: set[str] = set()
        for group in groups:
            self.words.update(word for said in group for word in words_in(said))
            stems = [tuple(map(stem, words_in(said))) for said in group]
            terms = {" ".join(phrase) for phrase in stems if phrase}
            for phrase in stems:
                self._like.setdefault(" ".join(phrase), set()).update(terms)
                if len(phrase) > 1:
                    self._phrases.setdefault(phrase[0], []).append(phrase)

    def like(self, term: str) -> set[str]:
        """The terms that mean the same, itself left out."""
        return self._like.get(term, set()) - {term}

    def asked(self, text: str) -> list[str]:
        """A question's terms: the longest phrase at each place, else the word."""
        terms, at, words = list[str](), 0, words_in(text)
        stems = list(map(stem, words))
        while at < len(words):
            phrase = max(self._phrases_at(stems, at), key=len, default=())
            if phrase:
                terms.append(" ".join(phrase))
            elif words[at] not in _STOP:
                terms.append(stems[at])
            at += max(len(phrase), 1)
        return terms

    def told(self, text: str) -> list[str]:
        """A passage's terms: every word that says something, and every phrase."""
        words = words_in(text)
        stems = list(map(stem, words))
        phrases = (p for at in range(len(stems)) for p in self._phrases_at(stems, at))
        single = [found for word, found in zip(words, stems, strict=True) if word not in _STOP]
        return single + [" ".join(phrase) for phrase in phrases]

    def _phrases_at(self, stems: list[str], at: int) -> Iterable[tuple[str, ...]]:
        for phrase in self._phrases.get(stems[at], ()):
            if tuple(stems[at : at + len(phrase)]) == phrase:
                yield phrase


def words_in(text: str) -> list[str]:
    """The text's words and figures in lower case."""
    return _WORD.findall(text.lower().replace("'", ""))


def read_synonyms(text: str) -> list[list[str]]:
    """An owner's list: a group a line, its words and phrases parted by commas; # begins a note."""
    lines = (line.partition("#")[0] for line in text.splitlines())
    groups = ([said.strip() for said in line.split(",") if said.strip()] for line in lines)
    return [group for group in groups if len(group) > 1]
