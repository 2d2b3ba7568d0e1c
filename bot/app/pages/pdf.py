"""PDF files as Markdown: their text, with headings where the letters are larger."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from bot.app.pages.document import Document, Unreadable

_MOST_BYTES, _MOST_PAGES = 20_000_000, 200
_LARGER = 1.12  # times the usual size of letters: a heading
_LONGEST_HEADING = 14  # words
_RUNNING = 3  # pages on which a line stands, to be one that runs over all of them
_NUMBER = re.compile(r"(?:page )?\d+(?: (?:of|/) \d+)?", re.IGNORECASE)
_BROKEN_WORD = re.compile(r"(?<=\w)-\n(?=[a-z])")
_BULLET = re.compile(r"^\s*(?:[•▪◦·–*-]|\d{1,2}[.)])\s+")


class _Line(Struct, frozen=True):
    """size: of its largest letters, in points."""

    text: str
    size: float
    page: int


def read_pdf(file: Path) -> Document:
    """Raises Unreadable."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        if file.stat().st_size > _MOST_BYTES:
            raise Unreadable(f"{file} is larger than {_MOST_BYTES // 1_000_000} MB")
        reader = PdfReader(file)
        if reader.is_encrypted:
            raise Unreadable(f"{file} is locked by a password: save it without")
        if len(reader.pages) > _MOST_PAGES:
            raise Unreadable(f"{file} has more than {_MOST_PAGES} pages: split it")
        lines = [line for at, page in enumerate(reader.pages, 1) for line in _lines(page, at)]
        named = str((reader.metadata and reader.metadata.title) or "").strip()
    except OSError as error:
        raise Unreadable(f"{file} cannot be read: {error.strerror}") from error
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Unreadable(f"{file} is no PDF that can be read ({type(error).__name__})") from error
    return _document(file, named, lines)


def _lines(page: Any, number: int) -> Iterator[_Line]:
    """The page's lines, each with the size of its letters as they are shown."""
    pieces: list[tuple[str, float]] = []

    def see(text: str, cm: Sequence[float], tm: Sequence[float], font: Any, size: float) -> None:
        pieces.append((text, abs(size * tm[3] * cm[3]) or abs(size)))

    page.extract_text(visitor_text=see)
    text, largest = "", 0.0
    for piece, size in [*pieces, ("\n", 0.0)]:
        for part in re.split(r"(\n)", piece):
            if part == "\n":
                yield _Line(" ".join(text.split()), largest, number)
                text, largest = "", 0.0
            elif part.strip():
                text, largest = text + part, max(largest, size)
            else:
                text += part


def _document(file: Path, named: str, lines: Sequence[_Line]) -> Document:
    running = _running(lines)
    told = [line for line in lines if line.text not in running]
    if sum(len(line.text) for line in told) < 20:
        raise Unreadable(f"{file} holds no text; where it is a scan, have it made into text first")
    usual = _usual_size(told)
    headings = [line for line in told if _is_heading(line, usual)]
    largest = max(headings, key=lambda line: line.size).text if headings else file.stem
    left_out = [f"lines that stand on every page ({len(running)})"] if running else []
    if not headings:
        left_out.append("headings: none were found, so that each page is a section")
    return Document((named or largest)[:120], _written(told, usual), file.name, left_out)


def _running(lines: Sequence[_Line]) -> set[str]:
    """Heads and feet that stand on many pages, and their numbers."""
    pages = Counter(text for text, _ in {(line.text, line.page) for line in lines if line.text})
    often = {text for text, count in pages.items() if count >= _RUNNING}
    return often | {text for text in pages if _NUMBER.fullmatch(text)}


def _usual_size(lines: Sequence[_Line]) -> float:
    letters: Counter[float] = Counter()
    for line in lines:
        letters[_rounded(line)] += len(line.text)
    return letters.most_common(1)[0][0]


def _rounded(line: _Line) -> float:
    return round(line.size * 2) / 2


def _is_heading(line: _Line, usual: float) -> bool:
    words = len(line.text.split())
    return 0 < words <= _LONGEST_HEADING and line.size > usual * _LARGER


def _written(lines: Sequence[_Line], usual: float) -> str:
    """Markdown. The largest letters, where they stand there once, are the title's; where there are
    no larger ones, each page is a section."""
    sizes = sorted({_rounded(line) for line in lines if _is_heading(line, usual)}, reverse=True)
    largest = [line for line in lines if _is_heading(line, usual) and _rounded(line) == sizes[0]]
    first = 1 if len(largest) == 1 and len(sizes) > 1 else 2
    told: list[str] = []
    page = 0
    for line in lines:
        if not sizes and line.page != page:
            told.append(f"\n## Page {line.page}\n")
        page = line.page
        if _is_heading(line, usual):
            level = min(first + sizes.index(_rounded(line)), 4)
            told.append(f"\n{'#' * level} {line.text}\n")
        else:
            told.append(_BULLET.sub("- ", line.text))
    return _BROKEN_WORD.sub("", "\n".join(told))
