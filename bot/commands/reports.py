"""Standing reports: made, changed and removed by staff. They only ever post to staff."""

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field
from sqlalchemy import Connection

from bot.business.command import Arguments, Command, Context, Done, Fact, Preview
from bot.business.dates import clock_text, date_text
from bot.desk.reports_when import When
from bot.errors import CommandRefused
from storage import reports
from storage.analytics.errors import QueryRefused
from storage.analytics.views import VIEWS

if TYPE_CHECKING:
    from bot.desk.reports import Reports

_MOST = 30
_EVERY = {"daily": "day", "weekly": "week", "monthly": "month"}
_Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_USUAL = ("daily digest", "weekly report")


class ScheduleReport(Arguments):
    name: Annotated[str, Field(min_length=1, max_length=60, description="what it is called")]
    every: Annotated[
        Literal["daily", "weekly", "monthly"], Field(description="daily, weekly or monthly")
    ]
    at: Annotated[
        str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", description="HH:MM, business time")
    ]
    sql: Annotated[
        str | None,
        Field(
            max_length=8_000,
            description="what it shows: a SELECT over the views, tried before with query, whose "
            "dates count from current_date. Left out only for Daily digest and Weekly report",
        ),
    ] = None
    chart: Annotated[
        Literal["line", "bar", "stacked_bar", "pie"] | None,
        Field(description="also draw its first column against its second"),
    ] = None
    weekday: Annotated[_Weekday, Field(description="of a weekly one")] = "monday"
    day: Annotated[int, Field(ge=1, le=31, description="of the month, of a monthly one")] = 1


class RemoveReport(Arguments):
    name: Annotated[str, Field(max_length=60, description="as list_reports has it")]


def report_commands(standing: "Reports", *, has_desk: bool) -> tuple[Command[Any], ...]:
    """The commands. has_desk: whether staff have a channel to post to."""

    def preview(tx: Connection, context: Context, arguments: ScheduleReport) -> Preview:
        _check(tx, arguments, has_desk=has_desk)
        return Preview(f"Post {arguments.name}", (Fact("When", _when(arguments).words()),))

    def schedule(tx: Connection, context: Context, arguments: ScheduleReport) -> Done:
        _check(tx, arguments, has_desk=has_desk)
        when = _when(arguments)
        definition: dict[str, Any] = {"when": when.to_dict(), "by": context.who.name}
        if arguments.sql is not None:
            definition |= {"sql": arguments.sql, "chart": arguments.chart}
        name = _proper(arguments.name)
        due = standing.put(tx, name, definition)
        local = context.profile.local(due)
        today = context.profile.local(context.now).date()
        at = f"{date_text(local.date(), today)}, {clock_text(local.time())}"
        said = f"{name} is posted {when.words()}, next on {at}."
        return Done(said, f"report:{name}"[:80], None, definition, {"next": at})

    def preview_removal(tx: Connection, context: Context, arguments: RemoveReport) -> Preview:
        return Preview(f"Post {_found(tx, arguments.name).definition['name']} no more")

    def remove(tx: Connection, context: Context, arguments: RemoveReport) -> Done:
        found = _found(tx, arguments.name)
        reports.remove(tx, found.key)
        name = found.definition["name"]
        return Done(f"{name} is posted no more.", f"report:{name}"[:80], found.definition, None)

    return (
        Command(
            "schedule_report",
            "Post a report to the staff's channel again and again; the same name changes it.",
            ScheduleReport,
            preview,
            schedule,
            approved=False,
        ),
        Command(
            "remove_report",
            "Stop a standing report.",
            RemoveReport,
            preview_removal,
            remove,
            approved=False,
        ),
    )


def _when(arguments: ScheduleReport) -> When:
    every = _EVERY[arguments.every]
    return When(every, arguments.at, arguments.weekday, arguments.day)  # type: ignore[arg-type]


def _proper(name: str) -> str:
    """The usual reports have their own names, however they are written."""
    plain = " ".join(name.split())
    return plain.capitalize() if plain.lower() in _USUAL else plain


def _check(tx: Connection, arguments: ScheduleReport, *, has_desk: bool) -> None:
    """Raises CommandRefused where the report cannot be."""
    if not has_desk:
        raise CommandRefused("staff have no Slack channel: there is nowhere to post reports")
    is_usual = _proper(arguments.name).lower() in _USUAL
    if is_usual and arguments.sql is not None:
        raise CommandRefused(f"{arguments.name} has figures of its own: leave sql out, or rename")
    if is_usual and arguments.every != ("daily" if "daily" in arguments.name.lower() else "weekly"):
        raise CommandRefused(f"{arguments.name} keeps its rhythm: only its time can be changed")
    if not is_usual and arguments.sql is None:
        raise CommandRefused("give the query that it shows as sql")
    standing = reports.standing(tx)
    if len(standing) >= _MOST and reports.key_of(arguments.name) not in {s.key for s in standing}:
        raise CommandRefused(f"there are {_MOST} reports already: remove one first")
    if arguments.sql is not None:
        _check_sql(arguments.sql)


def _check_sql(sql: str) -> None:
    from storage.analytics.guard import read_query

    try:
        read_query(sql, VIEWS, personal=False)
    except QueryRefused as refused:
        raise CommandRefused(str(refused)) from None


def _found(tx: Connection, name: str) -> reports.Standing:
    found = reports.find(tx, reports.key_of(name))
    if found is None or found.status == "cancelled":
        names = ", ".join(each.definition["name"] for each in reports.standing(tx)) or "none"
        raise CommandRefused(f"there is no report of that name. There are: {names}")
    return found
