"""Mends words that are one slip of the finger from a word we know: "saterday", "feburary"."""

from collections.abc import Iterable
from functools import lru_cache

_REAL_WORDS = frozenset(
    "sundae someday mundane cancer mondays tuesdays wednesdays thursdays fridays saturdays"
    " sundays quests guesses".split()
)


class Speller:
    """Corrects to one of the words given, each of six letters or more.

    Words are indexed by themselves with one letter left out (the symmetric-delete scheme), so
    a look-up costs a few dictionary reads whatever the size of the vocabulary.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._index: dict[str, list[str]] = {}
        for word in sorted(self._words):
            for key in _keys(word):
                self._index.setdefault(key, []).append(word)
        self.correct = lru_cache(maxsize=4096)(self._correct)

    def _correct(self, word: str) -> str | None:
        """The known word that is one edit away, or None (also for a word known as it is)."""
        if not 5 <= len(word) <= 16 or word in self._words or word in _REAL_WORDS:
            return None
        for key in _keys(word):
            for known in self._index.get(key, ()):
                if _one_edit(word, known):
                    return known
        return None


def _keys(word: str) -> list[str]:
    return [word, *(word[:index] + word[index + 1 :] for index in range(len(word)))]


def _one_edit(left: str, right: str) -> bool:
    """Whether one letter put in, left out, changed, or two neighbours swapped joins the two."""
    start = 0
    while start < min(len(left), len(right)) and left[start] == right[start]:
        start += 1
    one, two = left[start:], right[start:]
    if len(one) != len(two):
        return one[1:] == two if len(one) > len(two) else one == two[1:]
    return one[1:] == two[1:] or (one[:2] == two[1::-1] and one[2:] == two[2:])
