"""The agents of a process, put together when they are first needed.

Their code takes about as long to load as all the rest, and a process that restarts should take in
what comes before that: what is accepted waits for them, in the database.
"""

import asyncio
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from msgspec import structs
from sqlalchemy import Connection

from agents.models.prices import Prices
from agents.ports import Reply, Run, Turn
from agents.prompts import load_prompt
from bot.app.parts import AGENTS, remote_models
from bot.budget import Budget
from bot.business.money import format_cents
from bot.desk.shown_files import FileShower
from bot.messages import Scope
from bot.rulebook import ModelNames

if TYPE_CHECKING:
    from agents.assembly import Agents
    from bot.app.root import App


class Crew:
    """by_name: the agents as the engine runs them. Raises PromptError for a prompt that is wrong:
    that is to be known at the start."""

    def __init__(self, app: "App") -> None:
        self._app = app
        self._agents: Agents | None = None
        self._loading = asyncio.Lock()
        for agent in AGENTS:
            load_prompt(app.settings.business_dir / "prompts", agent)
        self.by_name: Mapping[str, Run] = {agent: self._run(agent) for agent in AGENTS}

    async def ready(self) -> "Agents":
        """The agents; loaded beside what else there is to do, where they are not yet."""
        async with self._loading:
            if self._agents is None:
                self._agents = await asyncio.to_thread(self._made)
        return self._agents

    async def suggest(self, turn: Turn) -> Reply:
        """What the customers' agent would answer for a person."""
        return await (await self.ready()).suggest(turn)

    async def warm_up(self) -> None:
        """Loads what the first turn would wait for; serving goes on."""
        await (await self.ready()).warm_up()

    async def close(self) -> None:
        """Lets go of connections."""
        async with self._loading:
            if self._agents is not None:
                await self._agents.close()

    def _run(self, agent: str) -> Run:
        async def run(turn: Turn) -> Reply:
            return await (await self.ready()).by_name[agent](turn)

        return run

    def _made(self) -> "Agents":
        from agents.assembly import Agents
        from agents.tools.analytics.tools import analytics_tools

        app = self._app
        prices = Prices(base_url=str(app.settings.openai_base_url or "") or None)
        budget = Budget(app.database, app.clock, prices, app.rulebook.wall, self._alert)
        remote = remote_models(app.settings)
        if remote is not None:
            remote = structs.replace(remote, models=ModelNames(app.rulebook))
        show = FileShower(app.clock, app.rules).show
        return Agents(
            app.settings.business_dir,
            budget,
            self._notify,
            prices,
            app.clock.now,
            remote,
            app.approvals,
            app.handbook,
            analytics_tools(app.analytics, app.clock.now, show),
        )

    def _notify(self, tx: Connection, scope: Scope, kind: str, fields: Mapping[str, Any]) -> None:
        desk, now = self._app.desk, self._app.clock.now()
        desk.notify(tx, now, kind, fields, conversation_id=scope.conversation_id)

    def _alert(self, tx: Connection, day: date, spent: int) -> None:
        dollars = format_cents(spent // 10_000)
        reason = f"{dollars} of {day} is spent or reserved; past the limit the bot goes on without"
        desk, now = self._app.desk, self._app.clock.now()
        desk.notify(tx, now, "budget", {"reason": reason}, key=f"budget:{day}")
