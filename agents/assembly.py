"""The agents, put together: prompts, tools, models."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from agents.desk_situation import desk_situation_of, no_read_back
from agents.guardrails.canary import Canary
from agents.guardrails.desk_guard import DeskCheck, account_of
from agents.guardrails.guard import Check
from agents.guardrails.sealed import Sealed
from agents.heed import overlooked
from agents.knowledge.library import Library
from agents.knowledge.lists import read_lists
from agents.knowledge.meaning import Meaning
from agents.loop import Loop
from agents.loop_ports import Models
from agents.memory.summaries import Summariser
from agents.memory.window import Window, whole
from agents.models.desk.model import DeskModel
from agents.models.embedded.model import EmbeddedModel
from agents.models.fallback import Chain
from agents.models.fleet import Fleet
from agents.models.prices import Prices
from agents.models.remote import RemoteModels
from agents.models.sightless import Sightless
from agents.models.tokens import TokenCounter
from agents.ports import Commands, Meter, Model, Notify, Run, Turn
from agents.prompts import LivePrompt
from agents.situation import read_back_of, situation_of
from agents.tools.admin.house import House
from agents.tools.admin.tools import admin_tools
from agents.tools.customer import CUSTOMER_TOOLS
from agents.tools.note import NOTE_DETAILS
from agents.tools.staff.commands import command_tools
from agents.tools.staff.tools import STAFF_TOOLS
from agents.tools.tool import AnyTool
from agents.tools.toolbox import Toolbox
from agents.tracing import TracedModel, TracedTools, Tracer, traced_run
from bot.messages import Reply

DESK_AGENTS = ("staff", "admin", "analytics")
_DESK_LIMIT = 12  # model calls a turn: a question may need several look-ups
_REPORTS = ("schedule_report", "remove_report")  # commands of the analytics agent's
_HISTORY_TOKENS = 8000  # without a remote model nobody is shown any; summaries go on


class Agents:
    """The agents by name, their tools' names, and what they hold open. suggest: what the customer's
    agent would answer for a person, by tools that only read. summarise: sums up what was said long
    ago."""

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
        canary: Canary,
        meaning: Meaning | None = None,
        tracer: Tracer | None = None,
    ) -> None:
        self._canary = canary
        self._prices, self._meaning, self._tracer = prices, meaning, tracer
        self._count, self._meter, self._now = TokenCounter(), meter, now
        self._history_tokens = remote.history_tokens if remote else _HISTORY_TOKENS
        # The embedded model reads all there is.
        self._window = Window(self._count.about, self._history_tokens) if remote else whole
        self._fleet = Fleet(remote, meter, self._count, tracer) if remote else None
        self._prompts = house.prompts
        self._may_use_tools = house.may_use_tools
        library = Library(house.sections_of, read_lists(business / "knowledge"), meaning)
        models = self._models("customer", EmbeddedModel())
        toolbox = Toolbox(_tools(commands, house, analytics), library, notify)
        tools = Sealed(TracedTools(toolbox, tracer) if tracer else toolbox, canary)
        self.tools = {each: toolbox.names(each) for each in ("customer", *DESK_AGENTS)}
        # A draft notes as if; it makes no inquiry, and calls nobody.
        harmless = (tool for tool in CUSTOMER_TOOLS if not tool.acts or tool is NOTE_DETAILS)
        reading = {"customer": tuple(harmless)}
        self.suggest: Run = self._customer(
            models, Sealed(Toolbox(reading, library, notify), canary)
        )
        self.by_name: dict[str, Run] = {"customer": self._customer(models, tools)}
        self.by_name |= {agent: self._desk(agent, tools) for agent in DESK_AGENTS}
        if tracer is not None:
            self.by_name = {each: traced_run(run, tracer) for each, run in self.by_name.items()}
            self.suggest = traced_run(self.suggest, tracer)
        self.summarise = self._summariser(remote)

    def _customer(self, models: Models, tools: Sealed) -> Run:
        """The customers' agent; whether it has its tools can change from turn to turn."""
        with_tools, without = (
            Loop(
                LivePrompt("customer", self._prompts),
                models,
                tools,
                situation_of,
                read_back_of,
                self._now,
                check=partial(Check, canary=self._canary),
                marked=self._canary.marked,
                heed=overlooked,
                tool_calling=tool_calling,
                window=self._window,
            )
            for tool_calling in (True, False)
        )

        async def run(turn: Turn) -> Reply:
            return await (with_tools if self._may_use_tools() else without).run(turn)

        return run

    def _desk(self, agent: str, tools: Sealed) -> Run:
        """An agent that serves staff. It has its tools whatever customers' agents may do."""
        return Loop(
            LivePrompt(agent, self._prompts),
            self._models(agent, DeskModel()),
            tools,
            desk_situation_of,
            no_read_back,
            self._now,
            check=partial(DeskCheck, canary=self._canary),
            marked=self._canary.marked,
            limit=_DESK_LIMIT,
            window=self._window,
            account=account_of,
        ).run

    def _models(self, agent: str, own: Model) -> Models:
        embedded: Model = Sightless(own)
        if self._tracer is not None:
            embedded = TracedModel(embedded, self._tracer)
        if self._fleet is None:
            return Chain([], embedded, self._meter, self._count)
        return self._fleet.models_of(agent, embedded)

    def _summariser(self, remote: RemoteModels | None) -> Summariser:
        fleet, count = self._fleet, self._count
        return Summariser(
            lambda: fleet.usual("customer") if fleet else None,
            self._meter,
            count,
            count.about,
            max_tokens=remote.max_tokens if remote else 0,
            history_tokens=self._history_tokens,
        )

    async def warm_up(self) -> None:
        """Loads what the first call to a remote model would wait for; serving goes on."""
        if self._fleet is None:
            return
        await self._fleet.warm_up(self._prices, self.by_name)
        await asyncio.to_thread(self._count.load)

    async def close(self) -> None:
        """Lets go of the server's connections."""
        if self._meaning is not None:
            await self._meaning.close()
        if self._fleet is not None:
            await self._fleet.close()


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
