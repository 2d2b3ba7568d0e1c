"""system_health and audit_log: how the house is, and who did what."""

import platform
from datetime import date, datetime, timedelta
from functools import partial
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import Connection

from agents.tools.admin.house import House
from agents.tools.admin.letters import age_text
from agents.tools.admin.spend import began
from agents.tools.tool import Desk, Tool
from bot.business.command import Arguments
from bot.business.dates import moment_text
from bot.business.scope import Scope
from bot.errors import CommandRefused
from storage import audit, colleagues, health, migrate
from storage.health import Health, Queue

_LATE = timedelta(minutes=2)
_STUCK = timedelta(minutes=5)
_MOST_ENTRIES = 40


class Nothing(Arguments):
    pass


class Wanted(Arguments):
    subject: Annotated[
        str | None, Field(max_length=80, description="kind:id, or kind: alone (booking:)")
    ] = None
    person: Annotated[str | None, Field(max_length=80, description="a name or a desk id")] = None
    action: Annotated[str | None, Field(max_length=60, description="a command's name")] = None
    since: Annotated[date | None, Field(description="a day, as YYYY-MM-DD")] = None


def system_health(
    house: House, tx: Connection, scope: Scope, desk: Desk, arguments: Nothing
) -> dict[str, Any]:
    now = house.now()
    day_began = began(house.profile(), house.profile().local(now).date())
    seen, current = health.look(tx, now, now - _LATE, day_began), migrate.is_current(tx)
    problems = _problems(house, seen, now, current=current)
    return {
        "well": not problems,
        "problems": problems,
        "database": {
            "kind": seen.dialect,
            "schema": seen.schema,
            "schema_current": current,
            "size": f"{seen.size / 1e6:.1f} MB",
        },
        "inbox": _queue(seen.inbox, now),
        "outbox": _queue(seen.outbox, now),
        "timers": {"waiting": seen.timers, "overdue": seen.late},
        "dead_letters": seen.dead_letters,
        "workers": {
            "mailboxes_held": seen.held,
            "processes": seen.processes,
            "clock": seen.clock,
        },
        "media": {"waiting": seen.media_waiting, "failed": seen.media_failed},
        "models": {"calls_today": seen.calls, "without_end": seen.unsettled},
        "paused": house.paused(),
        "settings_not_in_force": house.unfit(),
        "python": platform.python_version(),
    }


def _problems(house: House, seen: Health, now: datetime, *, current: bool) -> list[str]:
    slow = [q for q in (seen.inbox, seen.outbox) if q.oldest and now - q.oldest > _STUCK]
    found = {
        "the database has not this version's schema": not current,
        "something has waited for more than 5 minutes in the inbox or the outbox": bool(slow),
        f"{seen.late} timers are overdue: does any process run the clock?": seen.late,
        f"{seen.dead_letters} dead letters: see list_dead_letters": seen.dead_letters,
        "no agent answers on: " + ", ".join(house.paused()): house.paused(),
        "changes that do not fit the owner's files: " + ", ".join(house.unfit()): house.unfit(),
    }
    return [problem for problem, there in found.items() if there]


def _queue(queue: Queue, now: datetime) -> dict[str, Any]:
    oldest = age_text(now - queue.oldest) if queue.oldest else None
    return {"waiting": queue.waiting, "oldest": oldest}


def audit_log(
    house: House, tx: Connection, scope: Scope, desk: Desk, arguments: Wanted
) -> dict[str, Any]:
    profile = house.profile()
    names = {each.id: each.name for each in colleagues.listed(tx)}
    found = audit.listed(
        tx,
        subject=arguments.subject,
        actor=_actor(tx, arguments.person),
        action=arguments.action,
        since=began(profile, arguments.since) if arguments.since else None,
        most=_MOST_ENTRIES,
    )
    return {
        "entries": [
            {
                "at": moment_text(profile.local(entry.at)),
                "by": names.get(entry.actor, entry.actor),
                "action": entry.action,
                "subject": entry.subject,
                "before": entry.before,
                "after": entry.after,
            }
            for entry in found
        ]
    }


def _actor(tx: Connection, person: str | None) -> str | None:
    if person is None:
        return None
    known = colleagues.called(tx, person)
    if len(known) > 1:
        names = ", ".join(f"{each.name} ({each.id})" for each in known)
        raise CommandRefused(f"several people are called that: {names}. Say which, by the id")
    return known[0].id if known else person


def watch_tools(house: House) -> tuple[Tool[Any], ...]:
    return (
        Tool(
            "system_health",
            "How the system is: database, queues, timers, workers, dead letters, pictures that "
            "wait, what is paused. problems says what to look at.",
            Nothing,
            partial(system_health, house),
        ),
        Tool(
            "audit_log",
            "Who did what to what, when, and how it was before and after, the newest first.",
            Wanted,
            partial(audit_log, house),
        ),
    )
