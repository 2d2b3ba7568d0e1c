"""Words flow as they come; a sentence that may claim something waits until it is proved."""

from collections.abc import Callable

from agents.guardrails.sentences import ends
from agents.guardrails.suspicion import suspect_at

_ENDS = frozenset(".!?…\n")


class Holdback:
    """Of one answer. proved: whether a whole sentence may be seen. leaks: whether what is shown
    next gives away what nobody may know. Once something may not be seen, nothing more is let
    through: the answer will be another."""

    def __init__(
        self, proved: Callable[[str], bool], leaks: Callable[[str], bool] = lambda piece: False
    ) -> None:
        self._proved, self._leaks = proved, leaks
        self._text, self._shown = "", 0  # of the sentence that is being written
        self._suspect = self._blocked = self._may_end = False

    def take(self, piece: str) -> str:
        """What may be shown now that a piece has come."""
        out = "" if self._blocked else self._advance(piece)
        if out and self._leaks(out):
            self._blocked, out = True, ""
        return out

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
        suspect = suspect_at(self._text, self._shown, end)
        if suspect is not None:
            self._suspect, end = True, suspect
        out = self._text[self._shown : end]
        self._shown = max(self._shown, end)
        return out
