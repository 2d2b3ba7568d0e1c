"""The home of somebody of the staff: the day, the week, who waits, what is to be done."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection

from bot.business.lead_notices import lead_fields
from bot.business.money import format_cents
from bot.business.profile import Profile
from bot.desk.access import may_act
from bot.desk.approvals import Approvals
from bot.desk.handoff import Handoff
from bot.desk.home_page import Button, Page, Section, section
from bot.desk.notice_text import card_of, in_lines, text_of
from bot.desk.threads import Threads
from bot.errors import CommandRefused, NoSuchConversation
from bot.messages import Colleague
from bot.opened import Rules
from bot.ports import Clock
from storage import budgets, conversations, lanes, leads, outbox, settings, staff_leads
from storage.inbox import Stored

_SLACK = "slack:"
_CHANNELS = {"sms": "texts", "web": "the website"}


class Home:
    """Implements bot.desk.desktop.Home. limit(): the day's budget, in micro-dollars."""

    def __init__(
        self,
        clock: Clock,
        rules: Callable[[], Rules],
        approvals: Approvals,
        handoff: Handoff,
        threads: Threads,
        limit: Callable[[], int],
    ) -> None:
        self._clock, self._rules = clock, rules
        self._approvals, self._handoff, self._threads = approvals, handoff, threads
        self._limit = limit

    def home_of(self, tx: Connection, who: Colleague) -> list[Section]:
        """Its sections. No list in it is longer than a screen or two."""
        now, profile = self._clock.now(), self._rules().profile
        page = Page(profile, now)
        return [
            page.talks(tx, who),
            page.today(tx),
            page.week(tx),
            page.leads(tx),
            page.todos(tx, who),
            self._assistant(tx, who, profile, now),
        ]

    def _assistant(
        self, tx: Connection, who: Colleague, profile: Profile, now: datetime
    ) -> Section:
        """Whether the assistant answers, by channel, and what it has cost today."""
        cents = budgets.of_day(tx, profile.local(now).date()) // 10_000
        lines = [f"Spent today: {format_cents(cents)} of {format_cents(self._limit() // 10_000)}"]
        paused = _paused(tx)
        buttons: list[Button] = []
        for channel, name in _CHANNELS.items():
            is_off = channel in paused or "all" in paused
            answers = self._rules().chatbot and not is_off
            lines.append(f"On {name}: {'the assistant answers' if answers else 'paused'}")
            act, verb = ("resume", "Resume") if channel in paused else ("pause", "Pause")
            buttons.append(Button(act, f"{verb} {name}", channel))
        if "all" in paused:
            buttons = [Button("resume", "Resume everywhere", "all", primary=True)]
        may = may_act(who.role, "admin")
        return section("The assistant", lines, buttons if may else ())

    def home_act(
        self, tx: Connection, event: Stored, who: Colleague, do: str, value: str | None
    ) -> Callable[[], None]:
        """What a button does: claim (a conversation), assign to oneself or show (an inquiry), done
        (a to-do), pause, resume (a channel). What cannot be done is told to who pressed it."""
        after: list[Callable[[], None]] = []
        try:
            with tx.begin_nested():
                self._do(tx, who, do, value or "", after)
        except (CommandRefused, NoSuchConversation) as error:
            self._direct(tx, event.payload["meta"]["user"], f"Not done: {error}.")
            return _nothing
        return partial(_all, after)

    def _do(
        self, tx: Connection, who: Colleague, do: str, value: str, after: list[Callable[[], None]]
    ) -> None:
        match do:
            case "claim":
                self._claim(tx, who, value, after)
            case "lead":
                self._card(tx, who, value)
            case "assign":
                given = {"lead": value, "colleague": "me"}
                self._approvals.at_once(tx, who, "assign_lead", given, after)
            case "done":
                self._approvals.at_once(tx, who, "finish_todo", {"todo": value}, after)
            case "pause" | "resume":
                channel = {"channel": value}
                self._approvals.at_once(tx, who, f"{do}_bot", channel, after)
            case _:
                raise CommandRefused("this button is of an older home; press Refresh")

    def _claim(
        self, tx: Connection, who: Colleague, value: str, after: list[Callable[[], None]]
    ) -> None:
        step = self._handoff.claim_in(tx, value, who.id, who.name)
        if step is None:
            raise CommandRefused("a colleague has this conversation")
        if step.events:
            self._threads.catch_up(tx, step.conversation_id, f"{who.name} took over.")
        after.append(partial(self._handoff.show, step))

    def _card(self, tx: Connection, who: Colleague, value: str) -> None:
        """An inquiry's card, as a direct message."""
        known = staff_leads.by_public_id(tx, value)
        found = leads.by_id(tx, known.id) if known else None
        if found is None:
            raise CommandRefused("there is no such inquiry")
        fields = in_lines(lead_fields(tx, self._rules().profile, found, self._clock.now()))
        card = card_of("lead_card", fields)
        if found.conversation_id is not None:
            card["conversation"] = conversations.by_id(tx, found.conversation_id).thread_id
        user = who.id.removeprefix(_SLACK)
        self._direct(tx, user, text_of("lead_card", fields), card, found.conversation_id)

    def _direct(
        self,
        tx: Connection,
        user: str,
        body: str,
        payload: dict[str, Any] | None = None,
        conversation_id: int | None = None,
    ) -> None:
        """A direct message: nothing else can be said to somebody in their home."""
        now = self._clock.now()
        outbox.put(
            tx,
            lane_id=lanes.ensure(tx, "slack", user, "", now),
            channel="slack",
            address=user,
            ours="",
            kind="notice",
            body=body,
            payload=payload,
            conversation_id=conversation_id,
            created_at=now,
        )


def _paused(tx: Connection) -> set[str]:
    changes = (each for each in settings.in_force(tx) if each.path.startswith("paused."))
    return {each.path.removeprefix("paused.") for each in changes if each.value}


def _all(after: list[Callable[[], None]]) -> None:
    for each in after:
        each()


def _nothing() -> None:
    return
