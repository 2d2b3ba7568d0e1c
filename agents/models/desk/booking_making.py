"""New bookings, asked together piece by piece."""

from typing import Any

from agents.models.desk.details import (
    changes_in,
    email_in,
    guests_in,
    name_first,
    phone_in,
    place_in,
)
from agents.models.desk.doing import reported
from agents.models.desk.rules import Groups
from agents.models.desk.talk import Steps, Talk, Told
from agents.models.embedded.exchange import Call

_QUESTIONS = {
    "name": "What is the customer's name?",
    "phone": "What is the customer's phone number?",
    "date": "For which day?",
    "guests": "How many guests?",
}


def create(talk: Talk, groups: Groups) -> Steps | None:
    written = groups["rest"]
    noted = _booking_in(talk, written)
    if not {"date", "guests"} & noted.keys():
        return None
    if noted.keys() & {"phone"} or "name" not in noted:
        return _created(noted)
    return _for_known(noted)


def _for_known(noted: dict[str, Any]) -> Steps:
    """A booking without a phone: for the customer of that name, where there is just one."""
    result = yield Call("find_customers", {"query": noted["name"]})
    people = result.get("customers") or []
    if len(people) == 1:
        noted = {name: value for name, value in noted.items() if name != "name"}
        noted["customer"] = people[0]["id"]
    return (yield from _created(noted))


def start(talk: Talk, groups: Groups) -> Steps:
    return _created({})


def _booking_in(talk: Talk, written: str) -> dict[str, Any]:
    phone, email = phone_in(talk, written), email_in(written)
    found = changes_in(talk, written) | {"phone": phone, "email": email}
    found["name"] = name_first(written)
    return {key: value for key, value in found.items() if value is not None}


def _created(noted: dict[str, Any]) -> Steps:
    """Proposes the booking, or asks for the first thing it still needs."""
    known = {"name", "phone"} if "customer" in noted else set()
    missing = next((slot for slot in _QUESTIONS if slot not in noted.keys() | known), None)
    if missing is None:
        return _creating(noted)
    return _asked(noted, missing)


def _asked(noted: dict[str, Any], slot: str) -> Steps:
    yield from ()

    def go_on(talk: Talk) -> Steps | None:
        more = _booking_in(talk, talk.text)
        if slot != "name":
            more.pop("name", None)
        if slot == "guests" and "guests" not in more:
            more |= guests_in(talk.text)
        if slot not in more:
            return None
        if place := place_in(talk, talk.text):
            more["place"] = place
        return _created({**noted, **more})

    return Told(_QUESTIONS[slot], then=go_on)


def _creating(noted: dict[str, Any]) -> Steps:
    result = yield Call("create_booking", noted)
    return reported(result, "booking")
