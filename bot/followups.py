"""What the clock's timers do, each in the transaction that ends it."""

from collections.abc import Callable, Mapping
from datetime import UTC
from functools import partial
from typing import Any

from sqlalchemy import Connection

from bot.business.leads import make_incomplete, remind_untouched
from bot.business.staff_hours import staff_status
from bot.desk import patience
from bot.desk.gathering import FLOOD, WINDOW, counted
from bot.desk.handoff import Changed, give_back, nobody
from bot.desk.notice_text import TITLES
from bot.desk.notices import CLAIM_WITHIN, UNCLAIMED, Desk, expect_claim
from bot.desk.patience import ANNOUNCE, HAND_BACK
from bot.desk.threads import Threads
from bot.joining import SILENCE
from bot.opened import Rules
from bot.opening import schedule_close
from bot.ports import Clock
from storage import bridges, conversations, leads

OnTimer = Callable[[Connection, dict[str, Any]], None]


def followups(
    clock: Clock, desk: Desk, rules: Callable[[], Rules], changed: Changed = nobody
) -> Mapping[str, OnTimer]:
    """What to do for a timer of each kind. changed: told of conversations that are given back."""
    made = _Followups(clock, desk, rules, changed)
    return {
        "close_conversation": made.close_conversation,
        "incomplete_lead": made.incomplete_lead,
        "lead_untouched": made.lead_untouched,
        ANNOUNCE: made.announce_hand_back,
        HAND_BACK: made.hand_back,
        UNCLAIMED: made.unclaimed,
        FLOOD: made.flood_over,
    }


class _Followups:
    def __init__(
        self, clock: Clock, desk: Desk, rules: Callable[[], Rules], changed: Changed
    ) -> None:
        self._clock, self._desk, self._rules, self._changed = clock, desk, rules, changed
        self._threads = Threads(desk, clock)

    def close_conversation(self, tx: Connection, payload: dict[str, Any]) -> None:
        """Ends a conversation that was silent for a day; one that was not is looked at later, and
        one that a person holds is never ended so."""
        conversation = conversations.by_id(tx, payload["conversation_id"])
        now = self._clock.now()
        if conversation.status == "closed":
            return
        if conversation.claimed_by is not None:
            schedule_close(tx, conversation.id, payload["lane_id"], now)
        elif now - conversation.updated_at < SILENCE:
            schedule_close(tx, conversation.id, payload["lane_id"], conversation.updated_at)
        else:
            resolved = conversation.person_asked_at is None
            conversations.close(tx, conversation.id, now, resolved)

    def incomplete_lead(self, tx: Connection, payload: dict[str, Any]) -> None:
        """A conversation left with a contact and no yes."""
        rules, conversation_id = self._rules(), payload["conversation_id"]
        make_incomplete(
            tx,
            conversation_id,
            payload["lane_id"],
            rules.profile,
            rules.profile_version,
            self._clock.now(),
            self._tell(tx, conversation_id),
        )

    def announce_hand_back(self, tx: Connection, payload: dict[str, Any]) -> None:
        """Whoever took a conversation has been silent for a while."""
        held, profile = conversations.by_thread(tx, payload["conversation"]), self._rules().profile
        if held is None or held.claimed_by is None:
            return
        minutes = round(patience.notice(profile).total_seconds() / 60)
        words = (
            f"{held.claimed_name} has written nothing for a while: the conversation goes back to "
            f"the assistant in {minutes} minutes. Press Keep to go on."
        )
        self._threads.announce(tx, held.id, held.thread_id, words)
        patience.announced(tx, held, profile, self._clock.now())

    def hand_back(self, tx: Connection, payload: dict[str, Any]) -> None:
        """Whoever took a conversation has been silent for long."""
        held = conversations.by_thread(tx, payload["conversation"])
        if held is None or held.claimed_by is None:
            return
        words = "Nobody of the team wrote: the assistant has the conversation again."
        if not self._threads.settle(tx, held.id, words):
            self._threads.catch_up(tx, held.id, words)
        give_back(tx, held.thread_id, "clock", self._clock.now(), self._changed)

    def unclaimed(self, tx: Connection, payload: dict[str, Any]) -> None:
        """Nobody has taken up a customer who asked for a person; while staff are away, the
        reminder waits for them."""
        conversation_id, now = payload["conversation_id"], self._clock.now()
        if not bridges.waits(tx, conversation_id):
            return
        hours = staff_status(self._rules().profile, now)
        if hours.is_open:
            asked = conversations.by_id(tx, conversation_id)
            fields = {"name": (asked.details.get("name") or {}).get("value")}
            self._tell(tx, conversation_id)("still_waiting", fields)
        elif hours.opens is not None:
            expect_claim(tx, conversation_id, hours.opens.astimezone(UTC) + CLAIM_WITHIN)

    def lead_untouched(self, tx: Connection, payload: dict[str, Any]) -> None:
        """A reminder to staff of a lead that nobody has touched."""
        profile, now = self._rules().profile, self._clock.now()
        lead = leads.by_id(tx, payload["lead_id"])
        tell = self._tell(tx, lead.conversation_id if lead else None)
        remind_untouched(tx, payload["lead_id"], profile, now, tell)

    def flood_over(self, tx: Connection, payload: dict[str, Any]) -> None:
        """What staff were not told one by one, as a number."""
        kind = payload["kind"]
        if more := counted(tx, kind, self._clock.now()):
            minutes = round(WINDOW.total_seconds() / 60)
            reason = f"{TITLES[kind]}: {more} more in {minutes} minutes, of several customers"
            self._tell(tx, None)("many", {"reason": reason})

    def _tell(
        self, tx: Connection, conversation_id: int | None
    ) -> Callable[[str, dict[str, Any]], None]:
        notify = partial(self._desk.notify, tx, self._clock.now())
        return lambda kind, fields: notify(kind, fields, conversation_id=conversation_id)
