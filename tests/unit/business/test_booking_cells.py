"""Dates, times, amounts, phones and the like, as owners and spreadsheets write them."""

from datetime import date, time

import pytest

from bot.business.booking_cells import (
    read_cents,
    read_count,
    read_date,
    read_email,
    read_phone,
    read_status,
    read_time,
    writes_day_first,
)

HERE = ("US", "CA")
DATES = """2027-06-12 | 6/12/2027 | 06/12/27 | 6-12-2027 | 12.06.2027 | 12.6.27 | 12-Jun-27
| June 12, 2027 | Sat, Jun 12 2027 | Saturday June 12th, 2027 | 12 June 2027 | 6/12/2027 0:00"""
NO_DATES = "2/30/2027 | 2027-13-01 | next week | 6/12 | 6/12/1027 | 0026-06-12 | 1899-12-31"
TIMES = {
    "6pm": time(18),
    "6 PM": time(18),
    "6:30 p.m.": time(18, 30),
    "18:00": time(18),
    "18:00:00": time(18),
    "18.30": time(18, 30),
    "12 am": time(0),
    "12:15pm": time(12, 15),
}
AMOUNTS = {
    "$1,150.00": 115_000,
    "1150": 115_000,
    "1.150,50": 115_050,
    "1150,50": 115_050,
    "1,150": 115_000,
    "USD 12.5": 1_250,
    "0": 0,
}
STATUSES = {
    "Booked": "confirmed",
    "Deposit  paid": "confirmed",
    "TENTATIVE": "held",
    "canceled": "cancelled",
    "Cancelled": "cancelled",
}


def parts(text: str) -> list[str]:
    return [part.strip() for part in text.split("|")]


@pytest.mark.parametrize("text", parts(DATES))
def test_dates(text: str) -> None:
    assert read_date(text) == date(2027, 6, 12)


@pytest.mark.parametrize("text", parts(NO_DATES))
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="write it as 2027-06-13"):
        read_date(text)


def test_where_the_day_stands_first_an_open_date_is_refused() -> None:
    assert writes_day_first(["2027-06-13", "3/4/2027", "13/6/2027"])
    assert not writes_day_first(["2027-06-13", "3/4/2027", "6/13/2027", "13 June 2027"])
    assert read_date("3/4/2027") == date(2027, 3, 4)
    with pytest.raises(ValueError, match="its day or its month first"):
        read_date("3/4/2027", day_first=True)
    assert read_date("5/5/2027", day_first=True) == date(2027, 5, 5)
    assert read_date("13/6/2027", day_first=True) == date(2027, 6, 13)


@pytest.mark.parametrize(("text", "told"), TIMES.items())
def test_times(text: str, told: time) -> None:
    assert read_time(text) == told


@pytest.mark.parametrize("text", parts("6 | 25:00 | 13 pm | 0am | evening | 6:75 pm | 6 p"))
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="write it as 18:00 or 6 pm"):
        read_time(text)


@pytest.mark.parametrize(("text", "cents"), AMOUNTS.items())
def test_amounts(text: str, cents: int) -> None:
    assert read_cents(text) == cents


@pytest.mark.parametrize("text", parts("-5 | 1.1505 | 1150,5 | 1e9 | 99999999 | free | $ | 1,1,1"))
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"such as 1250\.00"):
        read_cents(text)


@pytest.mark.parametrize("text", parts("30.5 | -3 | thirty | 1000000 | ٣٠ | 30 guests"))
def test_what_is_no_number_of_guests_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a whole number, such as 30"):
        read_count(text)


@pytest.mark.parametrize(
    "text", parts("+1 213 555 0142 | '+12135550142 | 213.555.0142 | 12135550142 | (213) 555-0142")
)
def test_phones_are_brought_to_one_form(text: str) -> None:
    assert read_phone(text, HERE) == "+12135550142"


@pytest.mark.parametrize("text", parts("555-0142 | 030 901820 | +1 213 | call me | 000"))
def test_what_is_no_phone_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="area code"):
        read_phone(text, HERE)


def test_phones_of_other_countries_name_theirs() -> None:
    assert read_phone("+49 30 901820", HERE) == "+4930901820"


def test_a_phone_that_a_spreadsheet_shortened_is_not_guessed() -> None:
    with pytest.raises(ValueError, match="format the column as text"):
        read_phone("1.21356E+10", HERE)


@pytest.mark.parametrize(("text", "status"), STATUSES.items())
def test_statuses(text: str, status: str) -> None:
    assert read_status(text) == status


def test_what_is_no_status_is_refused() -> None:
    with pytest.raises(ValueError, match="write confirmed, held or cancelled"):
        read_status("maybe")


def test_email_addresses() -> None:
    assert read_email("ann@example.com") == "ann@example.com"
    for text in ("ann", "ann@example", "a b@example.com", f"ann@{'x' * 260}.com"):
        with pytest.raises(ValueError, match="no e-mail address"):
            read_email(text)
