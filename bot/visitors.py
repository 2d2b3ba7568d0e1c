"""Visitors of the website: who begins to be one, and whom another website says they are."""

from collections.abc import Callable, Iterable

from msgspec import Struct
from sqlalchemy import Connection

from bot.allowances import Allowances
from bot.business.profile import Profile
from bot.chat_messages import Caller, SiteUser
from bot.joining import join, show_joined, show_moved
from bot.live import Live
from bot.ports import Clock
from bot.wake import Bells
from storage import people, visitors
from storage.database import Database
from storage.joining import Joined
from storage.types import new_public_id

ReadPhone = Callable[[str, Iterable[str]], str | None]
"""The first phone number in a text, in E.164, read as one of these countries'."""


class Greeted(Struct, frozen=True):
    """A visitor. name: what they are called, if ever they said."""

    visitor: str
    name: str | None


class Guests:
    """Takes visitors in."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        bells: Bells,
        live: Live,
        allowances: Allowances,
        profile: Callable[[], Profile],
        read_phone: ReadPhone,
    ) -> None:
        self._database, self._clock, self._bells, self._live = database, clock, bells, live
        self._allowances, self._profile, self._read_phone = allowances, profile, read_phone

    async def greet(self, caller: Caller) -> Greeted:
        """The visitor who calls, or a new one. Raises TooFast."""
        return await self._database.write(self._greet, caller)

    async def greet_user(self, caller: Caller, user: SiteUser) -> Greeted:
        """The visitor that a website's user is: always the same one, on whatever machine. Who was
        nobody's user before becomes this one, with the threads they began and a new id, by which
        earlier tokens open none of them; but not who proved another phone than the website did.
        Raises TooFast."""
        greeted, joined, watched = await self._database.write(self._greet_user, caller, user)
        if joined is not None:
            show_joined(joined, self._live, self._bells)
        show_moved(watched, self._live, self._bells)
        return greeted

    async def leave(self, visitor: str) -> None:
        """From now on no token that a visitor was given opens anything of theirs. Whom a website
        knows gets a new one by its word."""
        _, watched = await self._database.write(visitors.rename, visitor)
        show_moved(watched, self._live, self._bells)

    def _greet(self, tx: Connection, caller: Caller) -> Greeted:
        if caller.visitor is None:
            self._allowances.take_new(tx, caller)
            return Greeted(new_public_id(), None)
        return Greeted(caller.visitor, visitors.of(tx, caller.visitor).called)

    def _greet_user(
        self, tx: Connection, caller: Caller, user: SiteUser
    ) -> tuple[Greeted, Joined | None, list[int]]:
        phone = user.phone and self._read_phone(user.phone, self._profile().texting.countries)
        proved = phone if user.phone_proved else None
        known = visitors.of_user(tx, user.site, user.subject)
        visitor, watched = (known, []) if known else self._new(tx, caller, proved)
        said = {"name": user.name, "phone": phone, "email": user.email}
        facts = {slot: value for slot, value in said.items() if value}
        now = self._clock.now()
        visitors.save(tx, visitor, now, site=user.site, subject=user.subject, **facts)
        joined = None
        if proved:
            joined = self._prove(tx, visitor, proved)
        return Greeted(visitor, visitors.of(tx, visitor).called), joined, watched

    def _new(self, tx: Connection, caller: Caller, proved: str | None) -> tuple[str, list[int]]:
        if caller.visitor is not None and _may_be(tx, caller.visitor, proved):
            return visitors.rename(tx, caller.visitor)
        self._allowances.take_new(tx, caller)
        return new_public_id(), []

    def _prove(self, tx: Connection, visitor: str, phone: str) -> Joined | None:
        """The website's word is as good as a code: it holds the key."""
        if visitors.of(tx, visitor).proved_phone == phone:
            return None
        now = self._clock.now()
        customer_id, _ = people.ensure_by_phone(tx, phone, "site", now)
        visitors.prove(tx, visitor, customer_id, phone, now)
        threads = visitors.lanes_of(tx, visitor)
        return join(tx, customer_id, threads, now) if threads else None


def _may_be(tx: Connection, visitor: str, proved: str | None) -> bool:
    """Whether a visitor may become a user who proved this phone. Not who is another user, nor who
    proved another phone: machines are shared, and its texts are not the user's."""
    if visitors.is_user(tx, visitor):
        return False
    known = visitors.of(tx, visitor)
    return known.customer_id is None or (proved is not None and proved == known.proved_phone)
