"""The agents of a process, put together when they are first needed.

Their code takes about as long to load as all the rest, and a process that restarts should take in
what comes before that: what is accepted waits for them, in the database.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import structs
from sqlalchemy import Connection

from agents.models.prices import Prices
from agents.models.remote import Lineup
from agents.ports import Run, Turn
from agents.prompts import load_prompt
from bot.app.meaning import meaning_of
from bot.app.model_trouble import ModelTrouble
from bot.app.parts import prices_of, remote_models
from bot.budget import Budget
from bot.business.profile import Profile
from bot.business.scope import Scope
from bot.desk.budget_notices import teller_of
from bot.desk.shown_files import FileShower
from bot.messages import AGENTS, Message, Reply, Summary

if TYPE_CHECKING:
    from agents.assembly import Agents
    from bot.app.root import App


class Crew:
    """by_name: the agents as the engine runs them. Raises PromptError for a prompt that is wrong:
    that is to be known at the start. secret: the installation's."""

    def __init__(self, app: "App", secret: str) -> None:
        self._app, self._secret = app, secret
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

    async def summarise(
        self,
        scope: Scope,
        messages: Sequence[Message],
        before: Summary | None,
        noted: Mapping[str, Any],
    ) -> Summary | None:
        """Sums up what was said long ago in a conversation."""
        return await (await self.ready()).summarise(scope, messages, before, noted)

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
        from agents.guardrails.canary import Canary
        from agents.tools.analytics.tools import analytics_tools

        app = self._app
        prices = prices_of(app.settings)
        budget = self._budget(prices)
        remote = remote_models(app.settings)
        if remote is not None:
            remote = structs.replace(
                remote,
                lineup_of=lambda agent: Lineup(*app.rulebook.models_of(agent)),
                tell=ModelTrouble(app.database, app.clock, app.desk).tell,
            )
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
            Canary(self._secret),
            meaning_of(app.settings, app.database, app.clock, budget),
            app.tracing,
        )

    def _notify(self, tx: Connection, scope: Scope, kind: str, fields: Mapping[str, Any]) -> None:
        desk, now = self._app.desk, self._app.clock.now()
        desk.notify(tx, now, kind, fields, conversation_id=scope.conversation_id)

    def _budget(self, prices: Prices) -> Budget:
        app = self._app
        tell = teller_of(lambda: app.desk, app.clock)

        def profile() -> Profile:
            return app.rules().profile

        return Budget(app.database, app.clock, prices, app.rulebook.wall, tell, profile)
