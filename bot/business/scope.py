"""Whom and what a turn is about, as everything that acts in it is told."""

from datetime import datetime

from msgspec import Struct

from bot.business.profile import Profile
from bot.messages import Colleague


class Scope(Struct, frozen=True):
    """For whom and about what a turn acts: what the channel proved and the engine decided, never
    what a model said.

    phone: E.164, proved. received_at: aware, of the newest message; relative dates count from it.
    name: as the customer gave it before, if ever. staff: who of them asks; None: a customer."""

    conversation_id: int
    thread_id: str
    lane_id: int
    turn_id: int
    channel: str
    agent: str
    customer_id: int | None
    phone: str | None
    name: str | None
    received_at: datetime
    profile: Profile
    profile_version: int
    staff: Colleague | None = None
