"""The server of the remote models, and which of them answers for whom."""

from collections.abc import Callable

from msgspec import Struct

from agents.models.health import Tell, tell_nobody


class Lineup(Struct, frozen=True):
    """Models of an agent by their server's names. strong: for what is hard; None: the usual one
    answers that too. others: asked in their order where the usual one fails."""

    usual: str
    strong: str | None = None
    others: tuple[str, ...] = ()

    def names(self) -> tuple[str, ...]:
        """In the order of asking; the strong one, which is dear, where all others failed."""
        named = (self.usual, *self.others, self.strong or self.usual)
        return tuple(dict.fromkeys(named))


class RemoteModels(Struct, frozen=True):
    """The OpenAI-compatible server, and which of its models each agent uses, looked up as a turn
    begins. patience: seconds for an answer's first piece, and between two; a turn has three times
    that. tell: staff, of what they must mend. history_tokens: the most of what was said that they
    are shown."""

    api_key: str
    base_url: str | None
    lineup_of: Callable[[str], Lineup]
    max_tokens: int
    temperature: float
    patience: float = 10.0
    tell: Tell = tell_nobody
    history_tokens: int = 8000
