"""What a customer said and saw, and what must hold of the lead that comes of it; worked out from
the script, not by the bot's code."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from msgspec import Struct

from tests.property.words import DAYS, GUESTS, PLACES, Line, written

ASKS = (
    "Shall I send this to our team?",
    "Is that right?",
    "Is that right, and shall I send it to our team?",
    "Is everything right, and may I send it?",
)
_HOURS = {"at 18:00": "6 pm", "at 17:30": "5:30 pm", "at 12:00": "noon"}


class Yes(Struct):
    """A yes that stands: to which reply, what the customer said with it and since, and what they
    were told since."""

    to: str
    said: list[Line]
    told: list[str] = []


class Truth:
    """Of one conversation. told: {slot: what the customer said last}. allergies: all that they
    named. lead: as it stood at the last look. own: the phone that is proved."""

    def __init__(self, own: str | None) -> None:
        self.told: dict[str, Any] = {}
        self.allergies: list[str] = []
        self.lead: dict[str, Any] | None = None
        self._own, self._shown = own, ""
        self._yeses: list[Yes] = []

    def hear(self, line: Line) -> None:
        """Takes in what the customer writes."""
        self.told |= {slot: value for slot, value in line.facts.items() if slot != "allergy"}
        self.allergies += [value for slot, value in line.facts.items() if slot == "allergy"]
        if line.kind == "no":
            self._yeses.clear()
        if line.kind == "yes" and self._shown.endswith(ASKS):
            self._yeses.append(Yes(self._shown, []))
        for yes in self._yeses:
            yes.said.append(line)

    def see(self, reply: str) -> None:
        """Takes in what the customer is shown."""
        self._shown = reply
        for yes in self._yeses:
            yes.told.append(reply)

    def check_lead(self, lead: dict[str, Any] | None) -> bool:
        """Whether the lead is another since the last look; then a yes must stand that confirms it.
        Raises AssertionError."""
        before, self.lead = self.lead, lead
        if lead == before:
            return False
        assert lead is not None, "a lead is gone"
        self.check_diet(lead["dietary"])
        why = [self._is_wrong(yes, values_of(lead)) for yes in self._yeses]
        assert None in why, f"{values_of(lead)} was not confirmed: {why}"
        return True

    def check_diet(self, noted: str | None) -> None:
        """Raises AssertionError where an allergy is lost."""
        lost = [allergy for allergy in self.allergies if allergy not in str(noted).lower()]
        assert not lost, f"lost: {lost}"

    def _is_wrong(self, yes: Yes, values: dict[str, Any]) -> str | None:
        """Why a yes confirms no lead of these values; None: it does."""
        if values.get("phone") == self._own:
            del values["phone"]
        for slot, text in written(values).items():
            if text not in yes.to and _HOURS.get(text, text) not in yes.to:
                return f"{slot} was not read back"
        for slot, others in _otherwise(values).items():
            if any(other in reply for other in others for reply in (yes.to, *yes.told)):
                return f"{slot} was told two ways"
        for line in yes.said:
            if not _agrees(line.facts, values, yes.to.lower()):
                return f"the customer said: {line.text}"
        return None


def _agrees(facts: Mapping[str, Any], values: Mapping[str, Any], shown: str) -> bool:
    told = {slot: value for slot, value in facts.items() if slot not in ("allergy", "phone")}
    return told.items() <= values.items() and facts.get("allergy", "") in shown


def values_of(lead: Mapping[str, Any]) -> dict[str, Any]:
    """A lead in the words of the slots."""
    time = lead["event_time"]
    values = {
        "event_date": str(lead["event_date"]),
        "guest_count": lead["guest_count"],
        "location": lead["place"],
        "event_time": str(time)[:5] if time else None,
        "phone": lead["phone"],
        "name": lead["name"],
        "dietary": lead["dietary"],
    }
    return {slot: value for slot, value in values.items() if value}


def _otherwise(values: Mapping[str, Any]) -> dict[str, list[str]]:
    """How a reply would tell the other values of each slot."""
    days = [day for day in DAYS if day != values["event_date"]]
    return {
        "event_date": [f"{date.fromisoformat(day):%B %-d}," for day in days],
        "guest_count": [f"{count} guests" for count in GUESTS if count != values["guest_count"]],
        "location": [f"in {place}," for place in PLACES if place != values["location"]],
    }
