"""What a customer may write, and what it means; told apart here by hand, not by the bot's code."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Literal

from hypothesis import strategies as st
from msgspec import Struct

Kind = Literal["tells", "yes", "no", "else"]

DAYS = {
    "2026-06-13": "Saturday June 13",
    "2026-06-20": "June 20",
    "2026-07-05": "july 5th",
    "2026-08-28": "8/28/2026",
}
GUESTS = {30: "30 people", 45: "45 guests", 28: "twenty eight people", 120: "about 120 ppl"}
PLACES = ("Pasadena", "Irvine", "Torrance", "12 Oak Street, Burbank")
TIMES = {"18:00": "at 6pm", "17:30": "at 5:30 pm", "12:00": "at noon"}
PHONES = {"+13105557788": "310-555-7788", "+12135550199": "(213) 555-0199"}
NAMES = ("Maria Lopez", "Ana Silva")
ALLERGIES = {
    "shellfish": "my aunt is allergic to shellfish",
    "peanut": "we have a peanut allergy in the family",
    "lupin": "I'm allergic to lupin, careful please",
    "egg": "my son breaks out in hives from eggs",
    "epipen": "one kid carries an epipen",
}
SLOTS: Mapping[str, Mapping[Any, str]] = {
    "event_date": DAYS,
    "guest_count": GUESTS,
    "location": {place: f"in {place}" for place in PLACES},
    "event_time": TIMES,
    "phone": {number: f"call me at {said}" for number, said in PHONES.items()},
    "name": {name: f"I'm {name}" for name in NAMES},
    "allergy": ALLERGIES,
}


class Line(Struct, frozen=True):
    """A text of the customer's. kind yes: to what was asked last, if the facts that it holds are
    what was asked. facts: {slot: value} that it tells."""

    text: str
    kind: Kind
    facts: dict[str, Any]


def _line(kind: Kind, form: str, facts: dict[str, Any]) -> Line:
    words = ", ".join(SLOTS[slot][value] for slot, value in facts.items())
    return Line(form.format(words), kind, facts)


def _facts(*slots: str) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({slot: st.sampled_from(list(SLOTS[slot])) for slot in slots})


def _lines(kind: Kind, forms: tuple[str, ...], *slots: str) -> st.SearchStrategy[Line]:
    return st.builds(_line, st.just(kind), st.sampled_from(forms), _facts(*slots))


ALL = _lines(
    "tells", ("Hi! {}", "we want a party: {}"), "name", "event_date", "guest_count", "location"
)
SOME = st.one_of(
    _lines("tells", ("Also {}", "{}"), "allergy"),
    _lines("tells", ("{} please",), "event_time"),
    _lines("tells", ("{}",), "phone"),
    _lines("tells", ("sorry, make it {}", "no wait, {}"), "guest_count"),
    _lines("tells", ("sorry, we changed it to {}", "no, {} instead"), "event_date"),
    _lines("tells", ("no, the party is {}",), "location"),
)
YES = st.one_of(
    _lines("yes", ("yes", "Yes please!", "yep thats right", "looks good, send it", "perfect")),
    _lines("yes", ("yes, and what about parking?", "yes. do you bring the grill?")),
    _lines("yes", ("yes, {}", "yes {} works"), "event_date"),
    _lines("yes", ("yes, {}",), "guest_count"),
)
BUT = st.one_of(
    _lines("yes", ("yes but {}", "yes, only {}", "yes and {}", "ok but {}"), "allergy"),
    _lines("yes", ("yes but make it {}", "yes, but {}"), "guest_count"),
    _lines("yes", ("yes but {}", "yes, but it's {} now"), "location"),
    _lines("yes", ("yes but {}",), "phone"),
    st.sampled_from(
        [
            Line(text, "yes", {"guest_count": 45})
            for text in ("yes but 45", "yes, 45", "yes we'll be forty five", "ok 45 then")
        ]
    ),
    # What is to be otherwise no code may understand; that something is, it must.
    st.sampled_from(
        [
            Line(text, "yes", {slot: "another"})
            for slot, text in (
                ("event_date", "yes but a week later"),
                ("event_date", "yes, just on a different day"),
                ("guest_count", "yes, plus my in-laws"),
                ("guest_count", "yes but double the guests"),
                ("location", "yes just not there"),
                ("name", "yes, only under my husband's name"),
            )
        ]
    ),
)
NO = _lines("no", ("no", "not yet", "hold on", "yes, wait, no", "nope that's wrong"))
ELSE = _lines("else", ("what's on the menu?", "hm", "is shrimp ok?", "thanks!", "and the price?"))

LINES = st.one_of(SOME, YES, YES, YES, BUT, NO, ELSE)


def other_than(slot: str, value: Any, at: int) -> Any:
    """Another value of a slot's."""
    others = [each for each in SLOTS[slot] if each != value]
    return others[at % len(others)]


def written(details: Mapping[str, Any]) -> dict[str, str]:
    """{slot: its value as a reply words it}, the phone and the dietary needs too."""
    forms: dict[str, Callable[[Any], str]] = {
        "event_date": lambda day: f"{date.fromisoformat(day):%B %-d, %Y}",
        "guest_count": lambda count: f"{count} guests",
        "location": lambda place: f"{'at' if place[:1].isdigit() else 'in'} {place}",
        "event_time": lambda time: f"at {time}",
        "phone": lambda number: f"phone ({number[2:5]}) {number[5:8]}-{number[8:]}",
        "name": lambda name: f"for {name}",
        "dietary": lambda needs: f"dietary: {needs}",
    }
    return {slot: form(details[slot]) for slot, form in forms.items() if slot in details}
