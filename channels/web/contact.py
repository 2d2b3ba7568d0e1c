"""Who the visitor is: what they type into the form, and the code that proves their phone."""

from typing import Annotated, Protocol

from aiohttp import web
from msgspec import UNSET, Meta, Struct

from bot.chat_messages import Caller
from bot.errors import WrongCode
from channels.web.answers import json
from channels.web.gate import Gate
from channels.web.inbound import Id, read_body
from channels.web.shapes import PhoneProved

EXPIRES_IN = 600  # seconds; as long as a code is good


class Contact(Protocol):
    """Who a visitor says they are. phone: E.164. proved: whether it is theirs by proof."""

    @property
    def name(self) -> str | None: ...

    @property
    def phone(self) -> str | None: ...

    @property
    def phone_national(self) -> str | None: ...

    @property
    def proved(self) -> bool: ...


class Contacts(Protocol):
    """Takes in what visitors type into the form."""

    async def note(
        self, thread_id: str, visitor: str, name: str | None, phone: str | None, email: str | None
    ) -> Contact:
        """Raises Unreadable with what to mend, and NoSuchThread."""


class Proved(Protocol):
    """A visitor who is a customer now, by a new id."""

    @property
    def visitor(self) -> str: ...

    @property
    def name(self) -> str | None: ...


class Proof(Protocol):
    """Sends codes and takes them."""

    async def send(self, thread_id: str, caller: Caller, phone: str) -> None:
        """Raises Unreadable, NoSuchThread, Refused and TooFast, none of which tells of the
        number."""

    async def prove(self, thread_id: str, visitor: str, code: str) -> Proved:
        """Raises WrongCode, Unreadable and NoSuchThread."""


class ByText(Protocol):
    """Goes on by text."""

    async def go_on(self, thread_id: str, visitor: str) -> None:
        """Raises Refused where no phone is proved, NoSuchThread and TooFast."""


Field = Annotated[str, Meta(max_length=254)]


class ContactForm(Struct, frozen=True):
    """What was typed; at least one of the three. phone: as anybody writes one."""

    thread_id: Id
    name: Field | None = None
    phone: Annotated[str, Meta(max_length=40)] | None = None
    email: Field | None = None


class CodeWish(Struct, frozen=True):
    """A code is wanted, by text."""

    thread_id: Id
    phone: Annotated[str, Meta(min_length=1, max_length=40)]


class CodeGiven(Struct, frozen=True):
    """The code, with or without spaces."""

    thread_id: Id
    code: Annotated[str, Meta(min_length=1, max_length=20)]


class TextWish(Struct, frozen=True):
    """The conversation is to go on by text."""

    thread_id: Id


class ContactRoutes:
    """The handlers."""

    def __init__(self, gate: Gate, contacts: Contacts, proof: Proof, by_text: ByText) -> None:
        self._gate, self._contacts = gate, contacts
        self._proof, self._by_text = proof, by_text

    def routes(self) -> list[web.RouteDef]:
        contact = "/api/v1/ai/contact"
        return [
            web.post(contact, self.note),
            web.post(f"{contact}/code", self.send_code),
            web.post(f"{contact}/proof", self.prove),
            web.post(f"{contact}/text", self.go_on_by_text),
        ]

    async def note(self, request: web.Request) -> web.Response:
        """Who the visitor says they are."""
        caller = self._gate.visitor(request)
        form = read_body(await request.read(), ContactForm)
        known = await self._contacts.note(
            form.thread_id, caller.visitor or "", form.name, form.phone, form.email
        )
        return json(
            {
                "name": known.name,
                "phone": known.phone,
                "phone_national": known.phone_national,
                "proved": known.proved,
            }
        )

    async def send_code(self, request: web.Request) -> web.Response:
        """A code by text. The answer is the same whatever the number is."""
        caller = self._gate.visitor(request)
        wish = read_body(await request.read(), CodeWish)
        await self._proof.send(wish.thread_id, caller, wish.phone)
        return json({"sent": True, "expires_in": EXPIRES_IN}, 202)

    async def prove(self, request: web.Request) -> web.Response:
        """The code, given back."""
        caller = self._gate.visitor(request)
        given = read_body(await request.read(), CodeGiven)
        try:
            proved = await self._proof.prove(given.thread_id, caller.visitor or "", given.code)
        except WrongCode as wrong:
            return json({"error": str(wrong), "tries_left": wrong.tries_left}, 400)
        token = self._gate.issue(proved.visitor)
        response = json(PhoneProved(True, token, proved.name or UNSET))
        self._gate.hand_out(request, response, token)
        return response

    async def go_on_by_text(self, request: web.Request) -> web.Response:
        """Goes on by text, with a phone that is proved."""
        caller = self._gate.visitor(request)
        wish = read_body(await request.read(), TextWish)
        await self._by_text.go_on(wish.thread_id, caller.visitor or "")
        return json({"sent": True}, 202)
