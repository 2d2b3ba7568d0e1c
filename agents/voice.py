"""What a turn's watchers hear: pieces of text as they come, put right where they did not hold."""

from collections.abc import Callable

from bot.messages import Event

Through = Callable[[str], str]
"""What of the text so far may be shown, now that this piece has come."""


def everything(piece: str) -> str:
    """A Through that keeps nothing back."""
    return piece


class Voice:
    """Keeps what was shown true to what is said in the end."""

    def __init__(self, emit: Callable[[Event], None]) -> None:
        self._emit = emit
        self._through: Through = everything
        self._shown: list[str] = []
        self._stale = False

    def begin(self, through: Through) -> None:
        """Another answer begins, whose pieces go through this."""
        self._through = through

    def say(self, piece: str) -> None:
        """Shows a piece of the text that is being said; it takes the place of a discarded one."""
        if not (piece := self._through(piece)):
            return
        if self._stale:
            self._replace(piece)
        else:
            self._add(piece)

    def discard(self) -> None:
        """What was shown so far is not what will be said."""
        self._stale = bool(self._shown)

    def finish(self, text: str) -> None:
        """Makes what was shown the whole text, and nothing else."""
        shown = "".join(self._shown)
        if self._stale or not (text.startswith(shown) or text == shown.rstrip()):
            self._replace(text)
        elif len(text) > len(shown):
            self._add(text[len(shown) :])

    def _add(self, piece: str) -> None:
        self._shown.append(piece)
        self._emit(Event("token", {"content": piece}))

    def _replace(self, text: str) -> None:
        self._shown, self._stale = [text], False
        self._emit(Event("replace", {"content": text}))
