"""The details of an event as staff write them in one line: day, hour, guests, place, dishes."""

from typing import Any

from agents.models.desk.spans import named_days
from agents.models.desk.talk import Talk
from agents.models.embedded.dishes import Dishes
from agents.models.embedded.places import Places
from agents.understanding.common_words import FUNCTION_WORDS
from agents.understanding.contact import find_email, find_phone
from agents.understanding.date_grammar import read_dates
from agents.understanding.dates import find_times
from agents.understanding.party import Party, find_party
from agents.understanding.tokens import scan
from bot.business.profile import Profile

_NOT_NAME = FUNCTION_WORDS | frozenset(
    "booking party event a an new for customer client name called named lead people guests adults"
    " on at in with kids children".split()
)


class Known:
    """A profile's places and dishes, made once."""

    def __init__(self) -> None:
        self._of: tuple[Profile, Places, Dishes] | None = None

    def of(self, profile: Profile) -> tuple[Places, Dishes]:
        if self._of is None or self._of[0] is not profile:
            self._of = (profile, Places(profile), Dishes(profile.menu))
        return self._of[1], self._of[2]


_KNOWN = Known()


def changes_in(talk: Talk, text: str) -> dict[str, Any]:
    """What a text says of an event, as the booking tools take it; the last of several days."""
    found: dict[str, Any] = {}
    if days := named_days(text, talk.today):
        found["date"] = str(days[-1].days[0])
    if times := find_times(text):
        found["time"] = times[-1].value.strftime("%H:%M")
    found |= guests_in(text)
    if place := place_in(talk, text):
        found["place"] = place
    return found


def guests_in(text: str) -> dict[str, int]:
    """{guests, children}, as far as told."""
    party = find_party(text, asked=True)
    return of_party(party) if party else {}


def of_party(party: Party) -> dict[str, int]:
    found = {"guests": party.total or 0}
    if party.children is not None:
        found["children"] = party.children
    return found if found["guests"] else {}


def place_in(talk: Talk, text: str, *, asked: bool = False) -> str | None:
    """Where it is to be: a street address with its city, or a city that the profile knows."""
    places, _ = _KNOWN.of(talk.scope.profile)
    return places.place_in(text, asked)


def dishes_in(talk: Talk, text: str, adults: int) -> dict[str, int]:
    """{dish: plates}; a dish named alone is all adults'."""
    _, dishes = _KNOWN.of(talk.scope.profile)
    if plates := dishes.plates_in(text):
        return plates
    named = [item.key for item in dishes.named_in(text)]
    plates_of = {dish.key for dish in talk.scope.profile.menu.dishes}
    chosen = [key for key in named if key in plates_of]
    return {chosen[0]: adults} if len(chosen) == 1 and adults else {}


def phone_in(talk: Talk, text: str) -> str | None:
    return find_phone(text, talk.scope.profile.texting.countries[0])


def email_in(text: str) -> str | None:
    return find_email(text)


def name_first(text: str) -> str | None:
    """The name that a line of details begins with: "Ann Lee 40 guests may 22"."""
    run: list[tuple[int, int]] = []
    days = {match.lexemes[0].start for match in read_dates(text).matches}
    for token in scan(text).tokens:
        named = token.kind == "w" and token.word not in _NOT_NAME and token.start not in days
        if named and len(run) < 4:
            run.append((token.start, token.end))
        elif run or token.kind not in "w:,":
            break
    if not run:
        return None
    name = text[run[0][0] : run[-1][1]]
    return name.title() if name.islower() else name
