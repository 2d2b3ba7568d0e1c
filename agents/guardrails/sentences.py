"""Cuts a reply into sentences, also one that is still being written."""

import re
from itertools import pairwise

# A dot within a figure, an abbreviation or an initial ends nothing.
_END = re.compile(
    r"(?<!\b[A-Z])(?<!\b[ap]\.m)(?<!\bMr)(?<!\bMs)(?<!\bSt)[.!?…]+[)\"'”’]*(?=\s|$)|\n+"
)


def ends(text: str, start: int = 0) -> list[int]:
    """Where the sentences of a text end, those whose end is certain: something follows them."""
    return [found.end() for found in _END.finditer(text, start) if found.end() < len(text)]


def sentences(text: str) -> list[str]:
    """The sentences of a whole text."""
    marks = [0, *ends(text), len(text)]
    cut = [text[a:b].strip() for a, b in pairwise(marks)]
    return [sentence for sentence in cut if sentence]
