"""Bookings made, changed, confirmed, cancelled."""

import re
from typing import Any

from agents.models.desk.booking_making import create, start
from agents.models.desk.details import (
    changes_in,
)
from agents.models.desk.doing import asked_reason, reported
from agents.models.desk.finding import on_one
from agents.models.desk.refs import kind_meant, ref_of
from agents.models.desk.rules import Groups, rule
from agents.models.desk.talk import Item, Steps, Talk, Told, told
from agents.models.desk.words import lazily
from agents.models.embedded.exchange import Call

_AMOUNT = lazily(r"\$?\s?(\d[\d,]*(?:\.\d{1,2})?)")


def confirm(talk: Talk, groups: Groups) -> Steps | None:
    ref = ref_of(talk, groups["booking"])
    if kind_meant(talk, ref) in ("todo", "dead_letter", "conversation"):
        return None
    deposit = _amount(groups.get("deposit", ""))
    return on_one(talk, ref, "booking", lambda booking: _confirmed(booking, deposit))


def _confirmed(booking: Item, deposit: str | None) -> Steps:
    if deposit is None:
        return _ask_deposit(booking)
    return _confirming(booking, deposit)


def _ask_deposit(booking: Item) -> Steps:
    due = booking.row.get("deposit_due")
    asked = f" {due} is due." if due else ""
    yield from ()

    def go_on(talk: Talk) -> Steps | None:
        said = talk.words.plain
        if due and said in (
            "yes",
            "all of it",
            "all",
            "the full deposit",
            "full",
            "that",
            "in full",
        ):
            return _confirming(booking, str(due).lstrip("$").replace(",", ""))
        amount = _amount(talk.text)
        return _confirming(booking, amount) if amount and len(said.split()) < 8 else None

    return Told(f"How much deposit did {booking.name} pay?{asked}", then=go_on)


def _amount(text: str) -> str | None:
    found = _AMOUNT().search(text)
    return found[1].replace(",", "") if found else None


def _confirming(booking: Item, deposit: str) -> Steps:
    result = yield Call("confirm_booking", {"booking": booking.id, "deposit": deposit})
    return reported(result, "booking", booking)


def cancel(talk: Talk, groups: Groups) -> Steps | None:
    ref, reason = ref_of(talk, groups["booking"]), groups.get("reason", "")
    if kind_meant(talk, ref) not in (None, "booking", "customer", "lead", "conversation"):
        return None
    return on_one(talk, ref, "booking", lambda booking: _cancelled(booking, reason.strip(" .")))


def _cancelled(booking: Item, reason: str) -> Steps:
    if not reason:
        question = f"Why is the booking of {booking.name} cancelled?"
        return asked_reason(question, lambda said: _cancelling(booking, said))
    return _cancelling(booking, reason)


def _cancelling(booking: Item, reason: str) -> Steps:
    result = yield Call("cancel_booking", {"booking": booking.id, "reason": reason})
    return reported(result, "booking", booking)


def change(talk: Talk, groups: Groups) -> Steps | None:
    ref, what = ref_of(talk, groups["booking"]), groups["what"]
    changes = _changes(talk, groups.get("slot", ""), what)
    if not changes or kind_meant(talk, ref) in ("todo", "dead_letter", "change", "conversation"):
        return None
    return on_one(talk, ref, "booking", lambda booking: _changing(booking, changes))


def _changes(talk: Talk, slot: str, what: str) -> dict[str, Any]:
    if slot in ("address", "place", "location", "venue"):
        return {"place": what}
    if slot in ("notes", "message", "note", "dietary", "diet"):
        return {"dietary" if slot.startswith("diet") else "message": what}
    found = changes_in(talk, what)
    if slot in ("guests", "guest count", "count", "headcount", "people"):
        return {key: found[key] for key in ("guests", "children") if key in found}
    if "date" in found or "time" in found:
        found = (
            found
            if _names_people(what)
            else {key: value for key, value in found.items() if key not in ("guests", "children")}
        )
    return found


def _names_people(text: str) -> bool:
    return bool(re.search(r"guest|people|ppl|adult|kid|child|person|head", text.lower()))


def _changing(booking: Item, changes: dict[str, Any]) -> Steps:
    result = yield Call("change_booking", {"booking": booking.id, **changes})
    return reported(result, "booking", booking)


def add_guests(talk: Talk, groups: Groups) -> Steps | None:
    ref, more = ref_of(talk, groups["booking"]), int(groups["more"])
    return on_one(talk, ref, "booking", lambda booking: _grown(booking, more))


def _grown(booking: Item, more: int) -> Steps:
    known = booking.row.get("guests")
    if not isinstance(known, int):
        return told(f"How many guests will {booking.name} have in all?")
    return _changing(booking, {"guests": known + more})


