"""The service area: which of its parts a customer's words or address name."""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from bot.business.faults import written_like
from bot.business.money import Cents

_STATES: dict[str, str] = dict(
    re.findall(
        r"(\w+)=(\S+)",
        "alabama=AL alaska=AK arizona=AZ arkansas=AR california=CA colorado=CO connecticut=CT "
        "delaware=DE florida=FL georgia=GA hawaii=HI idaho=ID illinois=IL indiana=IN iowa=IA "
        "kansas=KS kentucky=KY louisiana=LA maine=ME maryland=MD massachusetts=MA michigan=MI "
        "minnesota=MN mississippi=MS missouri=MO montana=MT nebraska=NE nevada=NV "
        "new_hampshire=NH new_jersey=NJ new_mexico=NM new_york=NY north_carolina=NC "
        "north_dakota=ND ohio=OH oklahoma=OK oregon=OR pennsylvania=PA rhode_island=RI "
        "south_carolina=SC south_dakota=SD tennessee=TN texas=TX utah=UT vermont=VT virginia=VA "
        "washington=WA west_virginia=WV wisconsin=WI wyoming=WY alberta=AB british_columbia=BC "
        "manitoba=MB new_brunswick=NB newfoundland=NL nova_scotia=NS ontario=ON "
        "prince_edward_island=PE quebec=QC saskatchewan=SK canada=-- mexico=--",
    )
)
# Codes that are also words ("Burbank, ok"); these count only in capitals.
_WORD_CODES = frozenset(re.findall(r"\w+", "AL CO DE HI ID IN LA MA ME OH OK ON OR PA"))

_STATE_NAME = "|".join(name.replace("_", r"\s+") for name in sorted(_STATES, key=len, reverse=True))
_AFTER_CITY = re.compile(
    rf"\s*,?\s*(?:(?P<name>{_STATE_NAME})\b"
    r"|(?P<code>[A-Z]{2})\b(?=\s*[,.!?]?\s*(?:\d|usa?\b|$)))",
    re.IGNORECASE | re.ASCII,
)
_STREET = re.compile(
    r"\s+(?:st|street|ave|avenue|blvd|boulevard|rd|road|dr|drive|way|ln|lane|pl|place|ct|court"
    r"|hwy|highway|pkwy|parkway|freeway|fwy)\b",
    re.IGNORECASE,
)
_COUNTY = re.compile(r"[\s,]+county\b", re.IGNORECASE)
# "LA" is a city, "La Jolla" another: a short name counts only where no name goes on after it.
_SHORT_NAME_ENDS = re.compile(
    r"\s*(?:$|[^\sa-z]|(?:area|for|on|at|and|but|please|pls|ca|california|we|thanks|thx|is)\b)",
    re.IGNORECASE,
)
# A pattern that ignores case takes these for i and s; a dictionary of names does not.
_LOOKALIKES = str.maketrans("\u0130\u0131\u017f", "iis")
_INITIALS = re.compile(r"\b([A-Z])\.\s?([A-Z])\b\.?", re.IGNORECASE)
_POST_CODE = re.compile(r"\b(?:(\d{5})(?:-\d{4})?|([A-Z]\d[A-Z])[ -]?(\d[A-Z]\d))\b", re.IGNORECASE)
_NOTHING_MORE = re.compile(r"[\s,]*(?:usa?|united states|canada)?[\s.,!?]*$", re.IGNORECASE)


def _post_code(value: object) -> object:
    return "".join(value.upper().split()) if isinstance(value, str) else value


_PostCode = Annotated[
    str,
    BeforeValidator(_post_code),
    written_like("[0-9A-Z]{3,6}", 'write a ZIP code or its beginning, such as "902" or "90265"'),
]


