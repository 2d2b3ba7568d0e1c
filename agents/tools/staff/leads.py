"""list_leads and get_lead: who wishes for what, and who of us follows it up."""

from datetime import UTC, datetime, time
from typing import Annotated, Any, Literal, get_args

from pydantic import Field
from sqlalchemy import Connection

from agents.tools.staff.spoken import day_named
from agents.tools.tool import Desk, Tool
from bot.business.command import Arguments
from bot.business.moments import MaybeDay
from bot.business.naming import colleague_named, lead_named
from bot.business.scope import Scope
from bot.business.staff_views import View, known
from bot.messages import Colleague
from storage import (
    customer_cards,
    notes,
    reservations,
    staff_conversations,
    staff_leads,
    todos,
)
from storage.leads import OPEN
from storage.notes import About

Status = Literal["open", "all", "new", "incomplete", "contacted", "quoted", "won", "lost"]
_NOBODY = ("nobody", "none", "unassigned", "no one")
_MOST_SAID = 6


class ListLeads(Arguments):
    status: Annotated[
        Status | None,
        Field(description="open (the usual), all, new, incomplete, contacted, quoted, won or lost"),
    ] = None
    assigned_to: Annotated[
        str | None, Field(max_length=80, description="a colleague's name, me, or nobody")
    ] = None
    since: MaybeDay = None


def list_leads(tx: Connection, scope: Scope, desk: Desk, arguments: ListLeads) -> dict[str, Any]:
    view = View(scope.profile, scope.received_at)
    found, leads = staff_leads.listed(
        tx,
        _statuses(arguments.status or "open"),
        assigned_to=_whose(tx, scope, arguments.assigned_to),
        since=_since(scope, arguments.since),
    )
    more = found - len(leads) or None
    return {"found": found, "leads": [view.lead(lead) for lead in leads]} | known(more=more)


def _statuses(status: Status) -> tuple[str, ...]:
    if status == "open":
        return OPEN
    return tuple(get_args(Status))[2:] if status == "all" else (status,)


def _whose(tx: Connection, scope: Scope, said: str | None) -> str | None:
    if said is None:
        return None
    if said.strip().lower() in _NOBODY:
        return staff_leads.NOBODY
    return colleague_named(tx, said, me_of(scope)).id


def me_of(scope: Scope) -> Colleague:
    """Who asks."""
    return scope.staff or Colleague("", "")


def _since(scope: Scope, said: str | None) -> datetime | None:
    if said is None:
        return None
    midnight = datetime.combine(day_named(said, scope), time(), tzinfo=scope.profile.zone)
    return midnight.astimezone(UTC)


LIST_LEADS = Tool(
    name="list_leads",
    description="Inquiries: what a person must look at first, then the newest.",
    arguments=ListLeads,
    run=list_leads,
)


class GetLead(Arguments):
    lead: Annotated[
        str, Field(min_length=1, max_length=200, description="id, or its customer's name or phone")
    ]


def get_lead(tx: Connection, scope: Scope, desk: Desk, arguments: GetLead) -> dict[str, Any]:
    view = View(scope.profile, scope.received_at)
    lead = lead_named(tx, scope.profile, arguments.lead, scope.received_at)
    about = About(lead_id=lead.id)
    customers = customer_cards.by_ids(tx, [lead.customer_id] if lead.customer_id else [])
    thread, said = None, []
    if lead.conversation_id is not None:
        thread = staff_conversations.thread_of(tx, lead.conversation_id)
        said = customer_cards.said_in(tx, lead.conversation_id, _MOST_SAID)
    return {
        **view.lead_in_full(lead),
        **known(
            customer=next((each.public_id for each in customers.values()), None),
            conversation=thread,
        ),
        "bookings": [view.booking(each) for each in reservations.of_lead(tx, lead.id)],
        "notes": [view.note(note) for note in notes.on(tx, about)],
        "todos": [view.todo(todo) for todo in todos.on(tx, about)],
        "last_messages": [view.message(line) for line in said],
    }


GET_LEAD = Tool(
    name="get_lead",
    description="All of one inquiry: the wish, its notes and to-dos, its booking, the last words.",
    arguments=GetLead,
    run=get_lead,
)
