"""Standing reports: made when their timer is due, and posted to the staff's channel once each.

A report takes queries and pictures, so it is made before the transaction that ends its timer's
event; a process that dies meanwhile leaves the event to another.
"""

import asyncio
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import structlog
from msgspec import Struct
from sqlalchemy import Connection

from bot.business.charts import CannotDraw, Chart, draw
from bot.business.profile import Profile
from bot.desk.notices import Desk
from bot.desk.reports_digest import Digest, Made
from bot.desk.reports_when import When
from bot.opened import Rules
from bot.ports import Clock
from storage import files, lanes, outbox, reports
from storage.analytics.engine import Analytics, Answer, Asked
from storage.analytics.errors import QueryRefused

DAILY, WEEKLY = "Daily digest", "Weekly report"
OFF = "off"
_OF_THE_TIMER = ("key", "due", "lane_id", "name")
_MOST_LINES = 25
_GIVEN_UP = timedelta(hours=2)

log = structlog.get_logger(__name__)


class Picture(Struct, frozen=True):
    """A chart that is drawn."""

    title: str
    content: bytes


class Reports:
    """Makes the reports that stand, and sees that the usual ones do."""

    def __init__(
        self, analytics: Analytics, desk: Desk, clock: Clock, rules: Callable[[], Rules]
    ) -> None:
        self._analytics, self._desk, self._clock, self._rules = analytics, desk, clock, rules

    def ensure(self, tx: Connection) -> None:
        """Sets the timers of the usual reports as the profile has them; what staff changed or
        removed stays so. A report that could not be made is made again at its next time."""
        self._revive(tx)
        for name, when in usual(self._rules().profile).items():
            found = reports.find(tx, reports.key_of(name))
            if found is None or found.status == "waiting":
                if found is not None and not found.definition.get("usual"):
                    continue
                if when is None:
                    reports.remove(tx, reports.key_of(name))
                elif found is None or found.definition.get("when") != when.to_dict():
                    self.put(tx, name, {"when": when.to_dict(), "usual": True})

    def _revive(self, tx: Connection) -> None:
        """A report whose making was given up would else never be due again."""
        for each in reports.standing(tx):
            if each.status == "fired" and self._clock.now() - each.due_at > _GIVEN_UP:
                self.put(tx, each.definition["name"], _kept(each.definition))

    def put(self, tx: Connection, name: str, definition: Mapping[str, Any]) -> datetime:
        """Sets a report's next time by its definition; that time."""
        when = When(**definition["when"])
        now = self._clock.now()
        due = when.after(now, self._rules().profile.zone)
        lane = self._desk.lane
        lane_id = lanes.ensure(tx, lane.channel, lane.address, lane.ours, now)
        reports.put(tx, reports.key_of(name), lane_id, due, {**definition, "name": name})
        return due

    async def make(self, payload: Mapping[str, Any]) -> Callable[[Connection], None]:
        """What a due timer comes to, as a part of the transaction that ends its event. A report
        that was missed is made late on the same day, and not after it."""
        profile, now = self._rules().profile, self._clock.now()
        due = self._when(payload, profile).last(now, profile.zone)
        if profile.local(due).date() != profile.local(now).date():
            log.info("a missed report is skipped", due=due.isoformat())
            return partial(self._post, payload=payload, due=due, made=None, pictures=[])
        made = await self._made(payload, profile, now)
        pictures = [each for chart in made.charts if (each := await _drawn(chart))]
        return partial(self._post, payload=payload, due=due, made=made, pictures=pictures)

    def _when(self, payload: Mapping[str, Any], profile: Profile) -> When:
        present = usual(profile).get(payload["name"]) if payload.get("usual") else None
        return present or When(**payload["when"])

    async def _made(self, payload: Mapping[str, Any], profile: Profile, now: datetime) -> Made:
        asked = Asked(
            sql=payload.get("sql") or "",
            zone=profile.business.timezone,
            now=now,
            capacity=profile.guests.capacity_per_day,
        )
        if asked.sql:
            return await self._own(payload, asked)
        named = Asked(asked.sql, asked.zone, asked.now, asked.capacity, personal=True)
        digest = Digest(self._analytics, profile, named)
        today: date = profile.local(now).date()
        usual_one = digest.weekly if payload["name"] == WEEKLY else digest.daily
        try:
            return await usual_one(today)
        except QueryRefused as refused:
            return Made(payload["name"], [f"It could not be made: {refused}."])

    async def _own(self, payload: Mapping[str, Any], asked: Asked) -> Made:
        """A report of staff's own: a query's rows, and a chart of its first two columns."""
        name = payload["name"]
        try:
            answer = await self._analytics.ask(asked)
        except QueryRefused as refused:
            return Made(name, [f"It could not be made: {refused}."])
        if not answer.rows:
            return Made(name, ["Nothing to report."])
        charts = (_chart(payload, answer),) if payload.get("chart") else ()
        return Made(name, _lines(answer), charts)

    def _post(
        self,
        tx: Connection,
        payload: Mapping[str, Any],
        due: datetime,
        made: Made | None,
        pictures: list[Picture],
    ) -> None:
        key = payload["key"]
        found = reports.find(tx, key)
        if found is None or found.status == "cancelled":
            return
        once = f"{key}:{due.astimezone(UTC).isoformat()}"
        if made is not None and not outbox.has_key(tx, once):
            self._tell(tx, made, pictures, once)
        if found.status == "fired":
            when = self._when(payload, self._rules().profile)
            self.put(tx, payload["name"], {**_kept(payload), "when": when.to_dict()})
        self._revive(tx)

    def _tell(self, tx: Connection, made: Made, pictures: list[Picture], once: str) -> None:
        now = self._clock.now()
        shown = {"body": "\n".join([made.title, *made.lines]), "payload": {"title": made.title}}
        row = self._desk.put(tx, now, None, "report", dedupe_key=once, **shown)
        for picture in pictures:
            kept = files.add(
                tx,
                name=f"{re.sub(r'[^a-z0-9]+', '-', picture.title.lower())}.png",
                content_type="image/png",
                content=picture.content,
                conversation_id=None,
                now=now,
            )
            where = {"file": kept, "under": row}
            self._desk.put(tx, now, None, "file", body=picture.title, payload=where)


