"""spend_report: what models and texts cost, and what came of it."""

from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import Connection

from agents.tools.admin.house import House
from agents.tools.tool import Desk, Tool
from bot.business.command import Arguments
from bot.business.money import format_cents
from bot.business.profile import Profile
from bot.business.scope import Scope
from bot.errors import CommandRefused
from storage import budgets, spending
from storage.spending import Span, Texts

_MOST_DAYS = 366
_DAYS_LISTED = 92


class Days(Arguments):
    days: Annotated[int, Field(ge=1, le=_MOST_DAYS, description="how many, today included")] = 7
    since: Annotated[date | None, Field(description="instead: the first day, YYYY-MM-DD")] = None
    until: Annotated[date | None, Field(description="and the last day; left out: today")] = None


def began(profile: Profile, day: date) -> datetime:
    """When a day of the business begins."""
    return datetime.combine(day, time(), tzinfo=profile.zone).astimezone(UTC)


def _span(profile: Profile, today: date, arguments: Days) -> Span:
    last = min(arguments.until or today, today) if arguments.since else today
    first = arguments.since or today - timedelta(days=arguments.days - 1)
    if first > last:
        raise CommandRefused("the first day is after the last, or has not come yet")
    if (last - first).days >= _MOST_DAYS:
        raise CommandRefused(f"that is over {_MOST_DAYS} days: ask for fewer")
    return Span(first, last, began(profile, first), began(profile, last + timedelta(days=1)))


def spend_report(
    house: House, tx: Connection, scope: Scope, desk: Desk, arguments: Days
) -> dict[str, Any]:
    profile = house.profile()
    today = profile.local(house.now()).date()
    span = _span(profile, today, arguments)
    texts = spending.texts(tx, span, lambda at: profile.local(at).date())
    limit, alert_at = house.wall()
    spent = {"spent": _dollars(budgets.of_day(tx, today))}
    return {
        "today": spent | {"limit": _dollars(limit), "alert_at": _dollars(alert_at)},
        "since": span.first.isoformat(),
        "until": span.last.isoformat(),
        **_whole(tx, span, sum(texts.values(), Texts())),
        **{f"by_{what}": _sums(tx, what, span) for what in ("agent", "model", "purpose")},
        "by_channel": [_row("channel", each) for each in spending.by_channel(tx, span)],
        "days": _days(tx, span, texts),
    }


def _whole(tx: Connection, span: Span, texts: Texts) -> dict[str, Any]:
    """The span as a whole. Staff's own questions are no part of what a customer costs."""
    models = sum(each.micros for each in spending.by(tx, "day", span))
    customers = spending.on_customers(tx, span) + texts.micros
    gained = spending.gained(tx, span)
    counts = {"conversation": gained.conversations, "lead": gained.leads}
    counts |= {"booking": gained.bookings}
    return {
        "total": {
            "models": _dollars(models),
            "texts": _dollars(texts.micros),
            "together": _dollars(models + texts.micros),
        },
        "texts": {"sent": texts.sent, "segments": texts.segments, "received": texts.received},
        "customers": {"cost": _dollars(customers)}
        | {f"{what}s": many for what, many in counts.items()}
        | {f"per_{what}": _average(customers, many) for what, many in counts.items()},
    }


def _sums(tx: Connection, what: str, span: Span) -> list[dict[str, Any]]:
    return [_row(what, each) for each in spending.by(tx, what, span)]


def _row(what: str, each: spending.Sum) -> dict[str, Any]:
    return {what: each.of, "cost": _dollars(each.micros), "calls": each.calls}


def _days(tx: Connection, span: Span, texts: dict[date, Texts]) -> list[dict[str, Any]]:
    """The latest first."""
    costs = {each.of: each for each in spending.by(tx, "day", span)}
    found = []
    for ago in range(min((span.last - span.first).days + 1, _DAYS_LISTED)):
        day = span.last - timedelta(days=ago)
        cost, told = costs.get(day.isoformat()), texts.get(day, Texts())
        found.append(
            {
                "day": day.isoformat(),
                "calls": cost.calls if cost else 0,
                "cost": _dollars(cost.micros if cost else 0),
                "texts": told.sent,
                "segments": told.segments,
                "received": told.received,
                "texts_cost": _dollars(told.micros),
            }
        )
    return found


def _dollars(micros: int) -> str:
    """Rounded up to a cent: nothing that cost something is shown as free."""
    return format_cents(-(-micros // 10_000))


def _average(micros: int, many: int) -> str | None:
    """To a hundredth of a cent, since a conversation costs fractions of one. None: of nothing."""
    return f"${micros / many / 1e6:,.4f}" if many else None


def spend_tools(house: House) -> tuple[Tool[Any], ...]:
    return (
        Tool(
            "spend_report",
            "What the language models and the texts cost, of the last days or of given ones: in "
            "all, today against the limit, by agent, model, purpose, channel and day; and what "
            "customers cost (their agent's calls and all texts) per conversation, per lead and "
            "per booking made then.",
            Days,
            partial(spend_report, house),
        ),
    )
