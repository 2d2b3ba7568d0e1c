"""The server of the remote models, and which of them answers for whom."""

from collections.abc import Mapping

from msgspec import Struct


class RemoteModels(Struct, frozen=True):
    """The OpenAI-compatible server, and which of its models each agent uses, looked up as a turn
    begins. patience: seconds for an answer's first piece, and between two; a turn has three times
    that."""

    api_key: str
    base_url: str | None
    models: Mapping[str, str]
    max_tokens: int
    temperature: float
    patience: float = 10.0
