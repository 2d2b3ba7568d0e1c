"""A turn that says and changes nothing: the agent thinks over what it would answer."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Connection

from bot.business.scope import Scope
from bot.imagined_turn import ImaginedTurn
from bot.journal import Effect
from bot.messages import Message
from bot.opened import Rules
from bot.ports import Clock
from bot.transcript import history
from storage import consent, conversations, drafts, handoffs, lookups
from storage.database import Database
from storage.handoffs import Place

_ASKED = (
    "A colleague, {name}, has this conversation now. Write the reply that {name} could send to the "
    "customer's last words, as {name}, ready to send. Nothing you call is carried out for good: "
    "promise nothing that only a person can do."
)


class Brief(Struct, frozen=True):
    """What a reply is suggested to. message_id: the newest line said. staff, name: who has the
    conversation. greets: nothing waits for an answer; they have just come."""

    scope: Scope
    messages: list[Message]
    message_id: int
    place: Place
    staff: str
    name: str
    greets: bool


def brief_of(tx: Connection, conversation_id: int, rules: Rules) -> Brief | None:
    """None: nobody has the conversation, nothing is to be answered, or nothing can be sent."""
    held = conversations.by_id(tx, conversation_id)
    newest, place = drafts.newest_said(tx, held.id), handoffs.place(tx, held.id)
    if held.claimed_by is None or newest is None or place is None:
        return None
    if not rules.answers(place.channel):
        return None
    if place.channel == "sms" and place.phone and consent.opted_out(tx, place.phone):
        return None
    message_id, role = newest
    greets = role != "user"
    if greets and handoffs.has_spoken(tx, held.id, held.claimed_by):
        return None
    messages = history(tx, held.id)
    asked = next((line for line in reversed(messages) if line.role == "user"), None)
    if asked is None:
        return None
    customer_id, profile = held.customer_id, rules.profile
    scope = Scope(
        conversation_id=held.id,
        thread_id=held.thread_id,
        lane_id=place.lane_id,
        turn_id=asked.turn_id or 0,
        channel=place.channel,
        agent="customer",
        customer_id=customer_id,
        phone=lookups.proved_phone(tx, place.lane_id, customer_id),
        name=None if customer_id is None else lookups.name_of(tx, customer_id),
        received_at=asked.created_at,
        profile=profile,
        profile_version=rules.profile_version,
    )
    name = held.claimed_name or "a colleague"
    return Brief(scope, messages, message_id, place, held.claimed_by, name, greets)


class DraftTurn(ImaginedTurn):
    """Over a conversation as it stands. Whoever answers looks at its pictures themselves, and what
    the customer writes meanwhile asks for another draft."""

    def __init__(self, database: Database, clock: Clock, brief: Brief) -> None:
        super().__init__(clock)
        self._database, self.scope = database, brief.scope
        asked = Message(
            role="system",
            content=_ASKED.format(name=brief.name),
            author="engine:draft",
            channel="",
            created_at=clock.now(),
        )
        self.messages = [*_answered(brief.messages), asked]

    async def read(self, work: Effect) -> str:
        """Reads for a tool, after what was done as if."""
        if not self._done:
            return await self._database.read(work, self.scope)
        return await self._imagined(work)

    async def _imagined(self, work: Effect) -> str:
        return await self._database.write(_imagine, [*self._done, work], self.scope)


def _imagine(tx: Connection, works: Sequence[Effect], scope: Scope) -> str:
    """What the last of these comes to, after the others; all of it is undone."""
    result = ""
    with tx.begin_nested() as undone:
        for work in works:
            result = work(tx, scope)
        undone.rollback()
    return result


def _answered(messages: list[Message]) -> list[Message]:
    """The conversation without steps that a turn left half done, and as of no turn of our own."""
    done = {line.tool_call_id for line in messages if line.role == "tool"}
    return [
        replace(line, turn_id=None)
        for line in messages
        if all(call.id in done for call in line.tool_calls)
    ]
