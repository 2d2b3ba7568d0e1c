"""Passages found by their words: BM25 over stems and what means the same, and over letters.

Plain keyword search finds seven answers of ten. Synonyms catch other words, runs of letters catch
misspelled ones. A score says how much of the question a passage covers, so that one threshold
serves every question.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from msgspec import Struct, structs

from agents.knowledge.words import Vocabulary, grams, words_in
from agents.understanding.spelling import Speller

_K1, _B = 1.5, 0.2
_TITLE_WEIGHT, _SOURCE_WEIGHT = 4, 1
_LIKE = 0.6  # what a word of the same meaning counts, beside the word itself
_LETTERS = 0.2  # the letters' part of a score
_SHORTEST_MENDED = 6  # letters; shorter words are one slip from too many others
_ENOUGH = 0.125  # a passage that covers less speaks of something else


class Passage(Struct, frozen=True):
    """A piece of a page that answers by itself. source: the page's name. score: 0 to 1, how much
    of the question it covers."""

    title: str
    text: str
    source: str
    score: float = 0.0


class _Field:
    """BM25 over one kind of terms, as the covered part of a question's weight."""

    def __init__(self, documents: Sequence[Counter[str]]) -> None:
        self._size = len(documents)
        lengths = [document.total() for document in documents]
        usual = sum(lengths) / max(self._size, 1) or 1.0
        self._damping = [_K1 * (1 - _B + _B * length / usual) for length in lengths]
        self._where: dict[str, dict[int, int]] = defaultdict(dict)
        for at, document in enumerate(documents):
            for term, times in document.items():
                self._where[term][at] = times

    def covered(self, asked: Sequence[Mapping[str, float]]) -> dict[int, float]:
        """{document: covered part}. asked: for each term, what it may be called and how well."""
        covered: dict[int, float] = defaultdict(float)
        whole = 0.0
        for names in asked:
            times: dict[int, float] = defaultdict(float)
            for name, worth in names.items():
                for at, count in self._where.get(name, {}).items():
                    times[at] += worth * count
            rare = self._rarity(len(times))
            whole += rare
            for at, worth in times.items():
                covered[at] += rare * worth / (worth + self._damping[at])
        return {at: part / whole for at, part in covered.items()}

    def _rarity(self, found_in: int) -> float:
        return math.log(1 + (self._size - found_in + 0.5) / (found_in + 0.5))


class Index:
    """Passages ready to be searched."""

    def __init__(self, passages: Sequence[Passage], vocabulary: Vocabulary) -> None:
        self._passages, self._vocabulary = passages, vocabulary
        documents = [self._counted(passage) for passage in passages]
        self._words = _Field(documents)
        self._letters = _Field([_letters(document) for document in documents])
        known = {word for p in passages for word in words_in(f"{p.title} {p.text}")}
        self._speller = Speller(
            word for word in known | vocabulary.words if len(word) >= _SHORTEST_MENDED
        )

    def _counted(self, passage: Passage) -> Counter[str]:
        told = self._vocabulary.told
        return Counter(
            told(passage.title) * _TITLE_WEIGHT
            + told(passage.source.replace("-", " ")) * _SOURCE_WEIGHT
            + told(passage.text)
        )

    def search(self, question: str, k: int = 3) -> list[Passage]:
        """The k passages that cover the question best; none that covers too little of it."""
        terms = dict.fromkeys(self._vocabulary.asked(self._mended(question)))
        words = self._words.covered([self._names(term) for term in terms])
        letters = self._letters.covered([{gram: 1.0} for term in terms for gram in grams(term)])
        scores = {
            at: (1 - _LETTERS) * words.get(at, 0.0) + _LETTERS * letters.get(at, 0.0)
            for at in words.keys() | letters.keys()
        }
        best = sorted(scores.items(), key=lambda found: (-found[1], found[0]))[:k]
        return [
            structs.replace(self._passages[at], score=round(score, 3))
            for at, score in best
            if score >= _ENOUGH
        ]

    def _names(self, term: str) -> Mapping[str, float]:
        """What a term may be called in a passage: itself or its like."""
        return {**dict.fromkeys(self._vocabulary.like(term), _LIKE), term: 1.0}

    def _mended(self, question: str) -> str:
        """The question with what is one slip from a word of the pages put right."""
        return " ".join(self._speller.correct(word) or word for word in words_in(question))


def _letters(document: Mapping[str, int]) -> Counter[str]:
    letters: Counter[str] = Counter()
    for term, times in document.items():
        for gram in grams(term):
            letters[gram] += times
    return letters
