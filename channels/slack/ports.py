"""What the Slack door needs of the house behind it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.messages import File, Inbound


class Behind(Protocol):
    """What stands behind a reply. message: the public id of what was said, author: who said it.
    begun_at: when it was begun to be shown; None: it was not. place: our id of what was begun;
    None: not known. sources: the owner's pages it is from, [{page, heading, url}]."""

    @property
    def message(self) -> str | None: ...
    @property
    def author(self) -> str | None: ...
    @property
    def begun_at(self) -> datetime | None: ...
    @property
    def place(self) -> str | None: ...
    @property
    def sources(self) -> Sequence[Mapping[str, str]]: ...


class Backstage(Protocol):
    """What is kept about what goes out."""

    async def behind(self, outbox_id: str) -> Behind | None:
        """What stands behind a row of the outbox; None: there is no such row."""

    async def file(self, public_id: str) -> tuple[str, File] | None:
        """A file's name and content; None: it is not kept any more."""


class Blank(Protocol):
    """A field of a form, with what stands in it."""

    @property
    def name(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def hint(self) -> str: ...
    @property
    def value(self) -> str: ...
    @property
    def required(self) -> bool: ...


class Paper(Protocol):
    """A form that a person fills in. id: the public id of what it changes."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def fields(self) -> Sequence[Blank]: ...


class House(Protocol):
    """What the door asks of the house while somebody waits for an answer."""

    async def accept(self, inbound: Inbound) -> object:
        """Stores what came in, durably."""

    async def waiting(self) -> str:
        """Who waits for a person, in words."""

    async def touched(self, message: str) -> None:
        """Somebody talked in the thread of a message (channel:ts), about what is nobody's but
        theirs."""

    async def is_ours(self, channel: str, thread: str) -> bool:
        """Whether a thread began with something that was said to the bot."""

    async def form(self, proposal: str) -> Paper | None:
        """What can be edited of a proposal; None: it is not open."""

    async def faults(self, proposal: str, values: Mapping[str, str]) -> Mapping[str, str]:
        """{field: what is wrong with it} of an edited form."""

    async def draft(self, draft: str) -> Paper | None:
        """A suggested reply to be changed and sent; None: it is not open."""

    def asked_for(self, words: str) -> tuple[str | None, str]:
        """The agent that a request names at its begin, and the rest of it."""
