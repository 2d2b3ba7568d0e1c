"""What the web's handlers need of the bot."""

from collections.abc import AsyncGenerator
from typing import Any, Protocol

from bot.chat_messages import Caller, Line, Saying, Shown
from bot.messages import Colleague


class Feed(Protocol):
    """A thread as one connection follows it."""

    @property
    def closing(self) -> bool:
        """Whether it ended because the process stops."""

    def shown(self) -> AsyncGenerator[list[Shown], None]:
        """What there is to show; an empty list where it has been quiet for long."""


class Admitted(Protocol):
    """A message that was taken in. new: its thread began with it."""

    @property
    def thread_id(self) -> str: ...

    @property
    def visitor(self) -> str: ...

    @property
    def new(self) -> bool: ...


class Answered(Protocol):
    """What became of it. response None: nothing was said (handoff: a person will)."""

    @property
    def response(self) -> str | None: ...

    @property
    def message_id(self) -> str | None: ...

    @property
    def metadata(self) -> dict[str, Any]: ...

    @property
    def handoff(self) -> bool: ...


class Standing(Protocol):
    """How a thread stands. claimed: a person has the conversation."""

    @property
    def claimed(self) -> bool: ...

    @property
    def staff_name(self) -> str | None: ...


class Chat(Protocol):
    """Threads. A call that names another visitor's raises NoSuchThread."""

    async def take(self, saying: Saying, caller: Caller) -> Admitted:
        """Takes a message in, durably and once. Raises TooFast and Refused too."""

    async def say(self, saying: Saying, caller: Caller) -> tuple[Admitted, Answered]:
        """Takes a message and waits for the answer. Raises StillWorking too."""

    async def stream(self, saying: Saying, caller: Caller) -> tuple[Admitted, Feed]:
        """Takes a message; the answer as it is written. Raises what take does."""

    async def follow(self, saying: Saying, caller: Caller, after: str | None) -> Feed:
        """What happens in the thread of a saying, from after a line on."""

    async def begin(self, caller: Caller, agent: str) -> tuple[str, str]:
        """A new thread with an agent: its id and its visitor's. Raises TooFast."""

    async def standing(self, thread_id: str, visitor: str | None) -> Standing:
        """How a thread stands."""

    async def write_to(self, thread_id: str, visitor: str) -> None:
        """Tells whoever holds the conversation that the visitor writes."""


class Page(Protocol):
    """A part of a thread's history, oldest line first. more: there are further lines in the
    direction that was asked for."""

    @property
    def lines(self) -> list[Line]: ...

    @property
    def standing(self) -> Standing: ...

    @property
    def more(self) -> bool: ...


class History(Protocol):
    """What was said in a thread."""

    async def page(
        self, thread_id: str, visitor: str, after: str | None, before: str | None, limit: int
    ) -> Page:
        """Raises NoSuchThread, and Refused for lines that are not there."""

    async def rate_message(self, message_id: str, visitor: str, rating: int) -> None:
        """A thumb on a reply. Raises Refused."""

    async def rate_thread(self, thread_id: str, visitor: str, rating: int) -> None:
        """Stars for the newest conversation. Raises NoSuchThread and Refused."""

    async def file(self, media_id: str, visitor: str) -> tuple[str, bytes]:
        """A picture of the visitor's history: its content type and bytes. Raises Refused."""


class Staff(Protocol):
    """Programs of the staff's."""

    async def check(self, token: str | None, agent: str) -> Colleague | None:
        """Who speaks, by this token; None: a customer. Raises Refused where its bearer may not
        speak with an agent."""

    async def find(self, token: str | None) -> Colleague | None:
        """Whose token this is; None: no staff token. Raises Refused for one that does not hold."""
