"""Where a conversation with one of the staff stands: who asks, and nothing of a dialogue."""

from agents.ports import Situation, Turn


async def desk_situation_of(turn: Turn) -> Situation:
    """The situation of a staff's turn: all of it is in the scope."""
    return Situation(
        scope=turn.scope,
        details={},
        missing=(),
        read_back="none",
        lead="none",
        person_asked=False,
    )


def no_read_back(text: str, situation: Situation) -> None:
    """Nothing is read back to staff: what needs a yes has a card."""
