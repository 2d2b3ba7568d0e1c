"""The owner's lists beside the knowledge pages: what means the same, and what no page answers."""

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

_SYNONYMS, _UNANSWERED = "synonyms.txt", "unanswered.txt"


class Lists(Struct, frozen=True):
    """synonyms: groups of words and phrases that mean the same. unanswered: questions that no page
    answers."""

    synonyms: Sequence[Sequence[str]] = ()
    unanswered: Sequence[str] = ()


def read_lists(folder: Path) -> Lists:
    """The lists of a folder of pages; one that is not there is empty."""
    synonyms, unanswered = (_read(folder / name) for name in (_SYNONYMS, _UNANSWERED))
    return Lists(read_synonyms(synonyms), tuple(_lines(unanswered)))


def read_synonyms(text: str) -> list[list[str]]:
    """A group a line, its words and phrases parted by commas; # begins a note."""
    groups = ([said.strip() for said in line.split(",") if said.strip()] for line in _lines(text))
    return [group for group in groups if len(group) > 1]


def _read(file: Path) -> str:
    return file.read_text("utf-8") if file.exists() else ""


def _lines(text: str) -> list[str]:
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return [line for line in lines if line]
