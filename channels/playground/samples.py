"""Conversations to replay: what a customer texts, line by line."""

from collections.abc import Mapping
from datetime import date, timedelta

from msgspec import Struct

_SATURDAY = 5


class Sample(Struct, frozen=True):
    """lines: each waits for the answer to the one before; those of one tuple are a burst. In
    braces: saturday, some weeks ahead."""

    id: str
    title: str
    about: str
    customer: str
    lines: tuple[tuple[str, ...], ...]


SAMPLES = (
    Sample(
        "birthday",
        "A birthday, booked in five texts",
        "Questions, a read-back, a yes: the inquiry arrives at the desk.",
        "Karen",
        (
            ("Hi! Looking to do a hibachi birthday for my husband, about 25 people",),
            ("{saturday}, 6pm",),
            ("we're in Pasadena",),
            ("Karen Ortiz",),
            ("yes that's right",),
        ),
    ),
    Sample(
        "prices",
        "Prices, kids and an allergy",
        "Prices to the cent, and no guess where an allergy is concerned.",
        "Dana",
        (
            ("How much is it for 30 adults and 8 kids in Burbank?",),
            ("what would it be if everyone gets shrimp?",),
            ("do you have anything without shellfish?",),
        ),
    ),
    Sample(
        "burst",
        "Five texts in one breath, and a change of mind",
        "A burst gets one answer, and “yes, wait, 45” books nothing wrong.",
        "Luis",
        (
            (
                "hey",
                "so my sister is graduating",
                "{saturday}",
                "theres like 35 of us in Downey",
            ),
            ("Luis Ortega",),
            ("yes", "wait, make it 45"),
            ("yes perfect",),
        ),
    ),
    Sample(
        "company",
        "Six hundred guests",
        "More than a day can hold: never a bare refusal, and staff hear of it.",
        "Priya",
        (
            ("do you guys do company events? we're expecting 600 guests",),
            ("{saturday}",),
            ("it's in Temecula",),
            ("Priya Raman",),
            ("yes perfect",),
        ),
    ),
    Sample(
        "person",
        "Somebody wants a person",
        "Staff are called, and the bot goes on meanwhile. Take over on the right.",
        "Joe",
        (
            ("what's the minimum number of people?",),
            ("can i talk to a real person please",),
        ),
    ),
)


def days_from(today: date) -> Mapping[str, str]:
    """What stands for the names in braces: days six weeks ahead, clear of the holidays."""
    day = today + timedelta(days=42)
    while day.weekday() != _SATURDAY or (day.month, day.day) in _HOLIDAYS:
        day += timedelta(days=1)
    return {"saturday": f"{day:%A %B} {day.day}"}


_HOLIDAYS = {(7, 4), (12, 24), (12, 25), (12, 26), (12, 31), (1, 1), (1, 2)}
