"""search_knowledge: what the owner's pages say."""

from typing import Annotated, Any

from pydantic import Field

from agents.knowledge.index import Passage
from agents.knowledge.sources import TOOL
from agents.ports import Turn
from agents.tools.tool import Desk, SlowTool
from bot.business.command import Arguments
from bot.business.texts import fixed_text

_PERHAPS = (
    "These passages may speak of something else. Where one plainly answers the question, answer "
    "from it; else say that you do not know, and offer a person."
)


class SearchKnowledge(Arguments):
    question: Annotated[str, Field(min_length=1, max_length=400)]


async def search_knowledge(turn: Turn, desk: Desk, arguments: SearchKnowledge) -> dict[str, Any]:
    scope = turn.scope
    found = await desk.knowledge.find(scope.profile, arguments.question)
    passages = [_told(passage) for passage in found.passages]
    if found.sure:
        return {"passages": passages}
    say = fixed_text(scope.profile, "unknown_answer", scope.received_at)
    told: dict[str, Any] = {"passages": [], "say": say}
    return told | ({"perhaps": passages, "note": _PERHAPS} if passages else {})


def _told(passage: Passage) -> dict[str, str]:
    told = {"page": passage.source, "title": passage.title, "text": passage.text}
    return told | ({"from": passage.origin} if passage.origin else {})


SEARCH_KNOWLEDGE = SlowTool(
    name=TOOL,
    description=(
        "The owner's pages on how parties work, policies, payment, space, weather and the like. "
        "Answer from what they say; where they say nothing, offer a person."
    ),
    arguments=SearchKnowledge,
    run=search_knowledge,
)
