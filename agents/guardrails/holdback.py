"""Words flow as they come; a sentence that claims something waits until it is whole and proved."""

from collections.abc import Callable

from agents.guardrails.check import SUSPICIOUS
from agents.guardrails.sentences import ends

_ENDS = frozenset(".!?…\n")


class Holdback:
    """Of one answer. proved: whether a whole sentence may be seen. Once one may not, nothing more
    is let through: the answer will be another."""

    def __init__(self, proved: Callable[[str], bool]) -> None:
        self._proved = proved
        self._text, self._shown = "", 0  # of the sentence that is being written
        self._suspect = self._blocked = self._may_end = False

    def take(self, piece: str) -> str:
        """What may be shown now that a piece has come."""
        return "" if self._blocked else self._advance(piece)

    def _advance(self, piece: str) -> str:
        self._text += piece
        out = self._whole_sentences() if self._may_end or not _ENDS.isdisjoint(piece) else ""
        self._may_end = not _ENDS.isdisjoint(self._text[-3:])
        return out if self._blocked else out + self._words()

    def _whole_sentences(self) -> str:
        out = ""
        while marks := ends(self._text):
            end = marks[0]
            sentence = self._text[:end]
            if not self._proved(sentence):
                self._blocked = True
                return out
            out += self._text[self._shown : end]
            self._text, self._shown, self._suspect = self._text[end:], 0, False
        return out

    def _words(self) -> str:
        """The whole words of the sentence under way, up to the first that claims something."""
        if self._suspect:
            return ""
        end = self._text.rfind(" ") + 1
        if end <= self._shown:
            return ""
        found = SUSPICIOUS.search(self._text, self._shown, end)
        if found is not None:
            self._suspect, end = True, found.start()
        out = self._text[self._shown : end]
        self._shown = max(self._shown, end)
        return out
