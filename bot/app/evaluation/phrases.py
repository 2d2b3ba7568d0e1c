"""Phrases that a reply is looked through for, as scenarios write them."""

import re
from collections.abc import Iterator

_SPACES = re.compile(r"\s+")
_DASHES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"})


class Phrase:
    """Words, with | between alternatives, or a /regular expression/. Neither regards case, nor how
    quotes and spaces are set. Raises ValueError for an expression that cannot be read."""

    def __init__(self, written: str) -> None:
        self.written = written
        if len(written) > 2 and written.startswith("/") and written.endswith("/"):
            self._pattern = _compiled(written[1:-1])
        else:
            self._pattern = re.compile("|".join(_ways(written)), re.IGNORECASE)

    def is_in(self, text: str) -> bool:
        """Whether a text holds it."""
        return self._pattern.search(plain(text)) is not None

    def __repr__(self) -> str:
        return f"Phrase({self.written!r})"


def plain(text: str) -> str:
    """A text with its quotes, dashes and spaces as a keyboard has them."""
    return _SPACES.sub(" ", text.translate(_DASHES)).strip()


def _compiled(expression: str) -> "re.Pattern[str]":
    try:
        return re.compile(expression, re.IGNORECASE)
    except re.error as error:
        raise ValueError(f"/{expression}/ is no regular expression: {error}") from error


def _ways(written: str) -> Iterator[str]:
    """Each alternative; one that begins or ends with a letter or a digit is a whole word there, so
    that 40 is not found in 140."""
    ways = [plain(way) for way in written.split("|")]
    if not all(ways):
        raise ValueError(f"{written!r} names nothing: write words, with | between alternatives")
    for way in ways:
        before = r"(?<!\w)" if way[0].isalnum() else ""
        after = r"(?!\w)" if way[-1].isdigit() else ""
        yield f"{before}{re.escape(way)}{after}"
