"""Proof that a phone is a visitor's own: a code by text. Neither what is answered nor how soon
tells anything of the number, and nobody can have codes sent about at the business's cost."""

import asyncio
import hmac
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from msgspec import Struct
from sqlalchemy import Connection

from bot.business.facts import render
from bot.business.profile import Profile
from bot.chat_messages import Caller
from bot.contacts import ReadPhone, own_thread
from bot.desk.notices import Desk
from bot.errors import Refused, TooFast, WrongCode
from bot.joining import join, show_joined, show_moved
from bot.live import Live
from bot.messages import Unreadable
from bot.ports import Clock
from bot.wake import Bells
from storage import codes, consent, limits, outbox, people, phones, visitors
from storage.database import Database
from storage.joining import Joined
from storage.threads import own_key

LIFETIME = timedelta(minutes=10)
TRIES = 5
ANSWER_SECONDS = 0.4
"""How long asking for a code takes, whatever becomes of it."""

_DIGITS = 6
_LAST_DIGITS = 4  # in which numbers that are bought by the block differ
# (a minute, at once)
_VISITOR = (5 / 60, 5)
_ADDRESS = (20 / 60, 10)
# Five guesses come with each code: of one phone, 85 a day at the most, of a million codes.
_PHONE = (1 / 120, 5)
_PREFIX = (20 / 60, 20)
_NONE_MORE_TODAY = 1 / (24 * 60)


class Proved(Struct, frozen=True):
    """The visitor is this customer now, by a new id: what was copied from a shared browser before
    opens nothing. name: what the customer is called, if ever they said."""

    visitor: str
    phone: str
    name: str | None


