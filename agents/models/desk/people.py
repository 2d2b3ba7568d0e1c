"""Customers: found by a name or a phone, and their cards."""

from agents.models.desk.bookings import shown_booking
from agents.models.desk.finding import candidates, items_of, on_one
from agents.models.desk.leads import shown_lead
from agents.models.desk.lines import (
    block,
    booking_line,
    counted,
    customer_line,
    joined,
    lead_line,
    message_line,
    note_line,
    numbered,
    phone_of,
    section,
    todo_line,
)
from agents.models.desk.refs import Ref, kind_meant, ref_of
from agents.models.desk.rules import Groups, rule
from agents.models.desk.talk import Item, Result, Steps, Talk, Told, trouble
from agents.models.embedded.exchange import Call
from agents.understanding.common_words import FUNCTION_WORDS, ORDINARY_WORDS
from agents.understanding.given_names import GIVEN_NAMES

_NO_NAME = frozenset(
    "hello hi hey thanks ok okay yes no yeah help what why how test stop please sorry cool great"
    " nice good lol nevermind".split()
)
_LONGEST_NAME = 4  # words


def look_up(talk: Talk, groups: Groups) -> Steps | None:
    ref = ref_of(talk, groups["who"])
    if kind_meant(talk, ref) not in (None, "customer", "lead", "booking", "conversation"):
        return None
    if ref.back or ref.number is not None:
        return on_one(talk, ref, "customer", shown_customer)
    return _found(talk, ref, clipped=ref.name.endswith("s") and not ref.phone)


def name_alone(talk: Talk, groups: Groups) -> Steps | None:
    """A name, or a phone, and nothing else."""
    written = groups["who"]
    words = written.lower().split()
    if _NO_NAME.intersection(words) or len(words) > _LONGEST_NAME:
        return None
    ref = ref_of(talk, written)
    if not (ref.phone or (ref.name and _is_name(ref.name))):
        return None
    return _found(talk, ref)


def _is_name(name: str) -> bool:
    words = [word.strip(".,'") for word in name.lower().split()]
    if not all(any(map(str.isalpha, word)) for word in words):
        return False
    if any(word in GIVEN_NAMES for word in words):
        return True
    if any(char.isupper() for char in name):
        return not any(word in FUNCTION_WORDS for word in words)
    return not any(word in FUNCTION_WORDS or word in ORDINARY_WORDS for word in words)


def _found(talk: Talk, ref: Ref, *, clipped: bool = False) -> Steps:
    """clipped: the name may have a possessive s without its mark."""
    result = yield Call("find_customers", {"query": ref.phone or ref.name})
    if wrong := trouble(result):
        return Told(wrong)
    people, leads = result.get("customers") or [], result.get("inquiries") or []
    if clipped and not (people or leads):
        return (yield from _found(talk, Ref(ref.name[:-1])))
    if not (people or leads):
        return (yield from _elsewhere(talk, ref, result))
    if len(people) == 1 and not leads:
        [item] = items_of("customer", people)
        return (yield from shown_customer(item))
    if not people and len(leads) == 1:
        [item] = items_of("lead", leads)
        return (yield from shown_lead(item))
    return _several(ref, result)


def _elsewhere(talk: Talk, ref: Ref, result: Result) -> Steps:
    """Whom the look-up does not find: the one inquiry or booking by that name."""
    for kind, look in (("lead", shown_lead), ("booking", shown_booking)):
        found = yield from candidates(talk, ref, kind)
        if len(found) == 1:
            return (yield from look(found[0]))
    return _several(ref, result)


def _several(ref: Ref, result: Result) -> Told:
    people, leads = result.get("customers") or [], result.get("inquiries") or []
    if not people and not leads:
        similar = result.get("similar") or []
        named = f" Similar names: {', '.join(map(str, similar))}." if similar else ""
        return Told(f'I found nobody by "{ref.phone or ref.name}".{named}')
    lines = [customer_line(row) for row in people]
    lines += [f"{lead_line(row)} (inquiry)" for row in leads]
    items = (*items_of("customer", people), *items_of("lead", leads))
    head = f"{counted(len(lines), 'match', 'matches')}:"
    return Told(f"{head}\n{numbered(lines, result.get('more'))}",
                shown=items)  # fmt: skip


