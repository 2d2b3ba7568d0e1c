"""What visitors say of themselves outside the conversation, in a form: name, phone, e-mail. A
claim, as in the conversation itself, and noted there; and what the form is to ask for."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection

from bot.business.cards import mask_cards
from bot.business.leads import BOOKING_DETAILS, expect_completion
from bot.business.profile import Profile
from bot.errors import NoSuchThread
from bot.messages import Unreadable
from bot.opened import Talk
from bot.ports import Clock
from storage import conversations, details, people, visitors
from storage.database import Database

ASKED = "contact_request"
_ASK_AFTER = 2  # messages of the visitor
_LONGEST_NAME = 120

ReadPhone = Callable[[str, Iterable[str]], str | None]
"""The first phone number in a text, in E.164, read as one of these countries'."""
ReadEmail = Callable[[str], str | None]
"""The first e-mail address in a text."""


class Contact(Struct, frozen=True):
    """Who a visitor says they are. phone: E.164. phone_national: as people there write it.
    proved: whether a code proved this very phone to be theirs."""

    name: str | None
    phone: str | None
    phone_national: str | None
    email: str | None
    proved: bool


class Contacts:
    """Takes in what visitors type into the form."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        profile: Callable[[], Profile],
        read_phone: ReadPhone,
        read_email: ReadEmail,
    ) -> None:
        self._database, self._clock, self._profile = database, clock, profile
        self._read_phone, self._read_email = read_phone, read_email

    async def note(
        self, thread_id: str, visitor: str, name: str | None, phone: str | None, email: str | None
    ) -> Contact:
        """Keeps what was typed, for the visitor and in the conversation that is under way.

        Raises Unreadable with what to mend (then nothing is kept), and NoSuchThread."""
        given = {
            "name": name and _name(name),
            "phone": phone and self._phone(phone),
            "email": email and self._email(email),
        }
        said = {slot: value for slot, value in given.items() if value}
        if not said:
            raise Unreadable("give a name, a phone or an email")
        now = self._clock.now()
        known = await self._database.write(_note, thread_id, visitor, said, now)
        return self._shown(known)

    def _phone(self, text: str) -> str:
        number = self._read_phone(text, self._profile().texting.countries)
        if number is None:
            raise Unreadable(
                "phone is no complete number: write it with its area code, or with + and its "
                "country code"
            )
        return number

    def _email(self, text: str) -> str:
        address = self._read_email(text)
        if address is None or len(address) != len(text.strip()):
            raise Unreadable("email is no address: write it like you@example.com")
        return address

    def _shown(self, known: visitors.Visitor) -> Contact:
        phone = known.phone
        return Contact(
            name=known.name,
            phone=phone,
            phone_national=phone and national(phone, self._profile().texting.countries),
            email=known.email,
            proved=phone is not None and phone == known.proved_phone,
        )


def _name(text: str) -> str:
    name = mask_cards(" ".join("".join(c if c.isprintable() else " " for c in text).split()))
    if not (2 <= len(name) <= _LONGEST_NAME) or not any(c.isalpha() for c in name):
        raise Unreadable(f"name must have 2 to {_LONGEST_NAME} characters, letters among them")
    return name


def national(phone: str, countries: Iterable[str]) -> str:
    """A number in E.164 as people of these countries write it; one of elsewhere with its country
    code."""
    import phonenumbers
    from phonenumbers import PhoneNumberFormat

    number = phonenumbers.parse(phone)
    ours = phonenumbers.region_code_for_number(number) in tuple(countries)
    style = PhoneNumberFormat.NATIONAL if ours else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style)


def own_thread(tx: Connection, thread_id: str, visitor: str) -> visitors.Lane:
    """A visitor's thread. Raises NoSuchThread where it is none of theirs."""
    lane = visitors.thread_of(tx, thread_id, visitor)
    if lane is None:
        raise NoSuchThread("there is no such thread")
    return lane


def _note(
    tx: Connection, thread_id: str, visitor: str, said: Mapping[str, str], now: datetime
) -> visitors.Visitor:
    lane = own_thread(tx, thread_id, visitor)
    visitors.save(tx, visitor, now, **said)
    known = visitors.of(tx, visitor)
    if known.customer_id is not None and "name" in said:
        people.name_customer(tx, known.customer_id, said["name"], now)
    _note_in(tx, visitors.hold(tx, lane.mailbox_id), lane.id, said, now)
    return known


def _note_in(
    tx: Connection,
    mailbox: visitors.Mailbox,
    lane_id: int,
    said: Mapping[str, str],
    now: datetime,
) -> None:
    """Notes it in the conversation under way, as the agent's tool does: whoever is at work there
    finds out before its next effect, and what was read back before is confirmed no more. The next
    conversation begins with it."""
    if mailbox.conversation_id is None:
        return
    conversation = conversations.by_id(tx, mailbox.conversation_id)
    if conversation.status != "active":
        return
    noted = details.dialogue(tx, conversation.id, hold=True).details
    newest = conversations.recent(tx, conversation.id, 1)
    state: details.Details = noted
    for slot, value in said.items():
        state = details.with_value(state, slot, value, newest[-1].id if newest else 0)
    if state == noted:
        return
    details.save(tx, conversation.id, state, now)
    visitors.stir(tx, mailbox.id)
    if not BOOKING_DETAILS.isdisjoint(details.values(state)):
        expect_completion(tx, conversation.id, lane_id, now)


def contact_request(tx: Connection, talk: Talk) -> tuple[str, ...]:
    """What the widget's form is to ask for with the reply that ends this turn: ("name",),
    ("phone",), both, or nothing. Each set is asked for once a conversation; that it was is to be
    kept in the reply's metadata, as {"contact_request": [...]}.

    For the transaction that closes the turn, before the reply is written."""
    scope = talk.scope
    said = [message for message in talk.messages if message.role == "user"]
    if scope.channel != "web" or talk.silence is not None or len(said) < _ASK_AFTER:
        return ()
    noted = details.values(details.dialogue(tx, scope.conversation_id).details)
    known: dict[str, Any] = {"name": scope.name, "phone": scope.phone, **noted}
    fields = tuple(slot for slot in ("name", "phone") if not known.get(slot))
    if not fields or list(fields) in conversations.marks(tx, scope.conversation_id, ASKED):
        return ()
    return fields