class Proof:
    """Sends codes and takes them. texts: whether texts can be sent at all. ours: the number that
    sends them, "" where the vendor picks one."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        bells: Bells,
        live: Live,
        desk: Desk,
        profile: Callable[[], Profile],
        read_phone: ReadPhone,
        *,
        texts: bool,
        ours: str,
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        self._database, self._clock, self._bells, self._live = database, clock, bells, live
        self._desk = desk
        self._profile, self._read_phone = profile, read_phone
        self._texts, self._ours, self._answer_seconds = texts, ours, answer_seconds

    async def send(self, thread_id: str, caller: Caller, phone: str) -> None:
        """Sends a code to a phone, if it is one to send codes to; nobody is told whether.

        Raises Unreadable for what is no number, NoSuchThread, Refused where there are no texts,
        and TooFast where the visitor or the address asked too often."""
        if not self._texts:
            raise Refused(503, "texts are switched off here")
        began = asyncio.get_running_loop().time()
        number = self._read_phone(phone, self._profile().texting.countries)
        if number is None:
            raise Unreadable(
                "phone is no complete number: write it with its area code, or with + and its "
                "country code"
            )
        code = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}"
        await self._database.write(self._send, thread_id, caller, number, code)
        self._bells.outbox.ring()
        await asyncio.sleep(began + self._answer_seconds - asyncio.get_running_loop().time())

    async def prove(self, thread_id: str, visitor: str, code: str) -> Proved:
        """Takes a code: where it is right, the visitor is the customer of that phone, and this
        thread and the phone's texts are one. Raises WrongCode, NoSuchThread."""
        digits = "".join(c for c in code if c.isascii() and c.isdecimal())
        if len(digits) != _DIGITS:
            raise Unreadable(f"a code has {_DIGITS} digits")
        found = await self._database.write(self._prove, thread_id, visitor, digits)
        if isinstance(found, WrongCode):
            raise found
        proved, joined, watched = found
        show_joined(joined, self._live, self._bells)
        show_moved(watched, self._live, self._bells)
        return proved

    def _send(self, tx: Connection, thread_id: str, caller: Caller, phone: str, code: str) -> None:
        now, visitor = self._clock.now(), caller.visitor or ""
        lane = own_thread(tx, thread_id, visitor)
        self._take(tx, f"code:visitor:{visitor}", _VISITOR)
        self._take(tx, f"code:address:{caller.address}", _ADDRESS)
        goes_out = self._may_have(tx, phone)
        # One that was not sent cannot be guessed either.
        digest = _digest(_key(tx), visitor, phone, code if goes_out else secrets.token_hex(8))
        code_id = codes.add(tx, visitor, phone, digest, now, now + LIFETIME)
        # What is not sent is written down all the same, and takes as long.
        outbox.put(
            tx,
            lane_id=lane.id,
            channel="sms",
            address=phone,
            ours=self._ours,
            kind="code",
            body=self._code_text(code) if goes_out else "",
            status="pending" if goes_out else "refused",
            dedupe_key=_outbox_key(code_id),
            expires_at=now + LIFETIME,
            created_at=now,
        )

    def _take(self, tx: Connection, key: str, rate: tuple[float, int]) -> None:
        if wait := limits.take(tx, key, self._clock.now(), *rate):
            raise TooFast(wait)

    def _may_have(self, tx: Connection, phone: str) -> bool:
        """Whether this number is sent a code. What is taken from one allowance is not given back
        where another is used up."""
        texting, now = self._profile().texting, self._clock.now()
        if not _is_textable(phone, texting.countries):
            return False
        if consent.opted_out(tx, phone) or phones.is_flagged(tx, phone):
            return False
        rates = {
            f"code:phone:{phone}": _PHONE,
            f"code:prefix:{phone[:-_LAST_DIGITS]}": _PREFIX,
        }
        if any(limits.take(tx, key, now, *rate) for key, rate in rates.items()):
            return False
        day = f"code:day:{self._profile().local(now):%Y-%m-%d}"
        if not limits.take(tx, day, now, _NONE_MORE_TODAY, texting.codes_per_day):
            return True
        reason = f"the limit of {texting.codes_per_day} a day is in the profile (codes_per_day)"
        self._desk.notify(tx, now, "codes", {"reason": reason}, key=day)
        return False

    def _code_text(self, code: str) -> str:
        profile = self._profile()
        minutes = str(int(LIFETIME.total_seconds() // 60))
        return render(profile, profile.wording.code, code=code, minutes=minutes)

    def _prove(
        self, tx: Connection, thread_id: str, visitor: str, digits: str
    ) -> tuple[Proved, Joined, list[int]] | WrongCode:
        now = self._clock.now()
        lane = own_thread(tx, thread_id, visitor)
        code = codes.newest(tx, visitor)
        if code is None:
            return WrongCode("ask for a code first", 0)
        if code.used_at is not None or code.expires_at <= now or code.tries >= TRIES:
            return WrongCode("this code is good no more: ask for another", 0)
        digest = _digest(_key(tx), visitor, code.phone, digits)
        if not hmac.compare_digest(digest, code.digest):
            codes.count_try(tx, code.id)
            return WrongCode("that is not the code", TRIES - code.tries - 1)
        codes.use(tx, code.id, now, _outbox_key(code.id))
        return self._join(tx, lane, visitor, code.phone, now)

    def _join(
        self, tx: Connection, lane: visitors.Lane, visitor: str, phone: str, now: datetime
    ) -> tuple[Proved, Joined, list[int]]:
        fresh, watched = visitors.rename(tx, visitor)
        customer_id, _ = people.ensure_by_phone(tx, phone, "web", now)
        visitors.prove(tx, fresh, customer_id, phone, now)
        joined = join(tx, customer_id, [lane.id], now)
        return Proved(fresh, phone, visitors.of(tx, fresh).called), joined, watched


def _key(tx: Connection) -> bytes:
    return own_key(tx, "codes", secrets.token_hex(32)).encode()


def _digest(key: bytes, visitor: str, phone: str, code: str) -> str:
    """Of a code for just this visitor and phone."""
    return hmac.new(key, f"{visitor}\n{phone}\n{code}".encode(), "sha256").hexdigest()


def _outbox_key(code_id: int) -> str:
    return f"code:{code_id}"


def _is_textable(phone: str, countries: tuple[str, ...]) -> bool:
    """Whether a number is of one of these countries, and of a kind that people have texts on: not
    one whose owner is paid for what is sent to it."""
    import phonenumbers
    from phonenumbers import PhoneNumberType

    number = phonenumbers.parse(phone)
    kinds = (
        PhoneNumberType.MOBILE,
        PhoneNumberType.FIXED_LINE_OR_MOBILE,
        PhoneNumberType.VOIP,
        PhoneNumberType.PERSONAL_NUMBER,
    )
    here = phonenumbers.region_code_for_number(number) in countries
    return here and phonenumbers.number_type(number) in kinds