class Area(BaseModel):
    """A part of the service area with its own travel fee."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1)
    state: Annotated[str, written_like("[A-Z]{2}", 'write two letters, such as "CA"')]
    travel_fee_cents: Cents = Field(alias="travel_fee")
    cities: tuple[str, ...] = ()
    zip_codes: tuple[_PostCode, ...] = ()


@dataclass(frozen=True, slots=True)
class Located:
    """What a text names: areas served, cities by name, and whether a place is known as outside."""

    areas: tuple[Area, ...] = ()
    names: tuple[str, ...] = ()
    outside: bool = False


def locate(areas: tuple[Area, ...], outside_cities: tuple[str, ...], text: str) -> Located:
    """Find the places a text names. A post code that ends the text decides alone.

    Several areas in the answer mean that the text left it open; nothing at all in it means that
    no place was recognised.
    """
    text = text.translate(_LOOKALIKES)
    codes = list(_POST_CODE.finditer(text))
    if codes and (_NOTHING_MORE.match(text, codes[-1].end()) or "zip" in text.lower()):
        return _by_code(areas, _code(codes[-1]))
    named = _by_name(areas, outside_cities, _INITIALS.sub(r"\1\2,", text))
    if named.areas or named.outside:
        return named
    found = [_by_code(areas, _code(code)) for code in codes]
    return next((place for place in reversed(found) if place.areas), Located())


def _code(match: re.Match[str]) -> str:
    return "".join(part for part in match.groups() if part).upper()


def _by_code(areas: Sequence[Area], code: str) -> Located:
    """Return the area with the longest beginning of the code."""
    fitting = [
        (len(start), area) for area in areas for start in area.zip_codes if code.startswith(start)
    ]
    if not fitting:
        return Located(outside=True, names=(code,))
    best = max(fitting, key=lambda pair: pair[0])[1]
    return Located(areas=(best,), names=(code,))


@lru_cache(maxsize=8)
def _gazetteer(
    areas: tuple[Area, ...], outside_cities: tuple[str, ...]
) -> tuple[dict[str, Area | None], re.Pattern[str]]:
    """Return whose each name is (None: nobody's), and a pattern that finds the longest first."""
    by_name: dict[str, Area | None] = {_plain(name): None for name in outside_cities}
    for area in areas:
        by_name |= dict.fromkeys(map(_plain, (area.name, *area.cities)), area)
    longest_first = sorted(by_name, key=len, reverse=True)
    names = "|".join(r"\.?\s+".join(map(re.escape, name.split())) for name in longest_first)
    return by_name, re.compile(rf"\b(?:{names})\b", re.IGNORECASE)


def _by_name(areas: tuple[Area, ...], outside_cities: tuple[str, ...], text: str) -> Located:
    by_name, pattern = _gazetteer(areas, outside_cities)
    found: dict[str, Area | None] = {}
    for match in _mentions(pattern, text):
        named = by_name[_plain(match.group())]
        state = _state_after(text[match.end() :], by_name)
        elsewhere = named is not None and state not in (None, named.state)
        found[match.group()] = None if elsewhere else named
    served = {named.name: named for named in found.values() if named is not None}
    return Located(tuple(served.values()), tuple(found), None in found.values())


def _plain(name: str) -> str:
    return " ".join(name.lower().replace(".", "").split())


def _mentions(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield where a known name stands as a place, and not as a street or a county."""
    for match in pattern.finditer(text):
        after = match.end()
        short = len(match.group()) <= 3
        if _STREET.match(text, after) or _COUNTY.match(text, after):
            continue
        if not short or _SHORT_NAME_ENDS.match(text, after):
            yield match


def _state_after(rest: str, cities: Container[str]) -> str | None:
    """Return the code of the state that follows a city, as in ", AZ 85301" or " Texas"."""
    match = _AFTER_CITY.match(rest)
    if match is None:
        return None
    if name := match.group("name"):
        return _STATES["_".join(name.lower().split())]
    code = match.group("code")
    # "Hollywood, LA" means Los Angeles where that is served, not Louisiana.
    if code.upper() not in _STATES.values() or code.lower() in cities:
        return None
    return code.upper() if code.isupper() or code.upper() not in _WORD_CODES else None
