from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.business.profile import Profile
from bot.business.rules import RefusalCode, check_date, check_guests, check_time

Altered = Callable[[dict[str, Any]], Profile]

PACIFIC = ZoneInfo("America/Los_Angeles")
# A Wednesday.
NOW = datetime(2026, 6, 10, 12, 0, tzinfo=PACIFIC)


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 6, 12),  # its latest start is more than 48 hours away
        date(2026, 6, 13),
        date(2026, 7, 4),  # only staff are off
        date(2026, 12, 24),
        NOW.date() + timedelta(days=540),
    ],
)
def test_an_open_date_with_notice_is_taken(profile: Profile, day: date) -> None:
    assert check_date(profile, day, NOW) is None


@pytest.mark.parametrize(
    ("day", "code", "alternatives", "needs_person"),
    [
        (date(2026, 6, 15), "closed_day", (date(2026, 6, 14), date(2026, 6, 16)), True),
        (date(2026, 6, 9), "past", (date(2027, 6, 9),), False),
        (date(2025, 6, 14), "past", (date(2026, 6, 14),), False),
        (date(2026, 11, 26), "holiday", (date(2026, 11, 25), date(2026, 11, 27)), True),
        (date(2026, 12, 25), "holiday", (date(2026, 12, 24), date(2026, 12, 26)), True),
        (date(2027, 1, 1), "holiday", (date(2026, 12, 31), date(2027, 1, 2)), True),
        (date(2026, 6, 10), "short_notice", (date(2026, 6, 12), date(2026, 6, 13)), True),
        (date(2026, 6, 11), "short_notice", (date(2026, 6, 12), date(2026, 6, 13)), True),
        (date(2027, 12, 3), "too_far_ahead", (date(2027, 12, 2),), True),
        (date(2096, 2, 29), "too_far_ahead", (date(2027, 12, 2),), True),
        (date(9999, 12, 31), "too_far_ahead", (date(2027, 12, 2),), True),
        (date(1, 3, 3), "past", (date(2027, 3, 3),), False),
        (date(1, 1, 1), "past", (), False),  # its next 1 January is a holiday
    ],
)
def test_a_refused_date_comes_with_what_would_be_taken(
    profile: Profile,
    day: date,
    code: str,
    alternatives: tuple[date, ...],
    needs_person: bool,
) -> None:
    refusal = check_date(profile, day, NOW)
    assert refusal is not None
    assert refusal.code == code
    dates = tuple(value for value in refusal.alternatives if isinstance(value, date))
    assert dates == alternatives
    assert refusal.needs_person is needs_person
    assert all(check_date(profile, other, NOW) is None for other in dates)


def test_a_monday_is_refused_in_words_an_agent_may_say(profile: Profile) -> None:
    refusal = check_date(profile, date(2026, 6, 15), NOW)
    assert refusal is not None
    assert refusal.message == (
        "We're closed on Mondays, but we could offer Sunday, June 14 or Tuesday, June 16, "
        "and our team will gladly look at your request."
    )


def test_short_notice_offers_a_call_too(profile: Profile) -> None:
    refusal = check_date(profile, date(2026, 6, 11), NOW)
    assert refusal is not None
    assert refusal.message == (
        "Thursday, June 11 is sooner than the 48 hours we need to prepare, but we could offer "
        "Friday, June 12 or Saturday, June 13 or a call from our team to see whether a chef is "
        "free, and our team will gladly look at your request."
    )


def test_a_holiday_is_named_and_other_years_are_told(profile: Profile) -> None:
    refusal = check_date(profile, date(2027, 1, 1), NOW)
    assert refusal is not None
    assert refusal.message == (
        "We have no events on Friday, January 1, 2027 (New Year's Day), but we could offer "
        "Thursday, December 31 or Saturday, January 2, 2027, and our team will gladly look at "
        "your request."
    )


