"""The rulebook: what the house goes by now. It can be changed while the house is at work; a turn
keeps what it was opened by."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

import structlog
from msgspec import structs
from sqlalchemy import Connection

from bot.budget import Wall, micros
from bot.business.knowledge import Section
from bot.business.overlay import shown, value_at
from bot.editions import PAGES, PROMPTS, ROLES, Edition, Misfit, Owned, canonical, edition_of
from bot.errors import CommandRefused
from bot.knobs import NO_LIMIT, Standing, knobs_of, models_named
from bot.messages import AGENTS, Colleague, Role
from bot.opened import Rules
from bot.ports import Clock
from bot.wake import Bell
from storage import profiles, settings
from storage.database import Database
from storage.settings import Change

_VERSIONS_KEPT = 8  # a turn takes minutes at most

Tell = Callable[[Connection, Misfit], None]
"""Tells staff, within the transaction, of a change that does not fit any more."""

log = structlog.get_logger(__name__)


class Rulebook:
    """owned: what the files say. template: the rules that nobody can change. admins: whom the
    environment names, by their desk's id. tell: staff, of what does not fit. ring: tells all
    processes of a change; to be set."""

    def __init__(
        self, owned: Owned, template: Rules, standing: Standing, admins: frozenset[str], tell: Tell
    ) -> None:
        self.owned, self.admins = owned, admins
        self.knobs = knobs_of(standing)
        self._template, self._tell = template, tell
        self._sections: dict[int, tuple[Section, ...]] = {}
        self.ring: Callable[[], None] = lambda: None
        self._put_in_force(edition_of(owned, self.knobs, []))

    @property
    def edition(self) -> Edition:
        """What is in force."""
        return self._edition

    def rules(self) -> Rules:
        """What turns that open now go by."""
        return self._rules

    def wall(self) -> Wall:
        """The day's budget, and what agents and conversations may have of it."""
        values = self._edition.values
        return Wall(
            limit=micros(values["budget.per_day"]),
            alert_at=micros(values["budget.alert_at"]),
            agents=_limits(values, "per_day"),
            conversations=_limits(values, "per_conversation"),
        )

    def streaming(self) -> bool:
        """Whether replies are shown while they are written."""
        return bool(self._edition.values["flags.streaming"])

    def models_of(self, agent: str) -> tuple[str, str | None, tuple[str, ...]]:
        """The names of an agent's model, of that for what is hard, and of those asked where its
        own fails."""
        return models_named(self._edition.values, agent)

    async def role_of(self, colleague: str) -> Role | None:
        """The role that was given to somebody at run time, by their desk's id; None: none was."""
        role: Role | None = self._edition.roles.get(colleague)  # type: ignore[assignment]
        return role

    def sections_of(self, version: int) -> tuple[Section, ...]:
        """The knowledge pages of a version of the profile; of one too old, the present ones."""
        return self._sections.get(version, self._edition.sections)

    def load(self, tx: Connection, now: datetime) -> Edition:
        """The edition that the database holds, with its version of the profile."""
        settings.hold(tx)
        edition = edition_of(self.owned, self.knobs, settings.in_force(tx))
        for misfit in edition.misfits:
            log.warning("a setting does not fit any more", path=misfit.change.path)
            self._tell(tx, misfit)
        return self._versioned(tx, edition, "files", now)

    def _versioned(self, tx: Connection, edition: Edition, author: str, now: datetime) -> Edition:
        key = edition.key(self.owned)
        version = profiles.ensure(tx, key, edition.profile.to_json(), author, now)
        return structs.replace(edition, version=version)

    def adopt(self, edition: Edition) -> None:
        """From now on this edition is in force; one that knows less than the present is not."""
        if edition.newest >= self._edition.newest:
            self._put_in_force(edition)

    def _put_in_force(self, edition: Edition) -> None:
        self._edition = edition
        self._sections[edition.version] = edition.sections
        while len(self._sections) > _VERSIONS_KEPT:
            del self._sections[next(iter(self._sections))]
        self._rules = self._ruled(edition)

    def _ruled(self, edition: Edition) -> Rules:
        values = edition.values
        return structs.replace(
            self._template,
            profile=edition.profile,
            profile_version=edition.version,
            limits={
                agent: (values[f"limits.{agent}.per_minute"], values[f"limits.{agent}.burst"])
                for agent in AGENTS
            },
            chatbot=values["flags.chatbot"],
            tools=values["flags.tool_calling"],
            paused=frozenset(
                path.removeprefix("paused.")
                for path, value in values.items()
                if path.startswith("paused.") and value
            ),
        )

    def present(self, tx: Connection) -> Edition:
        """What is in force, as the transaction sees it."""
        return edition_of(self.owned, self.knobs, settings.in_force(tx))

    def draft(self, tx: Connection, path: str, value: Any) -> tuple[Edition, Edition]:
        """What is in force, and what would be with another value at a path; None: as the files
        have it. Raises CommandRefused, with what is wrong with it."""
        settings.hold(tx)
        changes = settings.in_force(tx)
        before = edition_of(self.owned, self.knobs, changes)
        others = [change for change in changes if change.path != path]
        after = edition_of(self.owned, self.knobs, [*others, _imagined(path, value)])
        known = {misfit.change.path for misfit in before.misfits}
        for misfit in after.misfits:
            if misfit.change.path == path:
                raise CommandRefused(misfit.why)
            if misfit.change.path not in known:
                raise CommandRefused(f"then the change of {misfit.change.path} would not fit")
        if self.admins_of(before) and not self.admins_of(after):
            raise CommandRefused("that would leave nobody an admin: make somebody else one first")
        return before, after

    def admins_of(self, edition: Edition) -> set[str]:
        """Who may do everything, by their desk's id."""
        given = {who for who, role in edition.roles.items() if role == "admin"}
        return given | {who for who in self.admins if edition.roles.get(who, "admin") == "admin"}

    def enact(
        self,
        tx: Connection,
        path: str,
        value: Any,
        who: Colleague,
        now: datetime,
        undoes: int | None = None,
    ) -> tuple[Change, Callable[[], None]]:
        """Changes what is in force, in the caller's transaction; the second is to be called once
        that is durable. Raises CommandRefused."""
        before, after = self.draft(tx, path, value)
        was = shown(value_in(before, path))
        kept = value_in(after, path) if isinstance(value, str | int | list) else value
        change = settings.add(tx, path, kept, was, (who.id, who.name), now, undoes)
        made = self._versioned(tx, structs.replace(after, newest=change.id), who.id, now)
        return change, partial(self._made, made)

    def _made(self, edition: Edition) -> None:
        self.adopt(edition)
        self.ring()

    async def follow(self, database: Database, bell: Bell, clock: Clock) -> None:
        """Takes up what other processes change, within seconds."""
        while True:
            await bell.wait()
            try:
                await self.refresh(database, clock)
            except Exception as error:
                log.error("settings cannot be read", error=type(error).__name__)

    async def refresh(self, database: Database, clock: Clock) -> None:
        """Takes up what stands in the database."""
        if await database.read(settings.newest_id) != self._edition.newest:
            self.adopt(await database.write(self.load, clock.now()))


def _limits(values: Mapping[str, Any], name: str) -> dict[str, int]:
    """{agent: micro-dollars}, of those that have a limit."""
    found = {agent: values[f"budget.{agent}.{name}"] for agent in AGENTS}
    return {agent: micros(told) for agent, told in found.items() if told != NO_LIMIT}


def value_in(edition: Edition, path: str) -> Any:
    """What an edition has at a path; None: nothing."""
    if path in edition.values:
        return edition.values[path]
    if path.startswith(PAGES):
        return edition.pages.get(path.removeprefix(PAGES))
    if path.startswith(ROLES):
        return edition.roles.get(path.removeprefix(ROLES))
    if path.startswith(PROMPTS):
        prompt = edition.prompts.get(path.removeprefix(PROMPTS))
        return prompt and prompt.text
    return value_at(edition.data, canonical(path).split("."))


def _imagined(path: str, value: Any) -> Change:
    """A change that was not made yet: newer than all."""
    return Change(2**62, "", path, value, None, "", "", None, datetime.min)
