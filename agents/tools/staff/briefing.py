"""briefing: what a day begins with."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from agents.tools.staff.leads import me_of
from agents.tools.tool import Desk, Tool
from bot.business.command import Arguments
from bot.business.scope import Scope
from bot.business.staff_views import View
from storage import proposals, reservations, staff_conversations, staff_leads, todos
from storage.leads import OPEN

_MOST = 5
_SOON = timedelta(hours=24)


class Briefing(Arguments):
    pass


def briefing(tx: Connection, scope: Scope, desk: Desk, arguments: Briefing) -> dict[str, Any]:
    view = View(scope.profile, scope.received_at)
    week = reservations.between(tx, view.today, view.today + timedelta(days=6))
    today = [booking for booking in week if booking.event_date == view.today]
    waiting = staff_conversations.listed(tx, "waiting")
    found, leads = staff_leads.listed(tx, OPEN, most=_MOST)
    soon = view.now + _SOON
    due = [one for one in todos.listed(tx, of=me_of(scope).id) if one.due_at and one.due_at <= soon]
    roles = {"staff", me_of(scope).role}
    return {
        "date": view.today.isoformat(),
        "day": view.day(view.today),
        "bookings_today": [view.booking(each) for each in today],
        "bookings_this_week": len(week),
        "guests_this_week": sum(each.guest_count for each in week),
        "deposits_awaited": [view.booking(each) for each in week if each.status == "held"],
        "waiting": [view.conversation(each) for each in waiting[:_MOST]],
        "open_leads": found,
        "leads": [view.lead(lead) for lead in leads],
        "todos_due": [view.todo(one) for one in due],
        "proposals_open": [each.title for each in proposals.open_of(tx, roles, view.now, _MOST)],
    }


BRIEFING = Tool(
    name="briefing",
    description=(
        "What a day begins with: today's bookings, the week's figures, who waits for a person, "
        "open inquiries, to-dos that are due, proposals that wait for a yes."
    ),
    arguments=Briefing,
    run=briefing,
)