def test_the_day_before_a_monday_is_not_offered_without_notice(profile: Profile) -> None:
    saturday = datetime(2026, 6, 13, 20, 0, tzinfo=PACIFIC)
    refusal = check_date(profile, date(2026, 6, 15), saturday)
    assert refusal is not None
    assert refusal.alternatives == (date(2026, 6, 16), date(2026, 6, 17))


def test_a_holiday_never_opens_a_monday(profile: Profile, altered: Altered) -> None:
    # Christmas Eve 2029 is a Monday.
    now = datetime(2029, 12, 1, 12, 0, tzinfo=PACIFIC)
    refusal = check_date(profile, date(2029, 12, 24), now)
    assert refusal is not None
    assert refusal.code is RefusalCode.CLOSED_DAY
    assert refusal.alternatives == (date(2029, 12, 23), date(2029, 12, 26))


def test_leap_day_is_a_day_like_others(profile: Profile) -> None:
    now = datetime(2028, 2, 20, 12, 0, tzinfo=PACIFIC)
    assert check_date(profile, date(2028, 2, 29), now) is None  # a Tuesday
    past = check_date(profile, date(2028, 2, 29), datetime(2028, 3, 5, 12, tzinfo=PACIFIC))
    assert past is not None
    assert past.alternatives == (date(2029, 2, 28),)


def test_today_is_the_business_s_day_not_the_server_s(profile: Profile) -> None:
    # 06:30 UTC on 14 June is still the evening of the 13th in Los Angeles.
    late = datetime(2026, 6, 14, 6, 30, tzinfo=UTC)
    yesterday = check_date(profile, date(2026, 6, 13), late)
    assert yesterday is not None
    assert yesterday.code is RefusalCode.SHORT_NOTICE


def test_a_time_without_zone_is_a_mistake_of_ours(profile: Profile) -> None:
    with pytest.raises(ValueError, match="time zone"):
        check_date(profile, date(2026, 6, 13), datetime(2026, 6, 10))


@pytest.mark.parametrize(
    ("now", "taken"),
    [
        # Sunday 14 March 2027 has 23 hours: the latest start, 8 pm PDT, is 03:00 UTC on the 15th.
        ("2027-03-13 03:00", True),
        ("2027-03-13 03:01", False),
    ],
)
def test_notice_counts_real_hours_in_spring(profile: Profile, now: str, taken: bool) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert (check_date(profile, date(2027, 3, 14), moment) is None) is taken
    local = moment.astimezone(PACIFIC)
    assert (check_date(profile, date(2027, 3, 14), local) is None) is taken


@pytest.mark.parametrize(
    ("now", "taken"), [("2026-10-31 04:00", True), ("2026-10-31 04:01", False)]
)
def test_notice_counts_real_hours_in_autumn(profile: Profile, now: str, taken: bool) -> None:
    # Sunday 1 November 2026 has 25 hours: 8 pm PST is 04:00 UTC on the 2nd.
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert (check_date(profile, date(2026, 11, 1), moment) is None) is taken


def test_the_rules_follow_the_profile(altered: Altered) -> None:
    other = altered({"event_starts.monday": "11:00-20:00", "notice.minimum_hours": 0})
    assert check_date(other, date(2026, 6, 15), NOW) is None
    assert check_date(other, NOW.date(), NOW) is None


@pytest.mark.parametrize("guests", [10, 11, 250, 500])
def test_a_party_within_the_limits_is_taken(profile: Profile, guests: int) -> None:
    assert check_guests(profile, guests) is None


@pytest.mark.parametrize(
    ("guests", "code", "needs_person"),
    [
        (9, "too_few", True),
        (1, "too_few", True),
        (0, "too_few", False),
        (-3, "too_few", False),
        (501, "too_many", True),
        (600, "too_many", True),
        (10_000, "too_many", True),
    ],
)
def test_a_party_outside_the_limits_is_offered_something(
    profile: Profile, guests: int, code: str, needs_person: bool
) -> None:
    refusal = check_guests(profile, guests)
    assert refusal is not None
    assert refusal.code == code
    assert refusal.alternatives
    assert refusal.needs_person is needs_person


