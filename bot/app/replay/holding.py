"""Turns are held again, a few at a time."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence

from msgspec import Struct

from bot.app.replay.compare import Difference, Outcome, differences, recorded, replayed
from bot.app.replay.house import EMBEDDED, House
from bot.app.replay.past import PastTurn, inquiry_then
from bot.app.replay.turn import ReplayedTurn, read_back_in
from bot.errors import BotError

_AT_A_TIME = 4


class Held(Struct, frozen=True):
    """A turn, held again. now: None where it could not be, and why says why not. notes: what of
    then could not be had back."""

    past: PastTurn
    then: Outcome
    now: Outcome | None
    notes: tuple[str, ...] = ()
    why: str = ""

    @property
    def differences(self) -> list[Difference]:
        return [] if self.now is None else differences(self.then, self.now)

    @property
    def deeds(self) -> bool:
        """Whether more than words differ."""
        return any(each.deed for each in self.differences)


async def hold(house: House, turns: Sequence[PastTurn]) -> AsyncIterator[Held]:
    """Each turn as it ends, until the money is spent."""
    room = asyncio.Semaphore(_AT_A_TIME)

    async def held(past: PastTurn) -> Held | None:
        async with room:
            return None if _is_spent(house) else await _held(house, past)

    tasks = [asyncio.create_task(held(past)) for past in turns]
    try:
        for task in asyncio.as_completed(tasks):
            if (found := await task) is not None:
                yield found
    finally:
        for each in tasks:
            each.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _is_spent(house: House) -> bool:
    return house.crew.purse is not None and house.crew.purse.empty


async def _held(house: House, past: PastTurn) -> Held | None:
    profile = await house.profile_of(past.reply["profile_version"])
    turn = ReplayedTurn(house.database, house.app.clock, past, profile or house.app.rules().profile)
    await turn.begin()
    read_back = read_back_in(past.reply["content"], turn.scope, past.after)
    then = recorded(past, turn.scope, read_back)
    notes = list(_notes(past, kept=profile is not None))
    known = len(turn.messages)
    began = time.monotonic()
    try:
        reply = await house.crew.by_name[past.agent](turn)
    except BotError as error:
        return Held(past, then, None, tuple(notes), f"no reply: {type(error).__name__}")
    if _is_spent(house):
        return None  # another model answered than the one that is tried
    seconds = time.monotonic() - began
    purse = house.crew.purse
    if why := _another(house, past.turn_id, str(reply.metadata.get("model", ""))):
        return Held(past, then, None, tuple(notes), why)
    micros = purse.spent[past.turn_id] if purse else 0
    now = replayed(reply, turn.messages[known:], await turn.slots(), micros, seconds)
    return Held(past, then, now, tuple(notes))


def _another(house: House, turn: int, answered: str) -> str:
    """Why not the model on trial answered; empty where it did, or where its answers were held
    back, which is what is to be seen."""
    wanted, purse = house.changed.model, house.crew.purse
    if purse is None or wanted in (None, EMBEDDED, answered):
        return ""
    if turn in purse.asked and turn not in purse.failed:
        return ""
    return f"no reply of {wanted}: {purse.failed.get(turn, 'it failed before, and rests')}"


def _notes(past: PastTurn, *, kept: bool) -> list[str]:
    found = []
    if not kept:
        found.append("its version of the profile is not kept: the present one was used")
    if any((line["metadata"] or {}).get("media") for line in past.asked):
        found.append("its pictures were not shown")
    tools = {call["name"] for step in past.steps for call in step["tool_calls"] or ()}
    if tools & {"get_availability", "create_booking_inquiry", "note_details"}:
        found.append("availability is as it is now")
    summary = past.journal.conversation.get("summary")
    if summary and summary["reach"] >= past.asked[0]["id"]:
        found.append("what was summed up by then is not kept: it had no summary")
    since = past.last["created_at"]
    made = inquiry_then(past)
    old = [lead for lead in past.journal.leads if lead["created_at"] < since < lead["updated_at"]]
    if any(made is None or lead["touched_at"] is not None for lead in old):
        found.append("its inquiry was changed later, in part by others than the customer")
    return found
