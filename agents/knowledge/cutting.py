"""Long sections, cut where their text pauses."""

import re
from collections.abc import Iterator

MOST_WORDS = 220  # of a passage: what a model reads of it, and what one vector can stand for

_PAUSES = (r"\n\s*\n", r"\n(?=\s*(?:[-*+]|\d+\.)\s)", r"(?<=[.!?])\s+", r"\s+")


def cut(text: str, most: int = MOST_WORDS) -> list[str]:
    """The text in parts of at most so many words, each as long as it may be; cut between
    paragraphs, else between the items of a list, sentences, words."""
    return list(_joined(_split(text.strip(), most, 0), most))


def _split(text: str, most: int, pause: int) -> Iterator[tuple[str, str]]:
    """Pieces that are short enough, each with what stood before it."""
    before = ""
    for piece in re.split(f"({_PAUSES[pause]})", text):
        if not piece.strip():
            before = piece
        elif len(piece.split()) <= most:
            yield before, piece
            before = ""
        else:
            yield from _split(piece, most, pause + 1)
            before = "\n"


def _joined(pieces: Iterator[tuple[str, str]], most: int) -> Iterator[str]:
    part, words = "", 0
    for before, piece in pieces:
        more = len(piece.split())
        if part and words + more > most:
            yield part
            part, words = "", 0
        part += before + piece if part else piece
        words += more
    if part:
        yield part
