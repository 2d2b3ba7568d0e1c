"""The owner's knowledge pages: Markdown whose facts in braces follow the profile."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from bot.business.facts import FACTS, render
from bot.business.faults import Fault, ProfileError
from bot.business.profile import Profile
from bot.business.wording import placeholders


@dataclass(frozen=True, slots=True)
class Section:
    """The text under one heading. page is the file's name without its ending."""

    page: str
    title: str
    heading: str
    text: str

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
        found = list(_sections(page, text))
        sections += found
        faults += _faults(f"{page}.md", text, found)
    if faults:
        raise ProfileError(faults)
    return tuple(sections)


def _sections(page: str, text: str) -> Iterator[Section]:
    head, *parts = re.split(r"^## ", text, flags=re.MULTILINE)
    title, _, opening = head.strip().removeprefix("# ").partition("\n")
    if opening.strip():
        yield Section(page, title, title, opening.strip())
    for part in parts:
        heading, _, body = part.partition("\n")
        yield Section(page, title, heading.strip(), body.strip())


def _faults(file: str, text: str, sections: list[Section]) -> Iterator[Fault]:
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
