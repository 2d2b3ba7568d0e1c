"""Days, spans and moments that staff name, read once and written out."""

from datetime import UTC, date, datetime

import pytest
from msgspec import structs

from agents.tools.staff.spans import Span, span_named
from agents.tools.staff.spoken import day_named, moment_named
from bot.business.quiet_hours import opens_for_unasked
from bot.business.scope import Scope
from bot.business.staff_words import age_text, moment_text
from bot.errors import CommandRefused
from tests.unit.agents.tools.chat import profile

NOW = datetime(2027, 5, 20, 18, 0, tzinfo=UTC)  # a Thursday, 11 am in California
SCOPE = Scope(1, "t", 1, 1, "slack", "staff", None, None, None, NOW, profile(), 1)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2027-06-12", date(2027, 6, 12)),
        ("tomorrow", date(2027, 5, 21)),
        ("june 12", date(2027, 6, 12)),
        ("in two weeks", date(2027, 6, 3)),
    ],
)
def test_days(said: str, day: date) -> None:
    assert day_named(said, SCOPE) == day


def test_a_day_that_can_be_two_is_asked_about() -> None:
    with pytest.raises(CommandRefused, match=r"Saturday, May 22 \(2027-05-22\) or .*: ask which"):
        day_named("next saturday", SCOPE)
    with pytest.raises(CommandRefused, match="is no single day"):
        day_named("whenever", SCOPE)


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("tomorrow 9am", datetime(2027, 5, 21, 9)),
        ("june 12", datetime(2027, 6, 12, 9)),
        ("2027-06-12", datetime(2027, 6, 12, 9)),
        ("2027-06-12T14:30", datetime(2027, 6, 12, 14, 30)),
        ("2027-06-12T14:30Z", datetime(2027, 6, 12, 7, 30)),
        ("at 3pm", datetime(2027, 5, 20, 15)),
        ("at 9am", datetime(2027, 5, 21, 9)),
        ("in half an hour", datetime(2027, 5, 20, 11, 30)),
        ("in 90 minutes", datetime(2027, 5, 20, 12, 30)),
    ],
)
def test_moments(said: str, moment: datetime) -> None:
    assert moment_named(said, SCOPE).replace(tzinfo=None) == moment


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("this week", date(2027, 5, 17), date(2027, 5, 23)),
        ("Next Week", date(2027, 5, 24), date(2027, 5, 30)),
        ("the weekend", date(2027, 5, 22), date(2027, 5, 23)),
        ("june", date(2027, 6, 1), date(2027, 6, 30)),
        ("in february", date(2028, 2, 1), date(2028, 2, 29)),
        ("next month", date(2027, 6, 1), date(2027, 6, 30)),
        ("tomorrow", date(2027, 5, 21), date(2027, 5, 21)),
    ],
)
def test_spans(said: str, first: date, last: date) -> None:
    assert span_named(said, SCOPE) == Span(first, last)


def test_a_span_over_the_years_end() -> None:
    december = structs.replace(SCOPE, received_at=datetime(2027, 12, 20, 18, tzinfo=UTC))
    assert span_named("next month", december) == Span(date(2028, 1, 1), date(2028, 1, 31))


@pytest.mark.parametrize(
    ("phone", "hour", "opens"),
    [
        ("+14155550101", 18, None),  # 11 am there
        ("+14155550101", 5, datetime(2027, 5, 20, 16, tzinfo=UTC)),  # 10 pm there: at 9
        ("+12125550101", 1, datetime(2027, 5, 20, 13, tzinfo=UTC)),  # New York, 9 pm: at 9
        ("+12125550101", 13, None),  # New York, 9 am, and 6 am in California
    ],
)
def test_unasked_texts_wait_for_their_recipients_morning(
    phone: str, hour: int, opens: datetime | None
) -> None:
    assert opens_for_unasked(profile(), phone, NOW.replace(hour=hour)) == opens


def test_moments_and_ages_as_they_are_read() -> None:
    then = NOW.replace(day=18, hour=23, minute=5)
    assert moment_text(profile(), then, NOW) == "Tuesday, May 18, 4:05 pm"
    assert moment_text(profile(), NOW, NOW) == "today 11 am"
    assert (age_text(then, NOW), age_text(NOW, NOW)) == ("1 day", "0 minutes")
