"""Inquiries: given to somebody, taken on, lost, and made into bookings elsewhere."""

import re
from functools import partial
from typing import Annotated, Any, Literal

from pydantic import Field
from sqlalchemy import Connection

from bot.business.cards import mask_cards
from bot.business.command import Arguments, Command, Context, Done, Fact, Preview
from bot.business.naming import Named, colleague_named, lead_named
from bot.business.staff_views import View
from bot.desk.direct import Direct
from bot.errors import CommandRefused
from storage import staff_leads, timers
from storage.staff_leads import StaffLead

_NOBODY = ("nobody", "none", "no one", "unassigned")

NamedLead = Annotated[
    str,
    Named("lead"),
    Field(min_length=1, max_length=200, description="id, or its customer's name or phone"),
]

# How they sound in staff's own words.
_ASSIGNS = (
    r"\b(?:(?:re)?assign|unassign|give|hand|pass|put|take|grab|claim|handle|takes|gets|handles|"
    r"is mine)\b(?! (?:over|back|a (?:look|note)))"
)
_ME = r"\b(?:i'll|i|me|myself|mine|my)\b|^\W*(?:please )?(?:take|grab|claim)\b"
_LOSES = (
    r"\b(?:lost|lose|drop|kill|dead|(?:not|no longer) interested|(?:went|going) with (?:some\w*|"
    r"another|a different|other)\b[^.,;]*|(?:found|chose|picked) (?:some\w*|another|a different|"
    r"other)\b[^.,;]*)\b(?! .*\b(?:deposit|number|phone|e-?mail|address|keys?|track|contact)\b)"
)
_SET = r"\b(?:mark|set|move|put|change|update)\b"
_IS = r"\b(?:mark|set|move|put|change|update|is|was|has been)\b"
_WE = r"(?:^\W*|\b(?:i|we)(?:'ve| have)? )(?:just |already )?"
_STATUS = {
    "new": rf"{_SET}(?=.*\bnew\b)",
    "incomplete": rf"{_SET}(?=.*\b(?:incomplete|unfinished)\b)",
    "contacted": rf"{_IS}(?=.*\bcontacted\b)|{_WE}(?:contacted|called|spoke (?:with|to)|talked "
    r"(?:with|to)|reached|rang|phoned|e-?mailed|texted)\b",
    "quoted": rf"{_IS}(?=.*\bquoted\b)|{_WE}(?:quoted\b|(?:sent|gave|e-?mailed)\b(?=.*\b(?:quote|"
    r"price|estimate|offer)\b))",
    "won": rf"{_IS}(?=.*\bwon\b)|{_WE}won\b",
}


class AssignLead(Arguments):
    lead: NamedLead
    colleague: Annotated[
        str, Field(min_length=1, max_length=80, description="a colleague's name, me, or nobody")
    ]


class SetLeadStatus(Arguments):
    lead: NamedLead
    status: Annotated[
        Literal["new", "incomplete", "contacted", "quoted", "won"],
        Field(description="new, incomplete, contacted, quoted or won"),
    ]


class LoseLead(Arguments):
    lead: NamedLead
    reason: Annotated[
        str, Field(min_length=1, max_length=500, description="why it came to nothing")
    ]


def held_lead(tx: Connection, context: Context, said: str) -> StaffLead:
    """The inquiry that is meant, kept still until the transaction ends. Raises CommandRefused."""
    named = lead_named(tx, context.profile, said, context.now)
    return staff_leads.by_id(tx, named.id, hold=True) or named


def touch(tx: Connection, context: Context, lead: StaffLead, **values: Any) -> StaffLead:
    """Changes an inquiry; from now on nobody is reminded that it is untouched."""
    timers.cancel(tx, f"lead:{lead.id}")
    return staff_leads.change(tx, lead, context.now, **values)


def name_of(lead: StaffLead) -> str:
    """Whose inquiry it is, in words."""
    return lead.name or "somebody without a name"


def _preview_assign(tx: Connection, context: Context, arguments: AssignLead) -> Preview:
    lead = lead_named(tx, context.profile, arguments.lead, context.now)
    fact = Fact("Assigned to", _assignee(tx, context, arguments)[1], lead.assigned_name)
    return Preview(f"Assign the inquiry of {name_of(lead)}", (fact,))


def _assignee(
    tx: Connection, context: Context, arguments: AssignLead
) -> tuple[str | None, str | None]:
    if arguments.colleague.strip().lower() in _NOBODY:
        return None, None
    found = colleague_named(tx, arguments.colleague, context.who)
    return found.id, found.name


