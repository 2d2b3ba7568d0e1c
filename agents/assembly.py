"""The agents, put together: prompts, tools, models."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from agents.desk_situation import desk_situation_of, no_read_back
from agents.guardrails.guard import Check
from agents.knowledge.library import Knowledge
from agents.loop import Loop
from agents.models.deadlines import Deadlines
from agents.models.desk.model import DeskModel
from agents.models.embedded.model import EmbeddedModel
from agents.models.fallback import Chain
from agents.models.openai import OpenAIServer
from agents.models.prices import Prices
from agents.models.sightless import Sightless
from agents.models.tokens import TokenCounter
from agents.ports import Commands, Meter, Model, Notify, Run
from agents.prompts import load_prompt
from agents.situation import read_back_of, situation_of
from agents.tools.admin.tools import ADMIN_TOOLS
from agents.tools.analytics.tools import ANALYTICS_TOOLS
from agents.tools.customer import CUSTOMER_TOOLS
from agents.tools.staff.commands import command_tools
from agents.tools.staff.tools import STAFF_TOOLS
from agents.tools.tool import AnyTool
from agents.tools.toolbox import Toolbox
from bot.business.knowledge import load_sections

DESK_AGENTS = ("staff", "admin", "analytics")
_DESK_LIMIT = 12  # model calls a turn: a question may need several look-ups
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
        commands: Commands,
        *,
        tool_calling: bool,
    ) -> None:
        self._remote, self._prices = remote, prices
        self._server = OpenAIServer(remote.api_key, remote.base_url) if remote else None
        self._count, self._meter, self._now = TokenCounter(), meter, now
        self._prompts = business / "prompts"
        tools = Toolbox(_tools(commands), _knowledge(business), notify)
        customer = Loop(
            load_prompt(self._prompts, "customer"),
            self._chain("customer", EmbeddedModel()),
            tools,
            situation_of,
            read_back_of,
            now,
            check=Check,
            tool_calling=tool_calling,
        )
        self.by_name: dict[str, Run] = {"customer": customer.run}
        self.by_name |= {agent: self._desk(agent, tools) for agent in DESK_AGENTS}

    def _desk(self, agent: str, tools: Toolbox) -> Run:
        """An agent that serves staff. It has its tools whatever customers' agents may do."""
        return Loop(
            load_prompt(self._prompts, agent),
            self._chain(agent, DeskModel()),
            tools,
            desk_situation_of,
            no_read_back,
            self._now,
            limit=_DESK_LIMIT,
        ).run

    def _chain(self, agent: str, own: Model) -> Chain:
        remote, embedded, meter = self._remote, Sightless(own), self._meter
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


def _tools(commands: Commands) -> dict[str, tuple[AnyTool, ...]]:
    """The admin agent has all that the staff agent has."""
    staff = (*STAFF_TOOLS, *command_tools(commands, admin=False))
    return {
        "customer": CUSTOMER_TOOLS,
        "staff": staff,
        "admin": (*staff, *ADMIN_TOOLS, *command_tools(commands, admin=True)),
        "analytics": ANALYTICS_TOOLS,
    }


def _knowledge(business: Path) -> Knowledge:
    folder = business / "knowledge"
    synonyms = folder / _SYNONYMS
    text = synonyms.read_text("utf-8") if synonyms.exists() else ""
    return Knowledge(load_sections(folder), text)