_SLOT = (
    r"(?P<slot>address|place|location|venue|guests|guest count|count|headcount|people|date|day|time"
    r"|start|start time|notes|message|dietary|diet)"
)


BOOKING_RULES = (
    rule(
        "create_booking",
        create,
        r"(?:new |add |add in |put in |put down |make |create |enter )+(?:a |an |the |new )*BOOKING"
        r"(?: for| :| ,| -)* (?P<rest>.+)",
        r"(?:book|reserve)(?: in)? (?P<rest>.+)",
        r"BOOKING for (?P<rest>.*(?:<phone>|<date>).*)",
    ),
    rule("create_booking", start, r"(?:new|add|make|create|enter)(?: a| new)* BOOKING|book"),
    rule(
        "confirm_booking",
        confirm,
        r"confirm (?P<booking>.+?)(?: ,| with| at| for| -| and| :| they| paid| the| a| deposit| of"
        r"| is| got| received)* (?P<deposit>MONEY)(?: .*)?",
        r"(?P<booking>.+?)(?: has| have| just| already)* (?:paid|sent|put down) (?:us |the |a "
        r"|their "
        r"|his |her"
        r" |their )*(?:deposit )?(?:of )?(?P<deposit>MONEY)(?: .*)?",
        r"(?:got|received|have)(?: the| a| their)? deposit (?:from|of|for) (?P<booking>.+?)"
        r"(?: ,| -| :| of| it is| it was)* (?P<deposit>MONEY)(?: .*)?",
        r"(?:got|received|have) (?P<deposit>MONEY)(?: deposit)? (?:from|for|of) (?P<booking>.+)",
        r"deposit (?:from|of|for) (?P<booking>.+?)(?: ,| :| is| was)* (?P<deposit>MONEY)",
        r"(?P<booking>.+?)(?: has| have| just| already)* (?:paid|sent)(?: the| a| their| his| her)*"
        r" deposit",
        r"(?:got|received)(?: the| a| their)? deposit (?:from|of|for) (?P<booking>.+)",
        r"confirm (?P<booking>.+)",
        r"(?P<booking>.+) is confirmed",
    ),
    rule(
        "cancel_booking",
        cancel,
        r"(?:cancel|call off|scrap|drop) (?P<booking>.+?)(?: BECAUSE)+ (?P<reason>.+)",
        r"(?:cancel|call off|scrap) (?P<booking>\S+(?: \S+){0,2}?) (?P<reason>(?:she|he|they) .+)",
        r"(?P<booking>.+?) (?:is|are|has been|was|got) (?:off|canceled|called off|not happening)"
        r"(?:(?: BECAUSE)+ (?P<reason>.+))?",
        r"(?P<booking>.+?) (?:just )?(?:canceled|cancels|called it off|called off|pulled out"
        r"|backed out)(?:(?: BECAUSE)+ (?P<reason>.+))?",
        r"(?:cancel|call off|scrap) (?P<booking>.+)",
    ),
    rule(
        "change_booking",
        add_guests,
        r"add (?P<more>\d+)(?: more)? (?:PEOPLE|adults)(?: to| for) (?P<booking>.+)",
    ),
    rule(
        "change_booking",
        change,
        rf"(?:change|update|set|fix) (?:the )?{_SLOT} (?:of|for|on) (?P<booking>.+?) to"
        rf" (?P<what>.+)",
        rf"(?:change|update|set|fix) (?P<booking>.+?)(?: 's)? {_SLOT} to (?P<what>.+)",
        r"(?:move|reschedule|push|shift|bump|change|switch|update|set|postpone) (?P<booking>.+?)"
        r"(?: back| forward| up| out| over| from <date>)* (?:to|for|until|till|on) (?P<what>.+)",
        r"make (?P<booking>.+?)(?: for| be)? (?P<what>(?:\d+|<date>|<time>).*)",
        r"(?P<booking>(?!how|what|price|there|cost).+?) (?:is|are|will be|wants|want|needs"
        r"|need) (?:now |going to be |actually )*"
        r"(?P<what>\d+ (?:PEOPLE|adults|kids|children|instead).*)",
        r"(?:can )?(?P<booking>\S+(?: \S+)?) (?:can )?(?:move|switch|reschedule) to (?P<what>.+)",
        r"(?P<booking>.+?) (?:wants|needs|would like) to (?:move|reschedule|change|switch)"
        r"(?: it)? to (?P<what>.+)",
        r"(?P<booking>.+?) (?:moved|changed|went up|went down|grew) to (?P<what>.+)",
    ),
)
