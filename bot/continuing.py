"""Going on by text: a visitor who proved a phone gets a text there, and what they answer is the
same conversation."""

from collections.abc import Callable

from sqlalchemy import Connection

from bot.business.facts import render
from bot.business.profile import Profile
from bot.business.texts import fixed_text
from bot.contacts import own_thread
from bot.errors import Refused, TooFast
from bot.joining import join, show_joined
from bot.live import Live
from bot.ports import Clock
from bot.wake import Bells
from storage import lanes, limits, outbox, texting, visitors
from storage.database import Database
from storage.joining import Joined
from storage.texting import Place

_RATE = (1 / 10, 2)  # a minute, at once; of a phone


class ByText:
    """texts: whether texts can be sent at all. ours: the number that sends them, "" where the
    vendor picks one."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        bells: Bells,
        live: Live,
        profile: Callable[[], Profile],
        *,
        texts: bool,
        ours: str,
    ) -> None:
        self._database, self._clock, self._bells, self._live = database, clock, bells, live
        self._profile, self._texts, self._ours = profile, texts, ours

    async def go_on(self, thread_id: str, visitor: str) -> None:
        """Texts the visitor's proved phone.

        Raises Refused where none is proved or there are no texts, NoSuchThread, TooFast."""
        if not self._texts:
            raise Refused(503, "texts are switched off here")
        joined = await self._database.write(self._text, thread_id, visitor)
        if joined is not None:
            show_joined(joined, self._live, self._bells)
        self._bells.outbox.ring()

    def _text(self, tx: Connection, thread_id: str, visitor: str) -> Joined | None:
        now = self._clock.now()
        thread, known = own_thread(tx, thread_id, visitor), visitors.of(tx, visitor)
        phone, customer_id = known.proved_phone, known.customer_id
        if phone is None or customer_id is None:
            raise Refused(403, "no phone is proved here: ask for a code first")
        if wait := limits.take(tx, f"continue:{phone}", now, *_RATE):
            raise TooFast(wait)
        place = texting.place(tx, customer_id, phone)
        joined = None
        if place is None and self._ours:
            lane_id = lanes.ensure(tx, "sms", phone, self._ours, now)
            joined = join(tx, customer_id, [lane_id], now)
            place = texting.place_of(tx, lane_id)
        outbox.put(
            tx,
            # Where the vendor picks the number, what they answer makes a lane, and is joined.
            lane_id=place.lane_id if place else thread.id,
            channel="sms",
            address=phone,
            ours=place.ours if place else "",
            kind="continue",
            body=self._words(tx, place),
            created_at=now,
        )
        return joined

    def _words(self, tx: Connection, place: Place | None) -> str:
        """With who we are and the way out, where it is the first text."""
        now, profile = self._clock.now(), self._profile()
        words = render(profile, profile.wording.continue_by_text)
        if place is not None and place.introduced:
            return words
        if place is not None:
            texting.introduce(tx, place.lane_id, now)
        return f"{words} {fixed_text(profile, 'first_message', now)}"
