"""Questions as customers ask them, with the sections that answer each.

questions_first.yaml and questions_dev.yaml were seen while the pages' askings were written and the
weights chosen. questions_held_out.yaml was written blind by somebody else, and judges: nothing is
ever tuned on it."""

from functools import cache
from pathlib import Path

import yaml
from msgspec import Struct

from agents.knowledge.library import Found, Knowledge
from agents.knowledge.lists import read_lists
from agents.knowledge.meaning import Meaning
from bot.business.facts import render
from bot.business.knowledge import load_sections
from bot.business.profile import Profile
from bot.business.profile_files import load_profile

BUSINESS = Path(__file__).parents[4] / "business"


class Question(Struct, frozen=True):
    """answered_by: {(page, heading)}; none where no page answers."""

    text: str
    answered_by: frozenset[tuple[str, str]]


class Figures(Struct, frozen=True):
    """Of the answerable questions, the share whose answer is the first, among the first three, and
    taken for sure; of the others, the share for which something was taken for sure."""

    at_1: float
    at_3: float
    sure: float
    misled: float


@cache
def profile() -> Profile:
    return load_profile(BUSINESS)


def pages(meaning: Meaning | None = None) -> Knowledge:
    folder = BUSINESS / "knowledge"
    return Knowledge(load_sections(folder), read_lists(folder), meaning)


def questions(name: str) -> list[Question]:
    """Raises ValueError where a question names a section that is not there."""
    file = Path(__file__).with_name(f"questions_{name}.yaml")
    sections = {f"{s.page}#{s.heading}": s for s in load_sections(BUSINESS / "knowledge")}
    found = []
    for row in yaml.safe_load(file.read_text("utf-8")):
        if unknown := set(row["answered_by"]) - sections.keys():
            raise ValueError(f"{file.name} names {', '.join(unknown)}")
        answers = (sections[name] for name in row["answered_by"])
        places = ((s.page, render(profile(), s.heading)) for s in answers)
        found.append(Question(row["question"], frozenset(places)))
    return found


async def figures(knowledge: Knowledge, asked: list[Question]) -> Figures:
    """How well the pages answer."""
    found = [(q, await knowledge.find(profile(), q.text)) for q in asked]
    known = [(q, f) for q, f in found if q.answered_by]
    foreign = [f for q, f in found if not q.answered_by]
    return Figures(
        at_1=_share([_is_among(q, f, 1) for q, f in known]),
        at_3=_share([_is_among(q, f, 3) for q, f in known]),
        sure=_share([f.sure for _, f in known]),
        misled=_share([f.sure for f in foreign]),
    )


def _is_among(question: Question, found: Found, k: int) -> bool:
    return any((p.source, p.title) in question.answered_by for p in found.passages[:k])


def _share(those: list[bool]) -> float:
    return sum(those) / len(those)