def test_600_guests_are_answered_warmly(profile: Profile) -> None:
    refusal = check_guests(profile, 600)
    assert refusal is not None
    assert refusal.message == (
        "A party of 600 is more than the 500 guests we serve in a day, but we could offer a "
        "celebration spread over two days or a plan made with our team for one very large event, "
        "and our team will gladly look at your request."
    )


@pytest.mark.parametrize(
    ("start", "alternatives"),
    [
        (time(11, 0), None),
        (time(20, 0), None),
        (time(18, 30), None),
        (time(10, 59), (time(11, 0),)),
        (time(20, 1), (time(20, 0),)),
        (time(2, 0), (time(11, 0),)),
    ],
)
def test_a_start_is_within_the_day_s_window(
    profile: Profile, start: time, alternatives: tuple[time, ...] | None
) -> None:
    refusal = check_time(profile, date(2026, 6, 16), start)
    if alternatives is None:
        assert refusal is None
    else:
        assert refusal is not None
        assert refusal.code is RefusalCode.TIME_OUTSIDE_WINDOW
        assert refusal.alternatives == alternatives
        assert refusal.needs_person


def test_between_two_windows_both_ends_are_offered(altered: Altered) -> None:
    split = altered({"event_starts.tuesday": "11:00-14:00, 17:00-20:00"})
    refusal = check_time(split, date(2026, 6, 16), time(15, 30))
    assert refusal is not None
    assert refusal.alternatives == (time(14, 0), time(17, 0))
    assert refusal.message == (
        "On Tuesdays events can start from 11 am to 2 pm and 5 pm to 8 pm, but we could offer "
        "2 pm or 5 pm, and our team will gladly look at your request."
    )


def test_christmas_eve_has_its_own_window(profile: Profile) -> None:
    assert check_time(profile, date(2026, 12, 24), time(16, 0)) is None
    refusal = check_time(profile, date(2026, 12, 24), time(18, 0))
    assert refusal is not None
    assert refusal.alternatives == (time(16, 0),)


def test_a_start_on_a_closed_day_is_refused_as_the_day_is(profile: Profile) -> None:
    refusal = check_time(profile, date(2026, 6, 15), time(18, 0), NOW)
    assert refusal is not None
    assert refusal.code is RefusalCode.CLOSED_DAY
    assert refusal.alternatives == (date(2026, 6, 14), date(2026, 6, 16))


def test_a_start_is_held_to_the_notice_where_now_is_known(profile: Profile) -> None:
    friday = date(2026, 6, 12)
    assert check_time(profile, friday, time(11, 0)) is None
    assert check_time(profile, friday, time(12, 0), NOW) is None
    refusal = check_time(profile, friday, time(11, 59), NOW)
    assert refusal is not None
    assert refusal.code is RefusalCode.SHORT_NOTICE


@given(day=st.dates(), hour=st.integers(0, 24 * 365 * 3))
def test_any_date_is_taken_or_answered(profile: Profile, day: date, hour: int) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hour)
    refusal = check_date(profile, day, now)
    again = check_time(profile, day, time(18, 0), now)
    if refusal is None:
        assert again is None or again.code is RefusalCode.SHORT_NOTICE
    else:
        assert again == refusal
        assert "{" not in refusal.message
        assert refusal.needs_person is (day >= profile.local(now).date())


@given(ahead=st.integers(-400, 560), hour=st.integers(0, 24 * 365 * 3))
def test_what_is_offered_instead_would_be_taken(profile: Profile, ahead: int, hour: int) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hour)
    refusal = check_date(profile, profile.local(now).date() + timedelta(days=ahead), now)
    offered = refusal.alternatives if refusal else ()
    dates = [value for value in offered if isinstance(value, date)]
    assert dates == sorted(set(dates))
    assert all(check_date(profile, other, now) is None for other in dates)
    assert dates or refusal is None or refusal.code is RefusalCode.PAST


def test_every_code_has_its_sentence(profile: Profile) -> None:
    for code in RefusalCode:
        assert isinstance(getattr(profile.wording.refusals, code), str)
