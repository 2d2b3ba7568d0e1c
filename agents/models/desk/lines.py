"""Results as lines for a small screen. What is not in a result is not said."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from bot.business.dates import date_text
from bot.business.phones import phone_text
from bot.business.staff_views import NAMELESS

MOST_LINES = 15
_LONGEST = 160  # characters of what somebody wrote

Row = Mapping[str, Any]


def joined(*parts: object) -> str:
    """The parts that are there, with commas."""
    return ", ".join(str(part) for part in parts if part not in (None, "", 0))


def numbered(lines: Sequence[str], more: object = None) -> str:
    """A list that can be answered by number; of a long one the first, and how many more."""
    shown = [f"{number}. {line}" for number, line in enumerate(lines[:MOST_LINES], 1)]
    rest = len(lines) - len(shown) + (more if isinstance(more, int) else 0)
    return "\n".join([*shown, f"and {rest} more"] if rest > 0 else shown)


def short(text: object, longest: int = _LONGEST) -> str:
    """What somebody wrote, on one line."""
    plain = " ".join(str(text).split())
    return plain if len(plain) <= longest else f"{plain[:longest].rstrip()}..."


def counted(number: int, one: str, many: str | None = None) -> str:
    """ "1 guest", "2 guests"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def day_line(written: object, today: date) -> str:
    """An ISO day as people say it; anything else as it stands."""
    try:
        return date_text(date.fromisoformat(str(written)[:10]), today)
    except ValueError:
        return str(written)


def guests_of(row: Row) -> str | None:
    return counted(int(row["guests"]), "guest") if row.get("guests") else None


def phone_of(row: Row) -> str | None:
    """A phone as people read it."""
    return phone_text(str(row["phone"])) if row.get("phone") else None


def lead_line(row: Row) -> str:
    whose = f"for {row['assigned_to']}" if row.get("assigned_to") else ""
    urgent = "needs a person" if row.get("needs_person") else ""
    event = joined(row.get("when"), guests_of(row), row.get("place"))
    rest = joined(row.get("status"), urgent, whose, _old(row))
    return " - ".join(part for part in (row.get("name") or phone_of(row), event, rest) if part)


def _old(row: Row) -> str:
    age = row.get("age")
    return f"{age} old" if isinstance(age, str) and age and not age.endswith("ago") else age or ""


def booking_line(row: Row) -> str:
    due = f"deposit {row['deposit_due']}" if _owes(row) else ""
    event = joined(row.get("when"), guests_of(row), row.get("place"))
    total = str(row.get("total") or "").partition(", until")[0]  # "... the dishes are known"
    rest = joined(row.get("status"), total, due)
    return " - ".join(part for part in (row.get("name"), event, rest) if part)


def _owes(row: Row) -> bool:
    return row.get("status") == "held" and bool(row.get("deposit_due"))


def customer_line(row: Row) -> str:
    last = f"last contact {row['last_contact']}" if row.get("last_contact") else ""
    return joined(row.get("name"), phone_of(row), row.get("email"), last)


def conversation_line(row: Row) -> str:
    last = row.get("last") or {}
    said = f'{last.get("who")}: "{short(last["text"], 80)}"' if last.get("text") else ""
    since = f"waiting since {row['waiting_since']}" if row.get("waiting_since") else ""
    held = f"with {row['held_by']}" if row.get("held_by") else ""
    name = row.get("name") if row.get("name") != NAMELESS else None
    who = name or joined(phone_of(row), NAMELESS)
    head = joined(who, row.get("channel"), since, held)
    return " - ".join(part for part in (head, said) if part)


def todo_line(row: Row) -> str:
    due = f"due {row['due']}" if row.get("due") else ""
    late = "overdue" if row.get("overdue") and not row.get("done_at") else ""
    about = row.get("about")
    named = about.get("name") if isinstance(about, Mapping) else about
    for_whom = f"for {row['assigned_to']}" if row.get("assigned_to") else ""
    return " - ".join(p for p in (row.get("text"), joined(due, late, named, for_whom)) if p)


def message_line(row: Row) -> str:
    return f"{joined(row.get('at'))} {row.get('who')}: {short(row.get('text', ''), 300)}"


def note_line(row: Row) -> str:
    return f"{row.get('text')} ({joined(row.get('by'), row.get('at'))})"


LINES: dict[str, Callable[[Row], str]] = {
    "lead": lead_line,
    "booking": booking_line,
    "customer": customer_line,
    "conversation": conversation_line,
    "todo": todo_line,
}


def section(title: str, rows: object, line: Callable[[Row], str], most: int = 5) -> list[str]:
    """A title and its lines; nothing where there are none."""
    if not isinstance(rows, list) or not rows:
        return []
    kept = [f"- {line(row)}" for row in rows[:most]]
    more = [f"  and {len(rows) - most} more"] if len(rows) > most else []
    return [f"{title}:", *kept, *more]


def block(lines: Iterable[str | None]) -> str:
    return "\n".join(line for line in lines if line)