def _assign(direct: Direct, tx: Connection, context: Context, arguments: AssignLead) -> Done:
    lead = held_lead(tx, context, arguments.lead)
    id_, name = _assignee(tx, context, arguments)
    changed = touch(tx, context, lead, assigned_to=id_, assigned_name=name)
    if id_ not in (None, lead.assigned_to, context.who.id):
        fields = _fields(context, changed)
        direct.tell(tx, context.now, id_, "lead_given", fields)
    said = f"The inquiry of {name_of(lead)} is {f'{name}’s' if name else 'nobody’s'} now."
    return _done(context, said, changed, assigned_to=(lead.assigned_name, name))


def _fields(context: Context, lead: StaffLead) -> dict[str, Any]:
    """What somebody is told of an inquiry that was given to them."""
    told = View(context.profile, context.now).lead(lead)
    kept = {"name": "name", "phone": "phone", "when": "date", "guests": "guests", "place": "place"}
    fields = {label: told.get(name) for name, label in kept.items()}
    return fields | {"by": context.who.name, "for": lead.assigned_name, "lead_id": lead.public_id}


def _preview_status(tx: Connection, context: Context, arguments: SetLeadStatus) -> Preview:
    lead = lead_named(tx, context.profile, arguments.lead, context.now)
    fact = Fact("Status", arguments.status, lead.status)
    return Preview(f"Change the inquiry of {name_of(lead)}", (fact,))


def _set_status(tx: Connection, context: Context, arguments: SetLeadStatus) -> Done:
    lead = held_lead(tx, context, arguments.lead)
    values = {"status": arguments.status, "lost_reason": None}
    changed = touch(tx, context, lead, **values)
    said = f"The inquiry of {name_of(lead)} is {arguments.status} now."
    return _done(context, said, changed, status=(lead.status, arguments.status))


def _preview_lose(tx: Connection, context: Context, arguments: LoseLead) -> Preview:
    lead = lead_named(tx, context.profile, arguments.lead, context.now)
    _check_open(lead)
    facts = (Fact("Status", "lost", lead.status), Fact("Reason", arguments.reason))
    return Preview(f"Close the inquiry of {name_of(lead)} as lost", facts)


def _check_open(lead: StaffLead) -> None:
    if lead.status == "won":
        raise CommandRefused("this inquiry is won: cancel its booking, or change its status first")


def _lose(tx: Connection, context: Context, arguments: LoseLead) -> Done:
    lead = held_lead(tx, context, arguments.lead)
    _check_open(lead)
    reason = mask_cards(arguments.reason)
    changed = touch(tx, context, lead, status="lost", lost_reason=reason)
    said = f"The inquiry of {name_of(lead)} is lost: {reason}"
    both = {"status": (lead.status, "lost"), "lost_reason": (lead.lost_reason, reason)}
    return _done(context, said, changed, **both)


def _done(
    context: Context, said: str, lead: StaffLead, **changed: tuple[str | None, str | None]
) -> Done:
    """changed: {column: (before, after)}."""
    return Done(
        said,
        f"lead:{lead.public_id}",
        {name: before for name, (before, _) in changed.items()},
        {name: after for name, (_, after) in changed.items()},
        {"lead": View(context.profile, context.now).lead(lead)},
    )


def _assigning(arguments: AssignLead) -> tuple[str, ...]:
    whom = arguments.colleague.strip().lower()
    if whom in _NOBODY:
        return (_ASSIGNS, r"\b(?:nobody|none|no one|unassign\w*)\b")
    if whom in ("me", "myself", "mine", "i"):
        return (_ASSIGNS, _ME)
    return (_ASSIGNS, rf"(?<!\w){re.escape(whom)}(?!\w)")


def lead_commands(direct: Direct) -> tuple[Command[Any], ...]:
    """What is done with inquiries: none is lost, or passes as looked after, unasked. direct: tells
    who is given one."""
    return (
        Command(
            "assign_lead",
            "Give an inquiry to a colleague, to who asks, or to nobody.",
            AssignLead,
            _preview_assign,
            partial(_assign, direct),
            in_words=_assigning,
        ),
        Command(
            "set_lead_status",
            "Say how far an inquiry is. To book it use convert_lead, to give it up lose_lead.",
            SetLeadStatus,
            _preview_status,
            _set_status,
            in_words=lambda arguments: (_STATUS[arguments.status],),
        ),
        Command(
            "lose_lead",
            "Close an inquiry that came to nothing, with the reason.",
            LoseLead,
            _preview_lose,
            _lose,
            in_words=lambda arguments: (_LOSES,),
        ),
    )
