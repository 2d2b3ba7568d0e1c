"""Turns as they were opened: of which kind, what is known of each, and the rules they go by."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from bot.business.profile import Profile
from bot.business.scope import Scope
from bot.chat_messages import Line
from bot.messages import Message
from bot.ports import Door
from bot.silence import Silence
from storage.conversations import Conversation
from storage.inbox import Stored
from storage.joining import Joined
from storage.lanes import Claim


class Rules(Struct, frozen=True):
    """What turns are opened by; one version from a turn's start to its end.

    attempts: failures in a row after which a mailbox's events are given up.
    limits: {agent: (per minute, burst)} of one person. chatbot: ENABLE_AI_CHATBOT. tools:
    ENABLE_TOOL_CALLING; without them the agent can do little but fetch a person. paused: the
    channels whose customers' messages go to a person; "all": every one. history_tokens: the most
    of what was said that a model is shown."""

    profile: Profile
    profile_version: int
    doors: Mapping[str, Door]
    limits: Mapping[str, tuple[int, int]]
    attempts: int
    chatbot: bool
    tools: bool = True
    paused: frozenset[str] = frozenset()
    history_tokens: int = 8000

    def answers(self, channel: str) -> bool:
        """Whether an agent answers customers there."""
        return self.chatbot and self.paused.isdisjoint((channel, "all"))


class Talk(Struct):
    """A turn of conversation. seen: the mailbox's gen that this turn knows of. last: the newest
    event, whose address the reply goes to. heard: what was taken in, as its watchers see it.
    more: the mailbox holds something that is another turn's. staffed: it is one of the staff who
    speaks, or says so. turned_away: what they are told who may not ask here."""

    claim: Claim
    seen: int
    events: list[Stored]
    last: Stored
    scope: Scope
    conversation: Conversation
    messages: list[Message]
    silence: Silence | None
    introduced: bool
    heard: list[Line]
    more: bool
    staffed: bool = False
    turned_away: str = ""

    def with_ids(self, steps: Sequence[Message]) -> None:
        """The steps that were not stored are these now, which are."""
        places = [i for i, line in enumerate(self.messages) if line.turn_id and not line.id]
        for place, step in zip(places, steps, strict=True):
            self.messages[place] = step


class TimerDue(Struct, frozen=True):
    """A turn of the clock's."""

    claim: Claim
    seen: int
    event: Stored


class StaffActed(Struct, frozen=True):
    """A turn of the staff's: something they did at their desk."""

    claim: Claim
    seen: int
    event: Stored


class GivenUp(Struct, frozen=True):
    """Events that failed too often; the conversation goes on without an answer to them."""

    talk: Talk | None
    claim: Claim
    seen: int
    events: list[Stored]


class Moved(Struct, frozen=True):
    """What the mailbox held is another's, which has it now."""

    joined: Joined


Opened = Talk | TimerDue | StaffActed | GivenUp | Moved | None