def shown_customer(customer: Item) -> Steps:
    result = yield Call("customer_card", {"customer": customer.id})
    if wrong := trouble(result):
        return Told(wrong)
    phones = result.get("phones") or []
    row = dict(result)
    if phones:
        row["phone"] = phones[0].get("phone")
    item = Item("customer", str(result["id"]), str(result.get("name") or ""), row)
    return Told(_card(result), focus=item)


def _card(row: Result) -> str:
    phones = [_phone(phone) for phone in row.get("phones") or ()]
    facts = row.get("facts") or {}
    known = joined(*(f"{name.replace('_', ' ')}: {value}" for name, value in facts.items()))
    chat = row.get("conversation") or {}
    waits = f"waiting since {chat['waiting_since']}" if chat.get("waiting_since") else ""
    held = f"with {chat['held_by']}" if chat.get("held_by") else ""
    return block(
        [
            joined(row.get("name") or "(no name)", f"customer since {row['since']}"
                   if row.get("since") else ""),
            joined(*phones, row.get("email")),
            known,
            "" if row.get("may_be_texted", True) else f"Not to be texted. {row.get('reach') or ''}",
            f"Conversation: {joined(waits, held)}" if waits or held else "",
            *section("Open inquiries", row.get("open_inquiries"), lead_line),
            *section("Bookings", row.get("bookings"), booking_line),
            *section("Past bookings", row.get("past_bookings"), booking_line, 3),
            *section("Past inquiries", row.get("past_inquiries"), lead_line, 2),
            *section("Notes", row.get("notes"), note_line),
            *section("To-dos", row.get("todos"), todo_line),
            *section("Last messages", (row.get("last_messages") or [])[-3:], message_line, 3),
        ]
    )  # fmt: skip


def _phone(row: Result) -> str:
    marks = joined(
        "" if row.get("proved", True) else "not proved",
        "" if row.get("current", True) else "old",
        "opted out" if row.get("opted_out") else "",
    )
    return f"{phone_of(row)}{f' ({marks})' if marks else ''}"


PEOPLE_RULES = (
    rule(
        "customer_card",
        look_up,
        r"(?:find|search|look up|lookup|look for|search for|pull up|bring up|who is|whose number is"
        r"|whose is|who has|who called from|locate)(?: me| for| the| a| number| customer| client)*"
        r" (?P<who>.+)",
        r"(?:SHOW )*(?:the )?(?:customer |call |contact )?(?:card|history|log|profile|file|record"
        r"|records|info|details)s? (?:of|for|on|from|with) (?P<who>.+)",
        r"(?:what|how much) do we (?:know|have) (?:about|on) (?P<who>.+)",
        r"(?P<who>.+?) 's (?:card|history|profile|file|record|details|number|phone|phone number"
        r"|email|contact|info)",
        r"(?:what is )?(?P<who>.+?) 's (?:phone |phone number|number|email|contact).*",
        r"(?:what is )?(?P<who>.+?)(?: 's)? (?:phone number|phone|email|number)",
        r"(?:phone number|phone|email|number|contact)(?: for| of)+ (?P<who>.+)",
        r"(?:call|ring|phone) (?P<who>(?!log|history).+)",
        r"what is (?:the )?(?:latest|status|news|story)(?: on| with| of| about| for)+ (?P<who>.+)",
        r"(?:customer|client|phone|number) (?P<who>.+)",
        r"(?:SHOW )+(?P<who><phone>)",
        r"(?:has|have|did) (?P<who>(?!we\b|i\b|you\b|any|every|the bot).+?)"
        r" (?:ever )?(?:book|booked|order|ordered|been)(?: .*)?",
    ),
)

NAME_RULES = (
    rule("customer_card", look_up, r"(?:SHOW )+(?P<who>.+)"),
    rule("customer_card", name_alone, r"(?P<who>.+)"),
)
