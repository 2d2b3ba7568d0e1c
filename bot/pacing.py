"""How often one person is answered by one agent, whatever they write by. Texts over the limit wait
and are answered together; a customer is told so once."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from bot.business.profile import Profile
from bot.business.texts import fixed_text
from bot.ports import Door
from storage import limits, outbox
from storage.inbox import Stored

_TOLD_EVERY = 10.0  # minutes, at the soonest


def key_of(agent: str, person: str) -> str:
    """The allowance of a person with an agent. person: the phone that they proved, else the
    visitor's or the colleague's id."""
    return f"{agent}:{person}"


def wait_for(
    tx: Connection,
    event: Stored,
    door: Door,
    rates: Mapping[str, tuple[int, int]],
    now: datetime,
) -> float:
    """Takes one turn from the allowance of whoever an event comes from: 0, or the seconds to wait.
    rates: {agent: (per minute, burst)}."""
    agent, person = _agent(event, door, rates), _person(event)
    return limits.take(tx, key_of(agent, person), now, *rates[agent])


def ask_for_patience(
    tx: Connection, event: Stored, door: Door, profile: Profile, now: datetime
) -> None:
    """Tells a customer that an answer comes a little later; not again for a while."""
    told = f"too_fast:{_person(event)}"
    if door.staffed or door.sender is None or limits.take(tx, told, now, 1 / _TOLD_EVERY, 1):
        return
    for part in door.split(fixed_text(profile, "too_fast", now)):
        outbox.put(
            tx,
            lane_id=event.lane_id,
            channel=event.channel,
            address=event.address,
            ours=event.ours,
            kind="reply",
            body=part,
            in_reply_to=event.id,
            created_at=now,
        )


def _agent(event: Stored, door: Door, rates: Mapping[str, tuple[int, int]]) -> str:
    """Staff may have named whom they ask."""
    named = str(event.payload["meta"].get("agent")) if door.staffed else ""
    return named if named in rates else door.agent


def _person(event: Stored) -> str:
    if phone := event.payload["phone"]:
        return str(phone)
    user = event.payload["meta"].get("user")
    return f"{event.channel}:{user}" if user else event.lane_key
