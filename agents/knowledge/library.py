"""The knowledge pages of one business, indexed once for each version of its profile."""

from collections.abc import Callable, Sequence

from agents.knowledge.index import Index, Passage
from agents.knowledge.words import Vocabulary, read_synonyms
from bot.business.facts import render
from bot.business.knowledge import Section
from bot.business.profile import Profile

_VERSIONS_KEPT = 4


class Knowledge:
    """The pages' sections, searched with their facts filled in from a profile.

    synonyms: the owner's list, as read_synonyms reads it."""

    def __init__(self, sections: Sequence[Section], synonyms: str = "") -> None:
        self._sections = sections
        self._vocabulary = Vocabulary(read_synonyms(synonyms))
        self._index: tuple[str, Index] | None = None

    def of(self, version: int) -> "Knowledge":
        """These pages, whatever the version of the profile."""
        return self

    def search(self, profile: Profile, question: str, k: int = 3) -> list[Passage]:
        """The k passages that answer best; none where no page speaks of it."""
        if self._index is None or self._index[0] != profile.content_hash:
            self._index = (profile.content_hash, self._indexed(profile))
        return self._index[1].search(question, k)

    def _indexed(self, profile: Profile) -> Index:
        found = [_passage(profile, section) for section in self._sections]
        return Index(found, self._vocabulary)


class Library:
    """The pages as they can be changed at run time. sections_of: those of a version of the
    profile; a turn searches the ones that it was opened by."""

    def __init__(self, sections_of: Callable[[int], Sequence[Section]], synonyms: str = "") -> None:
        self._sections_of, self._synonyms = sections_of, synonyms
        self._versions: dict[int, Knowledge] = {}

    def of(self, version: int) -> Knowledge:
        """The pages of a version of the profile."""
        if version not in self._versions:
            while len(self._versions) >= _VERSIONS_KEPT:
                del self._versions[next(iter(self._versions))]
            self._versions[version] = Knowledge(self._sections_of(version), self._synonyms)
        return self._versions[version]


def _passage(profile: Profile, section: Section) -> Passage:
    heading, text = render(profile, section.heading), render(profile, section.text)
    return Passage(heading, text, section.page)
