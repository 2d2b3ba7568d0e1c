"""How much of a conversation a remote model is shown.

A server keeps a prompt only as far as it begins as the one before, so the window's beginning stays
where it is for many turns, and then moves far: to less than half of what it may hold.
"""

from collections.abc import Iterator, Sequence

from agents.ports import Counter, Situation
from agents.tools.said import is_reply
from bot.messages import Message

_A_MESSAGE = 8  # tokens of roles and marks around each message


class Window:
    """Holds at most so many tokens of the newest messages, but always the newest turn whole."""

    def __init__(self, count: Counter, budget: int) -> None:
        self._count, self._budget = count, budget

    def __call__(self, messages: Sequence[Message], situation: Situation) -> int:
        """How many of the oldest messages lie before the window. What is summed up does; for the
        rest it follows from the messages alone, and more of them at the end change it seldom."""
        summed_up = situation.summary.reach if situation.summary else 0
        start = first_after(messages, summed_up)
        return start + first_kept(
            self.sizes(messages[start:]), turns(messages[start:]), self._budget
        )

    def sizes(self, messages: Sequence[Message]) -> list[int]:
        """What each message takes of the window, in tokens."""
        return [_A_MESSAGE + self._count(_text(message)) for message in messages]


def whole(messages: Sequence[Message], situation: Situation) -> int:
    """A window that all messages are in."""
    return 0


def first_after(messages: Sequence[Message], summed_up: int) -> int:
    """The place of the first message with a higher id than this one's."""
    return next((at for at, line in enumerate(messages) if line.id > summed_up), len(messages))


def first_kept(sizes: Sequence[int], turns: Sequence[int], budget: int) -> int:
    """The place where the window begins, of those where a turn does. sizes: of each message."""
    start = held = 0
    for at, size in enumerate(sizes):
        held += size
        if held > budget:
            start = _moved(sizes[: at + 1], [turn for turn in turns if start <= turn <= at], budget)
            held = sum(sizes[start : at + 1])
    return start


def _moved(sizes: Sequence[int], turns: Sequence[int], budget: int) -> int:
    fitting = (turn for turn in turns if sum(sizes[turn:]) <= budget // 2)
    return next(fitting, turns[-1] if turns else 0)


def turns(messages: Sequence[Message]) -> list[int]:
    """Where a conversation may be cut: at what the customer wrote after a reply, when every call
    before it has its result before it."""
    return list(_turns(messages))


def _turns(messages: Sequence[Message]) -> Iterator[int]:
    waiting: set[str] = set()
    before: Message | None = None
    for at, message in enumerate(messages):
        begins = before is None or is_reply(before) or message.turn_id != before.turn_id
        if message.role == "user" and begins and not waiting:
            yield at
        waiting |= {call.id for call in message.tool_calls}
        # What a reply did not wait for was lost: no result of it will come.
        waiting = set() if is_reply(message) else waiting - {message.tool_call_id}
        before = message


def _text(message: Message) -> str:
    calls = (f"{call.id} {call.name} {call.arguments}" for call in message.tool_calls)
    return "\n".join([message.content, *calls])
