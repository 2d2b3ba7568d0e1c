"""The embedded model of the agents that serve staff."""

from collections.abc import Callable

from agents.ports import Answer, ModelRequest, Usage

_CANNOT = "Without a language model I can do little here yet; set OPENAI_API_KEY."


class DeskModel:
    """Implements Model. It remembers nothing of a conversation."""

    name = "embedded"
    sees = False

    async def answer(self, request: ModelRequest, say: Callable[[str], None]) -> Answer:
        """Calls tools as long as some are to be called, then says one text. Never raises."""
        say(_CANNOT)
        return Answer(_CANNOT, (), Usage(0, 0))
