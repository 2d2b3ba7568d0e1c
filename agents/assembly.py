"""The agents, put together: prompts, tools, models."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from agents.knowledge.library import Knowledge
from agents.loop import Loop
from agents.models.deadlines import Deadlines
from agents.models.embedded.model import EmbeddedModel
from agents.models.fallback import Chain
from agents.models.openai import OpenAIServer
from agents.models.prices import Prices
from agents.models.sightless import Sightless
from agents.models.tokens import TokenCounter
from agents.ports import Meter, Notify, Run
from agents.prompts import load_prompt
from agents.situation import read_back_of, situation_of
from agents.tools.customer import CUSTOMER_TOOLS
from agents.tools.toolbox import Toolbox
from bot.business.knowledge import load_sections

_SYNONYMS = "synonyms.txt"


class RemoteModels(Struct, frozen=True):
    """The OpenAI-compatible server, and which of its models each agent uses. patience: seconds
    for an answer's first piece, and between two; a turn has three times that."""

    api_key: str
    base_url: str | None
    models: Mapping[str, str]
    max_tokens: int
    temperature: float
    patience: float = 10.0


class Agents:
    """The agents by name, and what they hold open."""

    def __init__(
        self,
        business: Path,
        meter: Meter,
        notify: Notify,
        prices: Prices,
        now: Callable[[], datetime],
        remote: RemoteModels | None,
        *,
        tool_calling: bool,
    ) -> None:
        self._remote, self._prices = remote, prices
        self._server = OpenAIServer(remote.api_key, remote.base_url) if remote else None
        self._count = TokenCounter()
        tools = Toolbox({"customer": CUSTOMER_TOOLS}, _knowledge(business), notify)
        chain = self._chain("customer", meter)
        prompt = load_prompt(business / "prompts", "customer")
        loop = Loop(
            prompt, chain, tools, situation_of, read_back_of, now, tool_calling=tool_calling
        )
        self.by_name: dict[str, Run] = {"customer": loop.run}

    def _chain(self, agent: str, meter: Meter) -> Chain:
        remote, embedded = self._remote, Sightless(EmbeddedModel())
        if remote is None or self._server is None:
            return Chain([], embedded, meter, self._count)
        patience, whole = remote.patience, 3 * remote.patience
        model = self._server.model(
            remote.models[agent],
            remote.max_tokens,
            remote.temperature,
            Deadlines(first=patience, gap=patience, whole=whole),
        )
        return Chain(
            [model], embedded, meter, self._count, max_tokens=remote.max_tokens, turn_s=whole
        )

    async def warm_up(self) -> None:
        """Loads what the first call to a remote model would wait for; serving goes on."""
        if self._remote is None or self._server is None:
            return
        await self._server.client()
        await asyncio.to_thread(self._count.load)
        for model in set(self._remote.models.values()):
            await asyncio.to_thread(self._prices.load, model)

    async def close(self) -> None:
        """Lets go of the server's connections."""
        if self._server is not None:
            await self._server.close()


def _knowledge(business: Path) -> Knowledge:
    folder = business / "knowledge"
    synonyms = folder / _SYNONYMS
    text = synonyms.read_text("utf-8") if synonyms.exists() else ""
    return Knowledge(load_sections(folder), text)
