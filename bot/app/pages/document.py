"""A document as it was read: Markdown of somebody else's, made into knowledge pages.

What it says is told to customers as it stands, and is nothing but text: no fact is filled in, no
comment is heeded."""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from bot.errors import BotError

LONGEST_PAGE = 20_000  # characters, as for pages that admins write
_MOST_PAGES = 10  # of one document
_LONGEST_HEADING = 150
_SHORTEST_SECTION = 3  # words; a shorter one answers nothing
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\ufeff]")


class Unreadable(BotError):
    """A document cannot be taken in; the text says why, and what to do."""


class Document(Struct, frozen=True):
    """text: Markdown. source: where it is from. left_out: what of it was not taken, in words."""

    title: str
    text: str
    source: str
    left_out: Sequence[str] = ()

    @property
    def origin(self) -> str:
        """The source as its pages name it: in one line, which ends no comment."""
        return " ".join(self.source.split()).replace("-->", "--%3E")


class Section(Struct, frozen=True):
    """A heading, and what stands under it."""

    heading: str
    text: str

    @property
    def words(self) -> int:
        return len(self.text.split())


class Pages(Struct, frozen=True):
    """A document as knowledge pages: {name: text}. short: the headings of sections that say too
    little to be taken."""

    pages: dict[str, str]
    sections: int
    words: int
    short: Sequence[str]


def pages_of(document: Document, name: str) -> Pages:
    """Cuts a document at its headings; what is too long for one page goes on in NAME-2 and so on.
    Raises Unreadable where there is nothing to take, or too much."""
    found = list(_sections(document))
    kept = [section for section in found if section.words >= _SHORTEST_SECTION]
    if not kept:
        raise Unreadable(f"{document.source} holds no text that could answer a question")
    texts = list(_paged(document, kept))
    if len(texts) > _MOST_PAGES:
        most = f"{_MOST_PAGES * LONGEST_PAGE:,}"
        raise Unreadable(f"{document.source} is too long: take in parts of {most} characters")
    names = (name if at == 1 else f"{name}-{at}" for at in range(1, len(texts) + 1))
    return Pages(
        pages=dict(zip(names, texts, strict=True)),
        sections=len(kept),
        words=sum(section.words for section in kept),
        short=[s.heading for s in found if s.text and s not in kept],
    )


def _sections(document: Document) -> Iterator[Section]:
    """Each heading with its text; a heading under another one names that too."""
    above: list[str] = []
    heading, lines, fenced = document.title, list[str](), False
    for line in _CONTROL.sub(" ", document.text.replace("\r\n", "\n")).split("\n"):
        fenced ^= _FENCE.match(line) is not None
        found = None if fenced else _HEADING.fullmatch(line.strip())
        if found is None:
            lines.append(line)
            continue
        yield Section(heading, "\n".join(lines).strip())
        lines, level = [], len(found[1])
        above = [*above[: max(level - 1, 0)], *[""] * (level - 1 - len(above)), found[2]]
        heading = _named([part for part in above[1:] if part] or [document.title])
    yield Section(heading, "\n".join(lines).strip())


def _named(parts: Sequence[str]) -> str:
    text = re.sub(r"[*_`]", "", ": ".join(parts[-2:]))
    return text[:_LONGEST_HEADING].strip() or "Untitled"


def _paged(document: Document, sections: Sequence[Section]) -> Iterator[str]:
    head = f"# {_plain(document.title)}\n\n<!-- source:\n{document.origin}\n-->\n"
    page = head
    for section in sections:
        for part in _parts(section, LONGEST_PAGE - len(head) - _LONGEST_HEADING):
            written = f"\n## {_plain(section.heading)}\n{part}\n"
            if page != head and len(page) + len(written) > LONGEST_PAGE:
                yield page
                page = head
            page += written
    yield page


def _parts(section: Section, most: int) -> Iterator[str]:
    """The text in parts that fit a page, cut between paragraphs, else anywhere."""
    text = _plain(section.text)
    while len(text) > most:
        cut = text.rfind("\n\n", 0, most)
        cut = cut if cut > 0 else most
        yield text[:cut]
        text = text[cut:].strip()
    yield text


def _plain(text: str) -> str:
    """Text that is nothing else: no fact's name, no comment, no heading of ours."""
    text = text.replace("{", "{{").replace("}", "}}")
    text = text.replace("<!--", "<! --").replace("-->", "-- >")
    return re.sub(r"^#", r"\\#", text, flags=re.MULTILINE)
