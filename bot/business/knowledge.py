"""The owner's knowledge pages: Markdown whose facts in braces follow the profile.

Comments in a page are not told to anybody. One under a heading that begins with "asked:" holds
other ways to ask for it, one a line; one that begins with "source:" says where the page is from.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from bot.business.facts import FACTS, render
from bot.business.faults import Fault, ProfileError
from bot.business.profile import Profile
from bot.business.wording import placeholders

_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_ASKED, _SOURCE = "asked:", "source:"
_MOST_PAGES = 256  # that are remembered as they were read


@dataclass(frozen=True, slots=True)
class Section:
    """The text under one heading. page is the file's name without its ending. asked: the ways in
    which customers ask for it. source: where the page was taken from; "": the owner wrote it."""

    page: str
    title: str
    heading: str
    text: str
    asked: tuple[str, ...] = ()
    source: str = ""

    def rendered(self, profile: Profile) -> "Section":
        """Return the section with its facts filled in from one version of the profile."""
        heading, text = render(profile, self.heading), render(profile, self.text)
        return replace(self, heading=heading, text=text)


def load_sections(folder: Path) -> tuple[Section, ...]:
    """Read every page of the folder, in the order of names. Raises ProfileError with each fault.

    A page begins with a line "# Title"; each "## Heading" begins a section.
    """
    return sections_of(load_pages(folder))


def load_pages(folder: Path) -> dict[str, str]:
    """Return {page: its text}, in the order of names."""
    return {path.stem: path.read_text("utf-8") for path in sorted(folder.glob("*.md"))}


def sections_of(pages: Mapping[str, str]) -> tuple[Section, ...]:
    """Read {page: its text}. Raises ProfileError with each fault."""
    faults: list[Fault] = []
    sections: list[Section] = []
    for page, text in pages.items():
        found = _sections(page, text)
        sections += found
        faults += _faults(f"{page}.md", text, found)
    if faults:
        raise ProfileError(faults)
    return tuple(sections)


def source_of(text: str) -> str:
    """Where a page was taken from; "": the owner wrote it."""
    return next(iter(_told(text, _SOURCE)), "")


def _told(text: str, mark: str) -> tuple[str, ...]:
    """The lines of a text's comments that begin with a mark."""
    comments = (comment.strip() for comment in _COMMENT.findall(text))
    marked = (c.removeprefix(mark).splitlines() for c in comments if c.startswith(mark))
    return tuple(line.strip() for lines in marked for line in lines if line.strip())


# Each change at run time reads all pages anew, and most are as they were.
@lru_cache(maxsize=_MOST_PAGES)
def _sections(page: str, text: str) -> tuple[Section, ...]:
    return tuple(_read(page, text))


def _read(page: str, text: str) -> Iterator[Section]:
    head, *parts = re.split(r"^## ", text, flags=re.MULTILINE)
    title, _, opening = head.strip().removeprefix("# ").partition("\n")
    source = source_of(head)
    if plain := _plain(opening):
        yield Section(page, title, title, plain, _told(opening, _ASKED), source)
    for part in parts:
        heading, _, body = part.partition("\n")
        yield Section(page, title, heading.strip(), _plain(body), _told(body, _ASKED), source)


def _plain(text: str) -> str:
    return _COMMENT.sub("", text).strip()


def _faults(file: str, text: str, sections: Sequence[Section]) -> Iterator[Fault]:
    if not text.startswith("# "):
        yield Fault("", 'must begin with a title: write "# Title" on its first line', file)
    for section in sections:
        if mending := _mending(section):
            yield Fault(section.heading, mending, file)


def _mending(section: Section) -> str | None:
    try:
        names = placeholders(section.heading + section.text)
    except ValueError as error:
        return str(error)
    if unknown := [name for name in names if name not in FACTS]:
        return f"has an unknown placeholder {{{unknown[0]}}}: use one of {', '.join(sorted(FACTS))}"
    return None if section.text else "has no text: write some or remove the heading"
