"""The agents, put together: prompts, tools, models."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from agents.desk_situation import desk_situation_of, no_read_back
from agents.guardrails.guard import Check
from agents.knowledge.library import Library
from agents.loop import Loop, Models
from agents.models.chosen import Chosen
from agents.models.deadlines import Deadlines
from agents.models.desk.model import DeskModel
from agents.models.embedded.model import EmbeddedModel
from agents.models.fallback import Chain
from agents.models.openai import OpenAIServer
from agents.models.prices import Prices
from agents.models.remote import RemoteModels
from agents.models.sightless import Sightless
from agents.models.tokens import TokenCounter
from agents.ports import Commands, Meter, Model, Notify, Reply, Run, Turn
from agents.prompts import load_prompt
from agents.situation import read_back_of, situation_of
from agents.tools.admin.house import House
from agents.tools.admin.tools import admin_tools
from agents.tools.customer import CUSTOMER_TOOLS
from agents.tools.note import NOTE_DETAILS
from agents.tools.staff.commands import command_tools
from agents.tools.staff.tools import STAFF_TOOLS
from agents.tools.tool import AnyTool
from agents.tools.toolbox import Toolbox

DESK_AGENTS = ("staff", "admin", "analytics")
_DESK_LIMIT = 12  # model calls a turn: a question may need several look-ups
_REPORTS = ("schedule_report", "remove_report")  # commands of the analytics agent's
_SYNONYMS = "synonyms.txt"


class Agents:
    """The agents by name, and what they hold open. suggest: what the customer's agent would answer
    for a person, by tools that only read."""

    def __init__(
        self,
        business: Path,
        meter: Meter,
        notify: Notify,
        prices: Prices,
        now: Callable[[], datetime],
        remote: RemoteModels | None,
        commands: Commands,
        house: House,
        analytics: Sequence[AnyTool],
    ) -> None:
        self._remote, self._prices = remote, prices
        self._server = OpenAIServer(remote.api_key, remote.base_url) if remote else None
        self._count, self._meter, self._now = TokenCounter(), meter, now
        self._prompts = business / "prompts"
        self._may_use_tools = house.may_use_tools
        library = Library(house.sections_of, _synonyms(business))
        models = self._models("customer", EmbeddedModel())
        tools = Toolbox(_tools(commands, house, analytics), library, notify)
        # A draft notes as if; it makes no inquiry, and calls nobody.
        harmless = (tool for tool in CUSTOMER_TOOLS if not tool.acts or tool is NOTE_DETAILS)
        reading = {"customer": tuple(harmless)}
        self.suggest: Run = self._customer(models, Toolbox(reading, library, notify))
        self.by_name: dict[str, Run] = {"customer": self._customer(models, tools)}
        self.by_name |= {agent: self._desk(agent, tools) for agent in DESK_AGENTS}

    def _customer(self, models: Models, tools: Toolbox) -> Run:
        """The customers' agent; whether it has its tools can change from turn to turn."""
        with_tools, without = (
            Loop(
                load_prompt(self._prompts, "customer"),
                models,
                tools,
                situation_of,
                read_back_of,
                self._now,
                check=Check,
                tool_calling=tool_calling,
            )
            for tool_calling in (True, False)
        )

        async def run(turn: Turn) -> Reply:
            return await (with_tools if self._may_use_tools() else without).run(turn)

        return run

    def _desk(self, agent: str, tools: Toolbox) -> Run:
        """An agent that serves staff. It has its tools whatever customers' agents may do."""
        return Loop(
            load_prompt(self._prompts, agent),
            self._models(agent, DeskModel()),
            tools,
            desk_situation_of,
            no_read_back,
            self._now,
            limit=_DESK_LIMIT,
        ).run

    def _models(self, agent: str, own: Model) -> Models:
        remote, server, embedded = self._remote, self._server, Sightless(own)
        if remote is None or server is None:
            return Chain([], embedded, self._meter, self._count)
        make = partial(self._chain, remote, server, embedded)
        return Chosen(lambda: remote.models[agent], make)

    def _chain(
        self, remote: RemoteModels, server: OpenAIServer, embedded: Model, name: str
    ) -> Chain:
        patience, whole = remote.patience, 3 * remote.patience
        deadlines = Deadlines(first=patience, gap=patience, whole=whole)
        model = server.model(name, remote.max_tokens, remote.temperature, deadlines)
        return Chain(
            [model],
            embedded,
            self._meter,
            self._count,
            max_tokens=remote.max_tokens,
            turn_s=whole,
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


def _tools(
    commands: Commands, house: House, analytics: Sequence[AnyTool]
) -> dict[str, tuple[AnyTool, ...]]:
    """The admin agent has all that the staff agent has."""
    done = tuple(command_tools(commands, admin=False))
    staff = (*STAFF_TOOLS, *(tool for tool in done if tool.name not in _REPORTS))
    return {
        "customer": CUSTOMER_TOOLS,
        "staff": staff,
        "admin": (*staff, *admin_tools(house), *command_tools(commands, admin=True)),
        "analytics": (*analytics, *(tool for tool in done if tool.name in _REPORTS)),
    }


def _synonyms(business: Path) -> str:
    file = business / "knowledge" / _SYNONYMS
    return file.read_text("utf-8") if file.exists() else ""
