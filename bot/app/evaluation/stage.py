"""The bot for one scenario: the real engine over a database of its own, with nobody outside."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import SecretStr
from sqlalchemy import Connection

from bot.app.evaluation.scenario import Scenario
from bot.app.evaluation.world import furnish
from bot.app.meaning import LOCAL, OFF, meaning_of
from bot.app.parts import doors_of, prices_of
from bot.app.root import App
from bot.app.rules import rulebook_of
from bot.app.storage import open_storage
from bot.budget import Budget, News
from bot.business.profile_files import load_profile
from bot.clock import ManualClock
from bot.delivery import Outbound, Sent
from bot.settings import Settings
from bot.uploads import Shelf

EMBEDDED = "embedded"
CONFIGURED = "configured"
"""Stands for the models that the settings give each agent."""
_KEPT = ("business_dir", "openai_", "enable_tool_calling", "ai_rate_limit", "ai_model_prices")
_KEPT_TOO = ("ai_history_tokens", "agent_model")  # at their ends
_TEMPLATE = "template.db"
_READING_TRIES = 200
_NEVER_SIGNED = SecretStr("evaluation-evaluation-evaluation-0")


_ALONE = {"openai_strong_model": "none", "openai_fallback_models": ("none",)}
"""What is tried by its name answers everything itself."""


class Nowhere:
    """A vendor that takes everything and tells nobody."""

    def __init__(self) -> None:
        self._ids = count(1)

    async def send(self, message: Outbound) -> Sent:
        return Sent(f"evaluation-{next(self._ids)}")

    async def find_sent(self, message: Outbound, claimed: frozenset[str]) -> Sent | None:
        return None

    async def close(self) -> None:
        """There is nothing to let go of."""


def isolated(settings: Settings, model: str, file: Path, dollars: float) -> Settings:
    """The settings of one scenario's bot: the model's and the business's, and no vendor's. model:
    embedded, configured, or a name. dollars: what it may spend."""
    values = {
        name: field.default for name, field in Settings.model_fields.items() if not _kept(name)
    }
    values |= {name: value for name, value in settings if _kept(name)}
    values |= {
        "database_url": f"sqlite:///{file}",
        "secret_key": _NEVER_SIGNED,
        "sms_debounce_seconds": 0.0,
        "sms_per_second": 1000.0,
        "ai_max_cost_per_day": dollars,
        "ai_cost_alert_threshold": dollars,
        "enable_streaming": False,
    }
    if settings.openai_embedding_model != OFF:
        values["openai_embedding_model"] = LOCAL  # a server's would cost money in each run
    if model == EMBEDDED:
        values |= {"openai_api_key": None, "openai_base_url": None}
    elif model != CONFIGURED:
        values |= {"openai_model": model} | _ALONE
    return Settings.model_construct(**values)


def _kept(name: str) -> bool:
    return name.startswith(_KEPT) or name.endswith(_KEPT_TOO)


class Stages:
    """Makes bots, each over a copy of one database that was migrated once. folder: for their files,
    the owner's to delete."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self._settings, self._folder, self._numbers = settings, folder, count(1)
        self._zone = ZoneInfo(load_profile(settings.business_dir).business.timezone)

    async def prepare(self) -> None:
        """Makes the database that the others are copies of. Raises ConfigurationError."""
        settings = isolated(self._settings, EMBEDDED, self._folder / _TEMPLATE, 0.0)
        app = await _opened(settings, ManualClock(datetime.now(UTC)))
        try:
            await _read_pages(app)
        finally:
            await app.lifecycle.stop()

    @asynccontextmanager
    async def stage(self, scenario: Scenario, model: str, dollars: float) -> AsyncIterator[App]:
        """A bot at work, with what the scenario gives, at its moment."""
        file = self._folder / f"{next(self._numbers)}.db"
        shutil.copyfile(self._folder / _TEMPLATE, file)
        settings = isolated(self._settings, model, file, dollars)
        clock = ManualClock(scenario.now.local.replace(tzinfo=self._zone).astimezone(UTC))
        app = await _opened(settings, clock)
        try:
            await app.database.write(furnish, scenario, app.rules().profile, clock.now())
            app.lifecycle.start(ticking=False)
            # So that replies are timed as in a process that runs; what fails of it, start() logs.
            await asyncio.gather(app.agents.warm_up(), return_exceptions=True)
            yield app
        finally:
            await app.lifecycle.stop()
            for each in self._folder.glob(f"{file.name}*"):
                each.unlink()


async def _read_pages(app: App) -> None:
    """Puts the knowledge pages into vectors, once for all scenarios: a search does not wait for
    them, and would find other pages with them than without."""
    from agents.knowledge.library import Knowledge

    meaning = meaning_of(app.settings, app.database, app.clock, meter_of(app))
    if meaning is None:
        return
    rules = app.rules()
    sections = app.handbook.sections_of(rules.profile_version)
    texts = Knowledge(sections).texts(rules.profile)
    try:
        for _ in range(_READING_TRIES):  # each waits for a moment
            if await meaning.nearness("what is asked", texts) is not None:
                return
    finally:
        await meaning.close()


def meter_of(app: App) -> Budget:
    """Pays from the same wall as the bot does."""
    settings, profile = app.settings, lambda: app.rules().profile
    prices = prices_of(settings)
    return Budget(app.database, app.clock, prices, app.rulebook.wall, _to_nobody, profile)


def _to_nobody(tx: Connection, news: News) -> None:
    """In an evaluation there is no staff to be told."""


async def _opened(settings: Settings, clock: ManualClock) -> App:
    database = await open_storage(settings, migrating=True)
    try:
        senders = {"sms": Nowhere(), "console": Nowhere()}
        doors = doors_of(settings, senders, Shelf(database))
        rulebook = rulebook_of(settings, doors, clock)
        rulebook.adopt(await database.write(rulebook.load, clock.now()))
        secret = _NEVER_SIGNED.get_secret_value()
        return App(settings, database, clock, senders, rulebook, secret)
    except BaseException:
        await database.close()
        raise
