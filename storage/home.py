"""What the home of somebody of the staff asks that no other list answers."""

from sqlalchemy import Connection, func, select

from storage.leads import OPEN
from storage.staff_leads import StaffLead
from storage.tables import leads

_open = leads.c.status.in_(OPEN)
_longest_first = (
    select(*(leads.c[field] for field in StaffLead.__struct_fields__))
    .where(_open)
    # Those that nobody has touched first, each the longer it waits.
    .order_by(leads.c.touched_at.is_not(None), leads.c.created_at, leads.c.id)
)


def open_leads(tx: Connection, most: int) -> tuple[int, list[StaffLead]]:
    """(how many inquiries are open, the first of them): what nobody has touched for longest."""
    counted = select(func.count()).select_from(leads).where(_open)
    found = [StaffLead(*row) for row in tx.execute(_longest_first.limit(most))]
    return int(tx.execute(counted).scalar_one()), found
