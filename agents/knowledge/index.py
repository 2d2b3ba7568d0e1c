"""Passages found by their words.

A question is held against every way in which a passage may be asked for (its heading, and what the
owner wrote down under it), and against the passage as a whole. Words are alike where they are one,
where the owner says that they mean the same, or by their letters, which finds misspelled ones and
other endings; pairs of words count besides.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct

from agents.knowledge.words import STOP, Vocabulary, grams, stem, words_in

_MEANS_THE_SAME = 0.4  # what a word counts, beside the word itself
_LOOKS_THE_SAME = 0.6  # the most that letters alone make of it
_LEAST_LETTERS = 0.35  # that two words must have in common
_PAIR = 0.4  # what two words in a row count
_UNKNOWN = 3.0  # the rarity of a word that no passage has, among those of a question
_UNHEARD_OF = 5.0  # the same, where it shows that a question is about something else
_WHOLE = 1.0  # what the whole passage counts, beside the best of its askings
_SHORTEST = 3  # letters of a word that is compared by them


class Passage(Struct, frozen=True):
    """A piece of a page that answers by itself. source: the page's name. anchor: of its heading in
    the page. asked: ways to ask for it. origin: where the page was taken from; "": the owner wrote
    it. score: 0 to 1, how well it fits a question."""

    title: str
    text: str
    source: str
    score: float = 0.0
    anchor: str = ""
    asked: tuple[str, ...] = ()
    origin: str = ""


class Fit(Struct, frozen=True):
    """How well passages fit a question by its words, 0 to 1. scores: of each passage. covers: how
    much of the question the best one speaks of. foreign: whether it is more like a question that
    no passage answers."""

    scores: list[float]
    covers: float
    foreign: bool


class Index:
    """Passages ready to be searched by words. unanswered: questions that none of them answers."""

    def __init__(
        self,
        passages: Sequence[Passage],
        vocabulary: Vocabulary,
        unanswered: Sequence[str] = (),
    ) -> None:
        self._vocabulary, self._size = vocabulary, len(passages)
        askings = [(at, a) for at, p in enumerate(passages) for a in (p.title, *p.asked)]
        askings += [(self._size, foreign) for foreign in unanswered]
        self._owner = [at for at, _ in askings]
        wholes = [_terms(_whole(passage)) for passage in passages]
        self._words = [frozenset(whole) for whole in wholes]
        texts = [_terms(asking) for _, asking in askings] + wholes
        self._count = len(texts)
        self._found_in = Counter(term for text in texts for term in text)
        self._places: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, text in enumerate(texts):
            for term, weight in self._weighed(text).items():
                self._places[term].append((place, weight))
        self._with_letters: dict[str, list[str]] = defaultdict(list)
        for term in self._found_in:
            for gram in grams(term) if " " not in term else ():
                self._with_letters[gram].append(term)
        self._like = lru_cache(maxsize=4096)(self._find_like)

    def fit(self, question: str) -> Fit:
        """How well the passages fit a question."""
        askings, wholes = [0.0] * (self._size + 1), [0.0] * self._size
        first_whole = len(self._owner)
        for place, fit in self._fits(_terms(question)).items():
            if place >= first_whole:
                wholes[place - first_whole] = fit
            elif fit > askings[at := self._owner[place]]:
                askings[at] = fit
        *own, foreign = askings
        scores = [
            (asking + _WHOLE * whole) / (1 + _WHOLE)
            for asking, whole in zip(own, wholes, strict=True)
        ]
        best = max(range(self._size), key=scores.__getitem__, default=None)
        covers = 0.0 if best is None else self._covered(question, best)
        return Fit(scores, covers, foreign > max(own, default=0.0))

    def _fits(self, terms: Mapping[str, float]) -> dict[int, float]:
        """How well each text fits that fits at all."""
        fits: dict[int, float] = defaultdict(float)
        for term, weight in self._weighed(terms).items():
            best: dict[int, float] = {}
            for known, likeness in self._like(term):
                for place, worth in self._places[known]:
                    fit = weight * likeness * worth
                    if fit > best.get(place, 0.0):
                        best[place] = fit
            for place, fit in best.items():
                fits[place] += fit
        return fits

    def _covered(self, question: str, at: int) -> float:
        """The share of the question that a passage has words for, by their rarity."""
        all_of_it = covered = 0.0
        for term in dict.fromkeys(stem(word) for word in words_in(question) if word not in STOP):
            rarity = self._rarity(term) if term in self._found_in else _UNHEARD_OF
            likes = (likeness for known, likeness in self._like(term) if known in self._words[at])
            all_of_it += rarity
            covered += rarity * max(likes, default=0.0)
        return covered / all_of_it if all_of_it else 0.0

    def _weighed(self, terms: Mapping[str, float]) -> dict[str, float]:
        """Each term's weight by its rarity and number; the squares of a text's come to 1."""
        weights = {
            term: (1 + math.log(times) if times > 1 else times) * self._rarity(term)
            for term, times in terms.items()
        }
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {term: weight / length for term, weight in weights.items()}

    def _rarity(self, term: str) -> float:
        found = self._found_in[term]
        return math.log(1 + (self._count - found + 0.5) / (found + 0.5)) if found else _UNKNOWN

    def _find_like(self, term: str) -> tuple[tuple[str, float], ...]:
        """The known terms that a term may stand for, and how well."""
        like = self._spelled_like(term) if len(term) >= _SHORTEST and " " not in term else {}
        for other in self._vocabulary.like(term):
            if other in self._found_in:
                like[other] = max(like.get(other, 0.0), _MEANS_THE_SAME)
        if term in self._found_in:
            like[term] = 1.0
        return tuple(like.items())

    def _spelled_like(self, term: str) -> dict[str, float]:
        own = grams(term)
        shared = Counter(known for gram in own for known in self._with_letters.get(gram, ()))
        alike = {known: 2 * n / (len(own) + len(grams(known))) for known, n in shared.items()}
        return {
            known: _LOOKS_THE_SAME * share
            for known, share in alike.items()
            if share >= _LEAST_LETTERS
        }


def _whole(passage: Passage) -> str:
    return " ".join((passage.title, passage.title, passage.text, *passage.asked))


def _terms(text: str) -> dict[str, float]:
    """The text's words that say something, and its pairs of words, by how often they are there."""
    words = words_in(text)
    stems = list(map(stem, words))
    terms: dict[str, float] = defaultdict(float)
    for word, found in zip(words, stems, strict=True):
        if word not in STOP:
            terms[found] += 1
    for one, following in pairwise(stems):
        terms[f"{one} {following}"] += _PAIR
    return terms
