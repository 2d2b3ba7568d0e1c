"""A recorded turn, held again: it reads the conversation as it stood, and nothing of it lasts."""

from collections.abc import Mapping
from typing import Any

import orjson
from sqlalchemy import Connection

from agents.situation import Standing, missing_slots, read_back_of
from bot.app.replay.imagined import ImaginedDatabase
from bot.app.replay.past import PastTurn, details_at
from bot.app.replay.rewind import rewind
from bot.business.profile import Profile
from bot.business.scope import Scope
from bot.desk.reception import as_seen_by
from bot.imagined_turn import ImaginedTurn
from bot.journal import Effect
from bot.messages import Colleague, Message
from bot.ports import Clock
from bot.transcript import history
from storage import colleagues, details, lookups
from storage.database import dumps


class ReplayedTurn(ImaginedTurn):
    """Nothing comes in any more; its pictures may be deleted by now."""

    def __init__(
        self, database: ImaginedDatabase, clock: Clock, past: PastTurn, profile: Profile
    ) -> None:
        super().__init__(clock)
        self._database, self._past, self._profile = database, past, profile
        self._read_back: dict[str, Any] | None = None

    async def begin(self) -> None:
        """Reads how things stood."""
        self.scope = await self._database.read(_scope_of, self._past, self._profile)
        self._read_back = read_back_before(self._past, self.scope)
        self.messages = await self._database.write(self._history)

    def _history(self, tx: Connection) -> list[Message]:
        rewind(tx, self._past, self.scope, self._read_back)
        return as_seen_by(self.scope.staff, history(tx, self.scope.conversation_id))

    async def _imagined(self, work: Effect) -> str:
        return await self._database.write(self._imagine, work)

    def _imagine(self, tx: Connection, work: Effect) -> str:
        rewind(tx, self._past, self.scope, self._read_back)
        for done in self._done:
            done(tx, self.scope)
        return work(tx, self.scope)

    async def slots(self) -> dict[str, Any]:
        """{slot: value} as this turn left them."""
        found: dict[str, Any] = orjson.loads(await self._imagined(_slots))
        return found


def _slots(tx: Connection, scope: Scope) -> str:
    return dumps(details.values(details.dialogue(tx, scope.conversation_id).details))


def _scope_of(tx: Connection, past: PastTurn, profile: Profile) -> Scope:
    """For whom the turn acted then. A name that this conversation tells was not known before."""
    talk, customer_id = past.journal.conversation, past.journal.conversation["customer_id"]
    lane_id = past.lane_id or talk["mailbox_id"]
    name = None if customer_id is None else lookups.name_of(tx, customer_id)
    return Scope(
        conversation_id=talk["id"],
        thread_id=talk["thread_id"],
        lane_id=lane_id,
        turn_id=past.turn_id,
        channel=past.last["channel"],
        agent=past.agent,
        customer_id=customer_id,
        phone=lookups.proved_phone(tx, lane_id, customer_id),
        name=None if "name" in talk["details"] else name,
        received_at=past.last["created_at"],
        profile=profile,
        profile_version=past.reply["profile_version"] or 0,
        staff=_colleague(tx, past.last["author"]),
    )


def _colleague(tx: Connection, author: str) -> Colleague | None:
    if not author.startswith("staff:"):
        return None
    who = author.removeprefix("staff:")
    known = next((each for each in colleagues.listed(tx) if each.id == who), None)
    if known is None:
        return Colleague(who, who)
    return Colleague(known.id, known.name, known.role)  # type: ignore[arg-type]


def read_back_before(past: PastTurn, scope: Scope) -> dict[str, Any] | None:
    """What had been read back to the customer as the turn began: told of each reply by the same
    code that judged it then."""
    for reply in reversed(past.journal.messages):
        is_reply = reply["role"] == "assistant" and reply["visibility"] == "customer"
        if is_reply and reply["seq"] < past.asked[0]["seq"]:
            noted = details_at(past.journal, reply["seq"])
            if versions := read_back_in(reply["content"], scope, noted):
                return {"versions": versions, "message_id": reply["id"]}
    return None


def read_back_in(
    text: str, scope: Scope, noted: Mapping[str, Mapping[str, Any]]
) -> dict[str, int] | None:
    """The versions that a reply reads back, where the details stood so."""
    values = details.values(noted)
    standing = Standing(
        scope=scope,
        details=values,
        missing=missing_slots(scope, values),
        read_back="none",
        lead="none",
        person_asked=False,
        noted={slot: dict(value) for slot, value in noted.items()},
    )
    return read_back_of(text, standing)
