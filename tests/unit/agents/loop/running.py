"""A loop over scripted models."""

from typing import Any

from agents.loop import Loop
from agents.models.fallback import Chain
from agents.ports import Situation, Turn
from agents.prompts import Prompt
from bot.messages import Reply
from tests.unit.agents.stage import (
    MemoryTurn,
    Meter,
    ScriptedModel,
    Ticks,
    Tools,
    act,
    read,
    says,
    situation,
)

PROMPT = Prompt("You answer for {business_name}.", "No tools now.")


def loop(model: ScriptedModel, tools: Tools, **options: Any) -> Loop:
    """A loop over one remote model, with an embedded one behind it that says so."""
    embedded = ScriptedModel(says("The embedded model answers."), name="embedded")
    models = Chain((model,), embedded, Meter(), len)

    async def situation_of(turn: Turn) -> Situation:
        return situation(turn.scope, details={"lines": len(turn.messages)})

    def read_back_of(text: str, situation: Situation) -> dict[str, int] | None:
        return {"guest_count": situation.details["lines"]} if "Is that right?" in text else None

    return Loop(PROMPT, models, tools, situation_of, read_back_of, Ticks(), **options)


async def run(turn: MemoryTurn, model: ScriptedModel, tools: Tools | None = None) -> Reply:
    return await loop(model, tools or Tools(get_menu=read, book=act)).run(turn)
