"""The house that replays are held in: the agents as they serve, over a database in which nothing
lasts, with nobody outside."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from secrets import token_hex

from msgspec import Struct, structs

from agents.models.prices import Prices
from bot.app.crew import Crew
from bot.app.parts import clock_of, doors_of
from bot.app.replay.imagined import ImaginedDatabase, imagined
from bot.app.replay.purse import Purse
from bot.app.root import App
from bot.app.rules import rulebook_of
from bot.business.profile import Profile
from bot.business.prompts import PromptText
from bot.knobs import NONE
from bot.rulebook import Rulebook
from bot.settings import Settings
from bot.uploads import Shelf
from storage import profiles
from storage.database import Database

EMBEDDED = "embedded"
_VENDORS = ("twilio_", "slack_", "owner_phone", "playground", "otel_")


class Changed(Struct, frozen=True):
    """What is otherwise than it is served with; None: as it is. limit: micro-dollars."""

    agent: str
    prompt: str | None
    model: str | None
    limit: int


class ReplayCrew(Crew):
    """The agents, whose calls are paid for from a purse."""

    def __init__(self, app: App, real: Database, changed: Changed) -> None:
        super().__init__(app, token_hex(16))
        self._real, self._limit = real, changed.limit
        self.purse: Purse | None = None

    def _budget(self, prices: Prices) -> Purse:
        app = self._app

        def profile() -> Profile:
            return app.rules().profile

        self.purse = Purse(
            self._real, app.clock, prices, app.rulebook.wall, lambda tx, news: None, profile
        )
        self.purse.begin(self._limit)
        return self.purse


class House(Struct, frozen=True):
    """Where replays are held."""

    app: App
    database: ImaginedDatabase
    crew: ReplayCrew
    changed: Changed

    async def profile_of(self, version: int | None) -> Profile | None:
        """A version of the profile; None: it is not kept."""
        content = None if version is None else await self.database.read(profiles.content, version)
        return None if content is None else Profile.model_validate(content)


@asynccontextmanager
async def house(settings: Settings, real: Database, changed: Changed) -> AsyncIterator[House]:
    """A house with something changed in it. Raises ConfigurationError."""
    alone = _without_vendors(settings)
    if changed.model == EMBEDDED:
        alone = alone.model_copy(update={"openai_api_key": None, "openai_base_url": None})
    async with imagined(settings, real) as database:
        clock = clock_of(settings)
        book = rulebook_of(alone, doors_of(alone, {}, Shelf(database)), clock)
        edition = await database.read(book.present)
        book.adopt(edition)
        _change(book, changed)
        app = App(alone, database, clock, {}, book, token_hex(16))
        crew = ReplayCrew(app, real, changed)
        try:
            await crew.warm_up()
            yield House(app, database, crew, changed)
        finally:
            await crew.close()


def _without_vendors(settings: Settings) -> Settings:
    """Nothing can go out where there is no way out."""
    return settings.model_copy(
        update={
            name: field.default
            for name, field in Settings.model_fields.items()
            if name.startswith(_VENDORS)
        }
    )


def _change(book: Rulebook, changed: Changed) -> None:
    edition = book.edition
    if changed.prompt is not None:
        own = {changed.agent: PromptText(changed.prompt, "replay")}
        edition = structs.replace(edition, prompts={**edition.prompts, **own})
    if changed.model is not None and changed.model != EMBEDDED:
        alone = {"models.strong": NONE, "models.fallbacks": NONE}
        alone[f"models.{changed.agent}"] = changed.model
        edition = structs.replace(edition, values={**edition.values, **alone})
    book.adopt(edition)
