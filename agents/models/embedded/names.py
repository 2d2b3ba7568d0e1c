"""The customer's name, also where it stands among other details or over several texts."""

import re
from collections.abc import Sequence

from agents.models.embedded.places import Places
from agents.understanding.common_words import FIRST_NAMES_AND_WORDS
from agents.understanding.contact import find_name
from agents.understanding.given_names import GIVEN_NAMES

_PARTS = re.compile(r"[,.;\n]|\s-\s")
_REACHED_AT = re.compile(r"[+(]?\d[\d() .-]{6,18}\d|\S{1,64}@\S{1,64}")
_FULL_NAME = re.compile(r"[A-Z][\w'-]+(?: [A-Z][\w'.-]*){1,2}")
_NO_FAMILY = frozenset("park beach hills county club center hall gardens street avenue".split())
_SHORT = 3  # words
_MOST_PARTS = 40


def name_in(texts: Sequence[str], asked: str | None, places: Places) -> str | None:
    """The name given; asked: the detail that was just asked for."""
    bare = asked == "name"
    if bare and len(texts) > 1 and all(len(text.split()) <= _SHORT for text in texts):
        texts = [*texts, " ".join(texts)]
    for text in reversed(texts):
        alone = bare or _is_given(text)
        if name := find_name(text, alone) or _among_details(text, asked, places):
            return name
    return None


def _among_details(text: str, asked: str | None, places: Places) -> str | None:
    """ "April 30, Fred Ng 213-555-0142": a part, or all of it, that is a name by itself."""
    told = _REACHED_AT.sub(",", text)
    parts = [part.strip() for part in _PARTS.split(told) if part.strip()]
    for part in parts[:_MOST_PARTS]:
        reached = told != text and part.istitle() and _is_given(part)
        likely = (asked == "name" and len(parts) > 1) or _is_full_name(part) or reached
        if likely and not places.only_one_in(part) and (name := find_name(part, True)):
            return name
    return None


def _is_given(text: str) -> bool:
    """Whether it is a given name and nothing else, and no word besides."""
    name = text.strip(" .,!").lower()
    return name in GIVEN_NAMES and name not in FIRST_NAMES_AND_WORDS


def _is_full_name(part: str) -> bool:
    first, _, rest = part.lower().partition(" ")
    named = _FULL_NAME.fullmatch(part) is not None
    return named and first in GIVEN_NAMES and rest.split()[-1] not in _NO_FAMILY
