"""The knowledge pages of one business, indexed once for each version of its profile."""

from collections.abc import Sequence

from agents.knowledge.index import Index, Passage
from agents.knowledge.words import Vocabulary, read_synonyms
from bot.business.facts import render
from bot.business.knowledge import Section
from bot.business.profile import Profile


class Knowledge:
    """The pages' sections, searched with their facts filled in from a profile.

    synonyms: the owner's list, as read_synonyms reads it."""

    def __init__(self, sections: Sequence[Section], synonyms: str = "") -> None:
        self._sections = sections
        self._vocabulary = Vocabulary(read_synonyms(synonyms))
        self._index: tuple[str, Index] | None = None

    def search(self, profile: Profile, question: str, k: int = 3) -> list[Passage]:
        """The k passages that answer best; none where no page speaks of it."""
        if self._index is None or self._index[0] != profile.content_hash:
            self._index = (profile.content_hash, self._indexed(profile))
        return self._index[1].search(question, k)

    def _indexed(self, profile: Profile) -> Index:
        found = [_passage(profile, section) for section in self._sections]
        return Index(found, self._vocabulary)


def _passage(profile: Profile, section: Section) -> Passage:
    heading, text = render(profile, section.heading), render(profile, section.text)
    return Passage(heading, text, section.page)
