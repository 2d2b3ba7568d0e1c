"""A process of the bot, put together."""

import asyncio
from collections.abc import Mapping
from secrets import token_hex
from typing import TYPE_CHECKING, Any

import structlog

from bot.allowances import Allowances
from bot.app.about import about
from bot.app.crew import Crew
from bot.app.lifecycle import Lifecycle
from bot.app.parts import (
    carriers_of,
    clock_of,
    desk_of,
    doors_of,
    plain,
    senders_of,
    sms_inbound,
)
from bot.app.readers import reads_as_opt_out
from bot.app.rules import rulebook_of
from bot.app.shelves import Shelves
from bot.app.staging import Staged
from bot.app.website import website_of
from bot.chat import Chat
from bot.desk.approvals import DECISIONS, Approvals
from bot.desk.bridge import ACTS
from bot.desk.drafts import DECISIONS as SUGGESTED
from bot.desk.handbook import Handbook
from bot.desk.handoff import Changed, Handoff, nobody, unheard
from bot.desk.proposing import EXPIRES
from bot.desk.reminders import DUE, Reminders
from bot.desk.reports import Reports
from bot.desk.staffroom import Act, StaffRoom, whisper
from bot.desk.threads import Threads
from bot.engine import Engine
from bot.followups import OnTimer, followups
from bot.inbox import Inbox
from bot.live import Live
from bot.media import Files
from bot.opened import Rules
from bot.outbox import Outbox
from bot.ports import Clock, Sender
from bot.relay import Relay
from bot.rulebook import Rulebook
from bot.schedule import Schedule
from bot.settings import Settings
from bot.summaries import SUM_UP, Summaries
from bot.tracing import TracedInbox, traced_senders, tracing_of
from bot.uploads import Shelf
from bot.wake import Bells
from bot.worker import Worker, process_name
from channels.web.visitors import Visitors
from storage import migrate, threads
from storage.analytics.engine import open_analytics
from storage.connect import parse_url
from storage.database import Database
from storage.reports import KIND as REPORT

if TYPE_CHECKING:
    from bot.app.slack import SlackDesk
    from bot.business.command import Command
    from channels.playground.site import Playground

_SENDS = 32

log = structlog.get_logger(__name__)


