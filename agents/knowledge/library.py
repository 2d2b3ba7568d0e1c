"""The knowledge pages of one business, indexed once for each version of its profile."""

import asyncio
from collections.abc import Callable, Sequence

from msgspec import Struct, structs

from agents.knowledge.cutting import cut
from agents.knowledge.index import Fit, Index, Passage
from agents.knowledge.lists import Lists
from agents.knowledge.meaning import Meaning
from agents.knowledge.words import Vocabulary, words_in
from bot.business.facts import render
from bot.business.knowledge import Section
from bot.business.profile import Profile

_VERSIONS_KEPT = 4
_MEANING = 0.4  # what nearness counts, beside words
_PLAIN = 0.55  # words that fit so well need no second opinion
_COVERS = 0.2  # what a covered question adds to how sure an answer is


class Bounds(Struct, frozen=True):
    """Below least of the best score all speak of something else; below sure, of it and of what
    it covers, they may."""

    least: float
    sure: float


_BY_WORDS, _BY_BOTH = Bounds(0.12, 0.31), Bounds(0.16, 0.31)


class Found(Struct, frozen=True):
    """The passages that answer best, the best first. sure: whether the first one does, as far as
    can be told from here."""

    passages: tuple[Passage, ...]
    sure: bool


class _Read(Struct, frozen=True):
    """Pages with one version of the profile's facts. texts: what the passages are about."""

    content_hash: str
    passages: list[Passage]
    texts: list[str]
    index: Index


class Knowledge:
    """The pages' sections, searched with their facts filled in from a profile.

    lists: the owner's, of words. meaning: of the passages; None: they are searched by words
    alone."""

    def __init__(
        self,
        sections: Sequence[Section],
        lists: Lists | None = None,
        meaning: Meaning | None = None,
    ) -> None:
        self._sections, self._meaning, self._lists = sections, meaning, lists or Lists()
        self._vocabulary = Vocabulary(self._lists.synonyms)
        self._read: _Read | None = None

    def of(self, version: int) -> "Knowledge":
        """These pages, whatever the version of the profile."""
        return self

    def search(self, profile: Profile, question: str, k: int = 3) -> list[Passage]:
        """The k passages that answer best by their words; none where no page speaks of it."""
        read = self._in_words_of(profile)
        fit = read.index.fit(question)
        return list(_best(read.passages, fit, fit.scores, k, _BY_WORDS).passages)

    async def find(self, profile: Profile, question: str, k: int = 3) -> Found:
        """The same by words and by meaning together, as far as there is a model for it."""
        read = self._read
        if read is None or read.content_hash != profile.content_hash:
            read = await asyncio.to_thread(self._in_words_of, profile)
        fit = read.index.fit(question)
        scores, bounds = fit.scores, _BY_WORDS
        if self._meaning is not None and max(scores, default=1.0) < _PLAIN:
            near = await self._meaning.nearness(question, read.texts)
            if near is not None:
                pairs, bounds = zip(scores, near, strict=True), _BY_BOTH
                scores = [(said + _MEANING * meant) / (1 + _MEANING) for said, meant in pairs]
        return _best(read.passages, fit, scores, k, bounds)

    def texts(self, profile: Profile) -> Sequence[str]:
        """What the passages are about, as a model of meaning gets to read them."""
        return self._in_words_of(profile).texts

    def _in_words_of(self, profile: Profile) -> _Read:
        read = self._read
        if read is None or read.content_hash != profile.content_hash:
            passages = [p for section in self._sections for p in _passages(profile, section)]
            texts = [f"{passage.title} {passage.text}" for passage in passages]
            index = Index(passages, self._vocabulary, self._lists.unanswered)
            read = self._read = _Read(profile.content_hash, passages, texts, index)
        return read


class Library:
    """The pages as they can be changed at run time. sections_of: those of a version of the
    profile; a turn searches the ones that it was opened by."""

    def __init__(
        self,
        sections_of: Callable[[int], Sequence[Section]],
        lists: Lists | None = None,
        meaning: Meaning | None = None,
    ) -> None:
        self._sections_of, self._lists, self._meaning = sections_of, lists, meaning
        self._versions: dict[int, Knowledge] = {}

    def of(self, version: int) -> Knowledge:
        """The pages of a version of the profile."""
        if version not in self._versions:
            while len(self._versions) >= _VERSIONS_KEPT:
                del self._versions[next(iter(self._versions))]
            sections = self._sections_of(version)
            self._versions[version] = Knowledge(sections, self._lists, self._meaning)
        return self._versions[version]


def _best(
    passages: Sequence[Passage], fit: Fit, scores: Sequence[float], k: int, bounds: Bounds
) -> Found:
    order = sorted(range(len(passages)), key=lambda at: (-scores[at], at))[:k]
    if not order or (score := scores[order[0]]) < bounds.least:
        return Found((), sure=False)
    found = (structs.replace(passages[at], score=round(scores[at], 3)) for at in order)
    sure = not fit.foreign and score + _COVERS * fit.covers >= bounds.sure
    return Found(tuple(found), sure)


def _passages(profile: Profile, section: Section) -> list[Passage]:
    heading, text = render(profile, section.heading), render(profile, section.text)
    anchor = "-".join(words_in(heading))
    return [
        Passage(heading, part, section.page, 0.0, anchor, section.asked, section.source)
        for part in cut(text)
    ]
