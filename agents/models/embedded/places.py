"""Where the event is to be, as a message tells it: "Griffith Park, Los Angeles", "pasadena"."""

import re

from agents.understanding.contact import find_place
from bot.business.places import locate
from bot.business.profile import Profile

_INSTEAD = re.compile(r"\b(?:instead of|rather than|and not) [^.?!,\n]*", re.IGNORECASE)
_SHORTEST = 4  # letters; "LA" is a word of other names too


class Places:
    """A profile's cities, those it serves and those it knows it does not."""

    def __init__(self, profile: Profile) -> None:
        self._areas, self._elsewhere = profile.areas, profile.elsewhere.cities
        cities = [*self._elsewhere, *(city for area in self._areas for city in area.cities)]
        self._first_words = {city.lower().split()[0] for city in cities}

    def place_in(self, text: str, asked: bool) -> str | None:
        """The place named, with its city where that stands apart. What is no city we know, and
        not written as a name, is a place only where one was asked for."""
        text = _INSTEAD.sub(" ", text)
        place, city = find_place(text, asked), self.only_one_in(text)
        if place is None or self.is_known(place):
            return place or city
        if city is not None:
            return f"{place}, {city}"
        named = asked or any(sign.isdigit() for sign in place) or place in text
        return place if named else None

    def only_one_in(self, text: str) -> str | None:
        """The city named, as it is written; None where there is none, or more than one."""
        words = re.findall(r"[^\W\d_]+", text.lower())
        if self._first_words.isdisjoint(words):
            return None
        names = locate(self._areas, self._elsewhere, text).names
        if len(names) != 1 or len(names[0]) < _SHORTEST:
            return None
        return names[0].title() if names[0].islower() else names[0]

    def part_in(self, text: str) -> str | None:
        """The part of the service area that a text names a place of; None where it is not one."""
        areas = locate(self._areas, self._elsewhere, text).areas
        return areas[0].name if len(areas) == 1 else None

    def is_known(self, place: str) -> bool:
        """Whether it names a city or a ZIP code that we know."""
        return bool(locate(self._areas, self._elsewhere, place).names)
