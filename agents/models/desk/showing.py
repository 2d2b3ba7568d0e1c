"""A look at one thing of a list, whatever it is."""

from agents.models.desk.bookings import shown_booking
from agents.models.desk.chats import shown_chat
from agents.models.desk.finding import on_one
from agents.models.desk.leads import shown_lead
from agents.models.desk.lines import todo_line
from agents.models.desk.people import shown_customer
from agents.models.desk.refs import kind_meant, ref_of
from agents.models.desk.rights import shown_page
from agents.models.desk.rules import Groups
from agents.models.desk.talk import Item, Steps, Talk, Told, told

_LOOKS = {
    "lead": shown_lead,
    "booking": shown_booking,
    "customer": shown_customer,
    "conversation": shown_chat,
    "page": shown_page,
}


def show_item(item: Item) -> Steps:
    if look := _LOOKS.get(item.kind):
        return look(item)
    return _told(item)


def _told(item: Item) -> Steps:
    yield from ()
    return Told(todo_line(item.row) if item.kind == "todo" else item.name, focus=item)


def number_alone(talk: Talk, groups: Groups) -> Steps | None:
    """ "2", "more about the third": a look at that entry of the last list."""
    ref = ref_of(talk, groups["which"])
    if ref.number is None and not ref.back:
        return None
    kind = kind_meant(talk, ref)
    if kind is None:
        return told("There is no such entry in what I listed last.") if ref.number else None
    return on_one(talk, ref, kind, show_item)
