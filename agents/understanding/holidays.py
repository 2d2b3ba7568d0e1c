"""The holidays people name instead of a date, as rules over the year (United States)."""

from collections.abc import Callable
from datetime import date, timedelta

from agents.understanding.calendar_math import nth_weekday

Rule = Callable[[int], date]


def _fixed(month: int, day: int) -> Rule:
    return lambda year: date(year, month, day)


def _nth(month: int, nth: int, weekday: int) -> Rule:
    return lambda year: nth_weekday(year, month, nth, weekday)


def _from_easter(days: int) -> Rule:
    return lambda year: easter(year) + timedelta(days=days)


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian year, by the algorithm of Meeus, Jones and Butcher."""
    century, of_century = divmod(year, 100)
    golden = year % 19
    shift = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - century // 4 - shift + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - epact - of_century % 4) % 7
    correction = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * correction + 114, 31)
    return date(year, month, day + 1)


_THANKSGIVING = _nth(11, 4, 3)

RULES: dict[str, tuple[Rule, ...]] = {
    "new years day": (_fixed(1, 1),),
    "new years eve": (_fixed(12, 31),),
    # Said alone it may be the evening or the day: both are kept.
    "new years": (_fixed(12, 31), _fixed(1, 1)),
    "martin luther king day": (_nth(1, 3, 0),),
    "groundhog day": (_fixed(2, 2),),
    "valentines day": (_fixed(2, 14),),
    "presidents day": (_nth(2, 3, 0),),
    "st patricks day": (_fixed(3, 17),),
    "good friday": (_from_easter(-2),),
    "easter": (_from_easter(0),),
    "easter monday": (_from_easter(1),),
    "palm sunday": (_from_easter(-7),),
    "cinco de mayo": (_fixed(5, 5),),
    "mothers day": (_nth(5, 2, 6),),
    "memorial day": (_nth(5, -1, 0),),
    "juneteenth": (_fixed(6, 19),),
    "fathers day": (_nth(6, 3, 6),),
    "independence day": (_fixed(7, 4),),
    "labor day": (_nth(9, 1, 0),),
    "columbus day": (_nth(10, 2, 0),),
    "halloween": (_fixed(10, 31),),
    "veterans day": (_fixed(11, 11),),
    "thanksgiving": (_THANKSGIVING,),
    "thanksgiving eve": (lambda year: _THANKSGIVING(year) - timedelta(days=1),),
    "black friday": (lambda year: _THANKSGIVING(year) + timedelta(days=1),),
    "christmas eve": (_fixed(12, 24),),
    "christmas": (_fixed(12, 25),),
    "boxing day": (_fixed(12, 26),),
}

NAMES: dict[str, str] = {
    **{name: name for name in RULES},
    "new year": "new years",
    "new year day": "new years day",
    "new year eve": "new years eve",
    "newyears eve": "new years eve",
    "nye": "new years eve",
    "mlk day": "martin luther king day",
    "mlk": "martin luther king day",
    "martin luther king jr day": "martin luther king day",
    "valentine day": "valentines day",
    "valentines": "valentines day",
    "vday": "valentines day",
    "president day": "presidents day",
    "saint patricks day": "st patricks day",
    "st pattys day": "st patricks day",
    "st paddys day": "st patricks day",
    "easter sunday": "easter",
    "mother day": "mothers day",
    "moms day": "mothers day",
    "father day": "fathers day",
    "dads day": "fathers day",
    "labour day": "labor day",
    "indigenous peoples day": "columbus day",
    "veteran day": "veterans day",
    "thanksgiving day": "thanksgiving",
    "turkey day": "thanksgiving",
    "xmas eve": "christmas eve",
    "xmas": "christmas",
    "xmas day": "christmas",
    "christmas day": "christmas",
    "memorial": "",
}
"""What people call them, without apostrophes; an empty name is no holiday."""


def holiday_dates(name: str, year: int) -> tuple[date, ...]:
    """The day (or the days it may be) of the holiday in that year."""
    return tuple(rule(year) for rule in RULES[name])
