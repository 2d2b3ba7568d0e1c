"""What the engine needs of the world: doors, a clock. The world's side implements these."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from msgspec import Struct

from bot.delivery import Outbound, SendTrouble, Sent
from bot.messages import Colleague, File, Inbound, LaneAddress


class Clock(Protocol):
    """The time that business runs by; tests and rehearsals move it."""

    def now(self) -> datetime:
        """Now, aware, in UTC."""


class Sender(Protocol):
    """The way out of a door. Both calls end by themselves within seconds."""

    async def send(self, message: Outbound) -> Sent:
        """Hands a message to the vendor, once. Raises SendError, typed by what to do about it;
        DOUBT where the vendor may have taken it all the same."""

    async def find_sent(self, message: Outbound, claimed: frozenset[str]) -> Sent | None:
        """Asks the vendor, after a crash or a doubt, whether it took the message.

        claimed: vendor ids that belong to other messages. None: surely not taken.
        Raises SendError where the vendor cannot tell."""

    async def close(self) -> None:
        """Lets go of its connections."""


class Fetcher(Protocol):
    """Fetches the files that a door's messages come with. Ends by itself within seconds."""

    async def fetch(self, url: str, most: int) -> File:
        """The file behind a vendor's URL, of at most so many bytes. Raises FetchError."""


class Directory(Protocol):
    """Who belongs to the staff."""

    async def find(self, user: str) -> Colleague | None:
        """The member of staff of this id; None: they are none. Raises Away."""


class Place(Struct, frozen=True):
    """Where an answer is shown while it is made, and for whom. lane: as the question came. begins:
    whether the question began its thread."""

    lane: LaneAddress
    user: str
    begins: bool


class Step(Struct, frozen=True):
    """Something that an agent does on its way to an answer."""

    id: str
    title: str
    done: bool = False


class Screen(Protocol):
    """Shows answers while they are made. Every call ends by itself within seconds, and raises
    SendError."""

    async def status(self, place: Place, words: str) -> None:
        """Says that there is work on it; with no words, that there is none any more."""

    async def title(self, place: Place, words: str) -> None:
        """Names a thread that was just begun."""

    async def begin(self, place: Place, text: str, steps: Sequence[Step]) -> str:
        """Begins to show an answer; the vendor's id of what was begun."""

    async def add(self, begun: str, text: str, steps: Sequence[Step]) -> None:
        """Shows more of it."""


def whole(text: str) -> list[str]:
    """A text in one piece, for doors that take any length."""
    return [text]


class Charge(Struct, frozen=True):
    """What sending a text costs: the segments it is billed as, and micro-dollars (10^-6)."""

    segments: int
    micros: int


class Door(Struct, frozen=True):
    """A channel as the engine sees it: which agent serves it, how it waits and how it speaks.

    sender: the way out; None where replies are fetched (the web). fetcher: of the files that its
    messages come with; None where they come with none. quiet: seconds of silence that
    end a burst, longest: the longest a burst is waited for. split: a reply in the parts that the
    channel sends. introduces: whether the first reply says who we are and how to opt out.
    limited: whether the door itself refuses who is too fast (HTTP's 429). staffed: only staff talk
    there. cost_of: micro-dollars (10^-6) that a message costs which comes in; None: nothing."""

    name: str
    agent: str
    sender: Sender | None
    quiet: float = 0.0
    longest: float = 0.0
    split: Callable[[str], list[str]] = whole
    introduces: bool = False
    limited: bool = False
    staffed: bool = False
    fetcher: Fetcher | None = None
    cost_of: Callable[[Inbound], int] | None = None


class Carrier(Struct, frozen=True):
    """What is to be known of a channel's vendor, to send by it and to act on its refusals.

    trouble_of: what to do about one of its error codes. split: a text that it finds too long, in
    parts. opens: (address, now) -> when it lets messages through again that it refused for the
    hour. per_second: messages that each of our numbers may send; None: any. number: what sends
    where a message names no number of ours. charge: (body, segments where the vendor said) -> what
    a message costs that it took; None: nothing."""

    trouble_of: Callable[[int], SendTrouble]
    split: Callable[[str], list[str]] = whole
    opens: Callable[[str, datetime], datetime] | None = None
    per_second: float | None = None
    number: str = ""
    charge: Callable[[str, int | None], Charge] | None = None