class App:
    """A process of the bot: its doors, its engine and its clock. lifecycle: runs them."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        clock: Clock,
        senders: Mapping[str, Sender],
        rulebook: Rulebook,
        secret: str,
    ) -> None:
        self.settings, self.database, self.clock = settings, database, clock
        self.live = Live()
        self.bells = Bells(database, self.live.answered)
        if database.dialect == "postgresql":
            self.bells.on_notice = Relay(self.live, database.notify, process_name()).hear
        self.desk = desk_of(settings)
        self.rulebook, rules, me = rulebook, rulebook.rules(), process_name()
        rulebook.ring = self.bells.settings.ring
        carriers = carriers_of(settings, lambda: self.rules().profile)
        self.handbook = Handbook(rulebook, clock, carriers)
        self.sms = sms_inbound(settings, self.clock)
        self.visitors = Visitors(secret, self.clock.now)
        self.tracing = tracing_of(str(settings.otel_exporter_otlp_endpoint or ""), secret)
        senders = traced_senders(self.tracing, senders)
        took_in = (database, self.bells, rules.doors, reads_as_opt_out)
        self.inbox = TracedInbox(self.tracing, *took_in) if self.tracing else Inbox(*took_in)
        self.allowances = Allowances(self.clock, lambda: self.rules().limits)
        self.chat = Chat(
            database,
            self.clock,
            self.inbox,
            self.live,
            self.allowances,
            secret,
            streaming=rulebook.streaming,
        )
        self.reminders = Reminders(self.desk, clock, lambda: self.rules().profile)
        self.analytics = open_analytics(parse_url(settings.database_url))
        self.reports = Reports(self.analytics, self.desk, clock, self.rules)
        self.approvals = Approvals(self._commands, self.desk, clock, self.rules, whisper)
        self.agents = Crew(self, secret)
        threads = Threads(self.desk, self.clock) if self.desk.threads else None
        changed, spoke = (threads.changed, threads.spoke) if threads else (nobody, unheard)
        self.handoff = Handoff(
            database, self.clock, self.bells, self.live, self.rules, changed, spoke
        )
        self.slack = self._slack(threads) if threads else None
        self.engine = Engine(
            database,
            self.clock,
            self.bells,
            self.live,
            self.desk,
            self.rules,
            self.agents.by_name,
            self._timers(changed),
            self._staff_room(),
            {
                REPORT: self.reports.make,
                SUM_UP: Summaries(database, clock, self.rules, self.agents.summarise).make,
            },
        )
        room = settings.worker_concurrency
        self.worker = Worker(database, self.engine, self.bells.inbox, me, room)
        self.outbox = Outbox(
            database,
            self.clock,
            self.bells.outbox,
            self.desk,
            senders,
            carriers,
            me,
            _SENDS,
        )
        fetchers = {door.name: door.fetcher for door in rules.doors.values() if door.fetcher}
        self.files = Files(database, self.bells.media, fetchers, me)
        self.schedule = Schedule(database, self.clock, self.bells, me)
        self.playground = self._playground()
        self.website = website_of(self)
        self.lifecycle = Lifecycle(self)

    @classmethod
    async def open(cls, settings: Settings, database: Database) -> "App":
        """Puts a process together over an open database. Raises ConfigurationError."""
        clock = clock_of(settings)
        senders = senders_of(settings, clock, Shelves(database))
        doors = doors_of(settings, senders, Shelf(database))
        rulebook = rulebook_of(settings, doors, clock)
        rulebook.adopt(await database.write(rulebook.load, clock.now()))
        secret = await _secret(settings, database)
        return cls(settings, database, clock, senders, rulebook, secret)

    def _commands(self) -> "list[Command[Any]]":
        from bot.app.desk import commands_of

        return commands_of(self)

    def _slack(self, threads: Threads) -> "SlackDesk":
        from bot.app.slack import SlackDesk

        return SlackDesk(self, self.handoff, threads)

    def _timers(self, changed: Changed) -> Mapping[str, OnTimer]:
        usual = followups(self.clock, self.desk, self.rules, changed)
        return {**usual, EXPIRES: self.approvals.expire, DUE: self.reminders.remind}

    def _staff_room(self) -> StaffRoom:
        acts: dict[str, Act] = dict.fromkeys(DECISIONS, self.approvals.act)
        if self.slack is None:
            return StaffRoom(self.clock, acts)
        acts |= dict.fromkeys(ACTS, self.slack.bridge.act)
        acts |= dict.fromkeys(SUGGESTED, self.slack.drafts.act)
        acts |= self.slack.acts
        return StaffRoom(
            self.clock,
            acts,
            self.slack.directory,
            self.slack.threads,
            self.slack.drafts.ask,
            self.slack.screens,
        )

    def _playground(self) -> "Playground | None":
        if not isinstance(self.settings, Staged):
            return None
        from bot.app.playground import playground_of

        return playground_of(self, self.settings)

    def rules(self) -> Rules:
        """What turns that open now go by."""
        return self.rulebook.rules()

    async def is_ready(self) -> bool:
        """Whether the database answers and has the schema of this code."""
        try:
            async with asyncio.timeout(2):
                return await self.database.read(migrate.is_current)
        except Exception as error:
            log.error("not ready", error=type(error).__name__)
            return False

    def about(self) -> list[str]:
        """What runs here, and what is switched off for want of a key; a line each."""
        return about(self.settings, self.rules().profile.business.name)

    def log_failure(self, path: str, error: Exception) -> None:
        """A request that failed on our side."""
        log.error("request failed", path=path, exc_info=error)


async def _secret(settings: Settings, database: Database) -> str:
    if settings.secret_key is not None:
        return plain(settings.secret_key)
    return await database.write(threads.own_key, "visitors", token_hex(32))
