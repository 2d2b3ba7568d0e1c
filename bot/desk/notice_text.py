"""Notices in words: their titles, their lines, and the fields of their cards."""

from collections.abc import Mapping
from typing import Any

from bot.business.phones import phone_text

TITLES = {
    "lead": "New inquiry",
    "lead_changed": "Inquiry changed",
    "lead_card": "Inquiry",
    "lead_incomplete": "Inquiry left unfinished",
    "lead_untouched": "Nobody has touched this inquiry yet",
    "person_wanted": "A customer asks for a person",
    "gave_up": "The bot could not answer a customer",
    "unsure": "The language model said what does not hold: look after this customer",
    "asked_again": "A customer asks again for a person",
    "still_waiting": "A customer still waits for a person",
    "taken_over": "A colleague took up this conversation",
    "todo_due": "Reminder",
    "todo_given": "A to-do for you",
    "lead_given": "An inquiry is yours now",
    "opted_out": "A customer with an open inquiry opted out of texts",
    "opted_out_booked": "A customer with a booking opted out of texts: call them, it may be meant "
    "to cancel the booking, which stands",
    "booking_made": "New booking",
    "booking_changed": "Booking changed",
    "booking_confirmed": "Booking confirmed",
    "booking_cancelled": "Booking cancelled",
    "dead_letter": "Something failed for good",
    "many": "The same happened many times",
    "not_delivered": "A message was not delivered",
    "budget": "The day's budget for the language model is nearly used up",
    "budget_day": "The day's budget for the language model is used up",
    "budget_agent": "An agent's share of the day's budget is used up",
    "budget_conversation": "A conversation has used up its budget for the language model",
    "model_trouble": "A language model does not answer: another one does in its place",
    "codes": "Today's texts with codes are used up: somebody may be running up the bill",
    "in_doubt": "It is not certain whether a message was sent",
    "not_registered": "The text messages are blocked until the number is registered",
    "bad_number": "A number takes no texts: call it, and ask for a mobile number",
    "unanswerable": "A text from a sender that cannot be answered",
    "setting_unfit": "A setting that was changed does not fit any more, and is not in force",
}
_LABELS = {
    "summary": "Summary",
    "name": "Name",
    "phone": "Phone",
    "sender": "From",
    "email": "E-mail",
    "date": "Date",
    "time": "Time",
    "guests": "Guests",
    "place": "Place",
    "dietary": "Dietary",
    "told_before": "Told another time",
    "occasion": "Occasion",
    "estimate": "Estimate",
    "booking": "Booking",
    "by": "By",
    "message": "Message",
    "due": "Due",
    "for": "For",
    "changed": "Changed",
    "times": "Times",
    "reason": "Reason",
    "reach": "Reach them by",
    "error": "Error",
    "lead_id": "Inquiry",
    "before": "Before",
}
_PHONES = ("phone", "sender")


def in_lines(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields, each text in one line: nobody's words may pass for lines of the notice."""
    return {name: _flat(value) for name, value in fields.items()}


def _flat(value: Any) -> Any:
    if isinstance(value, str):
        return " ".join(value.split())
    return [_flat(each) for each in value] if isinstance(value, list) else value


def shown_phone(known: Mapping[str, Any]) -> dict[str, str]:
    """The number beside the one that is dialled, as the text has it."""
    return {"phone_shown": phone_text(known["phone"])} if known.get("phone") else {}


def card_of(kind: str, known: Mapping[str, Any]) -> dict[str, Any]:
    """A notice as a door may show it better than as text."""
    return {"notice": kind, "title": TITLES[kind], **known, **shown_phone(known)}


def text_of(kind: str, fields: Mapping[str, Any]) -> str:
    """A notice as plain text, a line a fact, the last messages at the end."""
    lines = [TITLES[kind]]
    known = {name: fields[name] for name in _LABELS if fields.get(name)}
    known |= {name: phone_text(known[name]) for name in _PHONES if name in known}
    lines += [f"{_LABELS[name]}: {value}" for name, value in known.items()]
    lines += [str(line) for line in fields.get("last_messages", ())]
    return "\n".join(lines)
