"""What one of the staff is shown alone: their home, what they may begin with, a word."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import Connection

from bot.desk.routing import agent_for
from bot.desk.staffroom import whisper
from bot.messages import Colleague
from bot.ports import Clock
from storage import lanes, outbox
from storage.inbox import Stored

HOME, PROMPTS, TOO_LATE = "home", "prompts", "too_late"  # the acts
_LATE = "The form could not be opened in time. Nothing was done: press the button again."
_PROMPTS = (
    ("Who waits?", "Who is waiting for a person, and since when?"),
    ("This week", "Show me the calendar of this week with the guests of each day."),
    ("New leads", "Which leads are new or untouched? Name and phone, please."),
)
_OF_ADMINS = ("Health", "How is the system, and what did we spend today against the budget?")
_OF_OTHERS = ("My to-dos", "What are my open to-dos?")

Sections = Sequence[Mapping[str, Any]]


class Home(Protocol):
    """What stands in the home. Both run within the transaction of what was done."""

    def home_of(self, tx: Connection, who: Colleague) -> Sections:
        """Its sections: title, lines, table, buttons."""

    def home_act(
        self, tx: Connection, event: Stored, who: Colleague, do: str, value: str | None
    ) -> Callable[[], None]:
        """What a button of it does; what it returns is called once that is durable."""


class Desktop:
    """Shows it, by way of the outbox. home: None where there is none yet."""

    def __init__(self, clock: Clock, home: Home | None) -> None:
        self._clock, self._home = clock, home
        self.acts = {HOME: self.home, PROMPTS: self.prompts, TOO_LATE: self.too_late}

    def home(self, tx: Connection, event: Stored, who: Colleague) -> Callable[[], None]:
        """The home, after what a button of it does."""
        if self._home is None:
            return _nothing
        do, value = event.payload["meta"].get("do"), event.payload["meta"].get("value")
        done = _nothing
        if do not in (None, "refresh"):
            done = self._home.home_act(tx, event, who, do, value)
        self._show(tx, event, HOME, {HOME: list(self._home.home_of(tx, who))})
        return done

    def prompts(self, tx: Connection, event: Stored, who: Colleague) -> Callable[[], None]:
        """What somebody may begin with, by what they may do; four at most."""
        may_admin = agent_for(who.role, "admin", "", "staff") is not None
        offered = [*_PROMPTS, _OF_ADMINS if may_admin else _OF_OTHERS]
        shown = [{"title": title, "message": message} for title, message in offered]
        self._show(tx, event, PROMPTS, {PROMPTS: shown})
        return _nothing

    def too_late(self, tx: Connection, event: Stored, who: Colleague) -> Callable[[], None]:
        """Whoever pressed a button whose form did not open is told."""
        whisper(tx, event, _LATE)
        return _nothing

    def _show(self, tx: Connection, event: Stored, kind: str, payload: dict[str, Any]) -> None:
        place = lanes.place_of(tx, event.lane_id)
        now = self._clock.now()
        outbox.put(tx, **place, kind=kind, body="", payload=payload, created_at=now)


def _nothing() -> None:
    return
