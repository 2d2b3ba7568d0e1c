"""Inquiries: listed and looked at."""

import re
from collections.abc import Mapping
from typing import Any

from agents.models.desk.finding import items_of, on_one
from agents.models.desk.lines import (
    block,
    booking_line,
    counted,
    joined,
    lead_line,
    message_line,
    note_line,
    numbered,
    phone_of,
    section,
    short,
    todo_line,
)
from agents.models.desk.refs import ref_of
from agents.models.desk.rules import Groups, rule
from agents.models.desk.spans import span_in
from agents.models.desk.talk import Item, Result, Steps, Talk, Told, trouble
from agents.models.embedded.exchange import Call
from agents.understanding.given_names import GIVEN_NAMES

STATUSES = {
    "new": "new", "fresh": "new", "incomplete": "incomplete", "unfinished": "incomplete",
    "contacted": "contacted", "called": "contacted", "quoted": "quoted", "won": "won",
    "lost": "lost", "all": "all", "open": "open", "every": "all",
}  # fmt: skip


def list_leads(talk: Talk, groups: Groups) -> Steps:
    asked: dict[str, Any] = {}
    if status := status_in(talk.words.plain, STATUSES):
        asked["status"] = status
    if whose := _whose(talk, groups):
        asked["assigned_to"] = whose
    if span := span_in(talk.text, talk.today, back=True):
        asked["since"] = str(span.first)
    return _listed(asked)


def status_in(plain: str, names: Mapping[str, str]) -> str | None:
    """The status named; "all" only where no other is."""
    found = [names[word] for word in plain.split() if word in names]
    return next((status for status in found if status != "all"), found[0] if found else None)


def _whose(talk: Talk, groups: Groups) -> str | None:
    plain = talk.words.plain
    if "my " in f"{plain} " or " mine" in plain:
        return "me"
    if re.search(r"unassigned|nobody|without any|no one", plain):
        return "nobody"
    whose = groups.get("whose", "")
    clipped = whose[:-1].lower() in GIVEN_NAMES and whose.lower() not in GIVEN_NAMES
    return (whose[:-1] if clipped else whose) or None  # "kims leads"


def _listed(asked: dict[str, Any]) -> Steps:
    result = yield Call("list_leads", asked)
    if wrong := trouble(result):
        return Told(wrong)
    rows = result.get("leads", [])
    kind = {"open": "open "}.get(asked.get("status", "open"), f"{asked.get('status')} ")
    kind = "" if asked.get("status") == "all" else kind
    if not rows:
        return Told(f"No {kind}inquiries{' since then' if 'since' in asked else ''}.")
    head = f"{counted(result.get('found', len(rows)), kind + 'inquiry', kind + 'inquiries')}:"
    listed = numbered([lead_line(row) for row in rows], result.get("more"))
    return Told(f"{head}\n{listed}", shown=items_of("lead", rows))


def show_lead(talk: Talk, groups: Groups) -> Steps:
    return on_one(talk, ref_of(talk, groups["lead"]), "lead", shown_lead)


def shown_lead(lead: Item) -> Steps:
    result = yield Call("get_lead", {"lead": lead.id})
    if wrong := trouble(result):
        return Told(wrong)
    item = Item("lead", str(result["id"]), str(result.get("name") or ""), dict(result))
    return Told(_card(result), focus=item)


def _card(row: Result) -> str:
    party = joined(
        f"{row['adults']} adults" if row.get("adults") else "",
        f"{row['children']} children" if row.get("children") else "",
    )
    said = row.get("message")
    lost = row.get("lost_reason")
    return block(
        [
            lead_line(row),
            joined(phone_of(row), row.get("email"), party, row.get("dietary")),
            f"Estimate: {row['estimate']}" if row.get("estimate") else "",
            f'Message: "{short(said)}"' if said else "",
            f"Needs a person: {row['reason']}" if row.get("reason") else "",
            f"Lost: {lost}" if lost else "",
            *section("Bookings", row.get("bookings"), booking_line),
            *section("Notes", row.get("notes"), note_line),
            *section("To-dos", row.get("todos"), todo_line),
            *section("Last messages", (row.get("last_messages") or [])[-3:], message_line, 3),
        ]
    )


LEAD_LISTS = (
    rule(
        "list_leads",
        list_leads,
        r"(?:SHOW )?(?:the )?LEADS (?:of|for|assigned to) (?P<whose>(?!this|last|today)\w+)",
        r"(?P<whose>(?!today)\w+) 's LEADS",
        r"(?:SHOW |what |which |who |how |any |are there |do we have |all )*(?:the |our |my "
        r"|all |any"
        r" |new |fresh |open |lost |won |quoted |contacted |unassigned |incomplete |every |latest "
        r"|recent |today 's |unanswered )*LEADS(?: (?:we |came|come|do we|have|is|are|since"
        r"|today|from"
        r"|this|last|in|there|of|mine|for|which|that|nobody|without|with|open|please|<date>|on"
        r"|yesterday).*)?",
        r"(?:what|which) (?:\w+ )?LEADS .*",
        r"what (?:came|has come) in.*",
        r"(?:new )?lead",
        r"(?:SHOW |the )*(?:oldest|biggest|newest|latest|last|hottest) (?:open |new )?LEAD",
        r"(?P<whose>(?!biggest|how|any|hot|good)\w+)s LEADS",
        r"who wants (?:a quote|a BOOKING|to book).*",
    ),
    rule(
        "get_lead",
        show_lead,
        r"(?:SHOW )+(?P<lead>(?:the )?.+ LEAD)",
        r"(?:SHOW )*(?P<lead>LEAD (?:of|from|by|for) .+)",
        r"(?P<lead>(?:the )?(?!new|open|my|all|lost|any)\S+(?: \S+)? (?:'s )?(?:lead|inquiry))",
        r"who is (?P<lead>.+ LEAD)",
        r"how old is (?P<lead>.+ LEAD)",
        r"what is (?:the )?(?:latest|status|news|story|state|deal)(?: on| with| of| about|"
        r" for)* (?P<lead>.+ LEAD)",
    ),
)
