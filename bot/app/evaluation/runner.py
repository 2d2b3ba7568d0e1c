"""Runs scenarios with models, several at a time, within the money there is."""

import asyncio
import tempfile
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from pathlib import Path
from typing import cast

import structlog
from msgspec import Struct

from agents.models.openai import OpenAIServer
from bot.app.evaluation.customer import Customer, PlayedByModel
from bot.app.evaluation.holding import Held
from bot.app.evaluation.purse import Part, Purse, PurseEmpty
from bot.app.evaluation.results import Result
from bot.app.evaluation.scenario import Scenario
from bot.app.evaluation.scripted import PlayedByScript
from bot.app.evaluation.stage import EMBEDDED, Stages, meter_of
from bot.app.parts import remote_models
from bot.app.root import App
from bot.clock import ManualClock
from bot.settings import Settings

log = structlog.get_logger(__name__)


class Plan(Struct, frozen=True):
    """What is run. models: embedded or names, each with every scenario. dollars: the wall.
    customer: the model that plays simulated customers; embedded: a script does."""

    scenarios: tuple[Scenario, ...]
    models: tuple[str, ...]
    repeat: int = 1
    parallel: int = 4
    dollars: float = 1.0
    customer: str = EMBEDDED

    @property
    def pieces(self) -> list[tuple[Scenario, str, int]]:
        """Each scenario with each model that can do it, so many times."""
        return [
            (scenario, model, attempt)
            for model in self.models
            for attempt in range(1, self.repeat + 1)
            for scenario in self.scenarios
            if model != EMBEDDED or scenario.models == "any"
        ]


class Runner:
    """Runs a plan. ended: is told of each result as it comes."""

    def __init__(self, settings: Settings, plan: Plan, ended: Callable[[Result], None]) -> None:
        self._settings, self._plan, self._ended = settings, plan, ended
        self._purse = Purse(round(plan.dollars * 1_000_000))
        self._server = _server_of(settings) if plan.customer != EMBEDDED else None

    async def run(self) -> list[Result]:
        """All results, in the plan's order. Raises ConfigurationError."""
        with tempfile.TemporaryDirectory(prefix="bot-eval-") as folder:
            stages = Stages(self._settings, Path(folder))
            await stages.prepare()
            room = asyncio.Semaphore(self._plan.parallel)
            try:
                return await self._all(stages, room)
            finally:
                if self._server is not None:
                    await self._server.close()

    async def _all(self, stages: Stages, room: asyncio.Semaphore) -> list[Result]:
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(self._one(stages, room, *piece)) for piece in self._plan.pieces
            ]
        return [task.result() for task in tasks]

    async def _one(
        self, stages: Stages, room: asyncio.Semaphore, scenario: Scenario, model: str, attempt: int
    ) -> Result:
        async with room:
            try:
                async with self._part(scenario, model) as part:
                    result = await self._held(stages, part, scenario, model, attempt)
            except PurseEmpty as empty:
                result = _not_run(scenario, model, attempt, str(empty))
            except Exception as error:
                # The others' results are worth having all the same.
                log.error("scenario broke", scenario=scenario.name, exc_info=error)
                result = _not_run(scenario, model, attempt, f"{type(error).__name__}, see the log")
        self._ended(result)
        return result

    def _part(self, scenario: Scenario, model: str) -> AbstractAsyncContextManager[Part]:
        """The money of one scenario; none where nothing of it is paid for."""
        plays = scenario.simulated is not None and self._server is not None
        return self._purse.part() if plays or model != EMBEDDED else nullcontext(Part(0))

    async def _held(
        self, stages: Stages, part: Part, scenario: Scenario, model: str, attempt: int
    ) -> Result:
        async with stages.stage(scenario, model, part.micros / 1_000_000) as app:
            customer = await self._customer(app, scenario, attempt)
            held = Held(app, cast(ManualClock, app.clock), scenario, model, attempt)
            result = await held.hold(customer)
        part.spent = (result.spent + result.acted).micros
        return result

    async def _customer(self, app: App, scenario: Scenario, attempt: int) -> Customer | None:
        if scenario.simulated is None:
            return None
        if self._server is None:
            return PlayedByScript(scenario, attempt)
        client = await self._server.client()
        return PlayedByModel(scenario, client, self._plan.customer, meter_of(app))


def _server_of(settings: Settings) -> OpenAIServer | None:
    remote = remote_models(settings)
    return OpenAIServer(remote.api_key, remote.base_url) if remote else None


def _not_run(scenario: Scenario, model: str, attempt: int, why: str) -> Result:
    return Result(
        name=scenario.name,
        about=scenario.about,
        file=scenario.file,
        model=model,
        attempt=attempt,
        channel=scenario.channel,
        agent=scenario.agent,
        error=f"not run: {why}",
    )