def usual(profile: Profile) -> dict[str, When | None]:
    """The reports that every business has, and when; None: switched off."""
    at = profile.reports
    return {
        DAILY: None if at.daily_at == OFF else When("day", at.daily_at),
        WEEKLY: None if at.weekly_at == OFF else When("week", at.weekly_at, at.weekly_on),
    }


def _kept(payload: Mapping[str, Any]) -> dict[str, Any]:
    """A report's definition, of its timer's payload."""
    return {name: value for name, value in payload.items() if name not in _OF_THE_TIMER}


async def _drawn(chart: Chart) -> Picture | None:
    try:
        return Picture(chart.title, await asyncio.to_thread(draw, chart))
    except CannotDraw as fault:
        log.warning("a report's chart cannot be drawn", fault=str(fault))
        return None


def _chart(payload: Mapping[str, Any], answer: Answer) -> Chart:
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    x, y = (answer.columns * 2)[:2]
    series = answer.columns[2] if len(answer.columns) > 2 and _is_text(answer, 2) else None
    return Chart(payload["chart"], payload["name"], rows, x, y, series)


def _is_text(answer: Answer, place: int) -> bool:
    return all(isinstance(row[place], str) for row in answer.rows)


def _lines(answer: Answer) -> list[str]:
    """Rows as lines; one row as a line a column."""
    if len(answer.rows) == 1:
        pairs = zip(answer.columns, answer.rows[0], strict=True)
        return [f"{name.replace('_', ' ').capitalize()}: {_word(value)}" for name, value in pairs]
    rows = answer.rows[:_MOST_LINES]
    lines = [f"{_word(row[0])}: {', '.join(map(_word, row[1:]))}".rstrip(": ") for row in rows]
    left = len(answer.rows) - len(rows)
    return [*lines, f"and {left} more rows"] if left else lines


def _word(value: Any) -> str:
    if value is None:
        return "none"
    return f"{value:,}" if isinstance(value, int | float) else " ".join(str(value).split())
