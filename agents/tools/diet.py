"""Dietary needs as a slot: one text for staff, in which no allergy named before gets lost."""

from agents.tools.said import words_of
from agents.understanding.diet import find_diet


def needs_in(text: str) -> set[str]:
    """The needs a text names, without how many guests have each."""
    return {need.lstrip("0123456789 ") for need in find_diet(text)}


def with_earlier(said: str, noted: str | None) -> str:
    """What is said now, after what was noted unless that is all said again: better told twice
    than an allergy lost."""
    if noted is None or words_of(noted) <= words_of(said):
        return said
    before = needs_in(noted)
    return said if before and before <= needs_in(said) else f"{noted}; {said}"
