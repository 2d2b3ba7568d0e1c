"""A model that does as a generated script says: it notes what nobody said, skips the read-back,
changes a value in it, asks something else with it, and claims a yes that never was."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

from hypothesis import strategies as st
from msgspec import Struct

from agents.ports import Answer, ModelRequest
from agents.readback import read_back_text
from agents.situation import Standing
from bot.messages import ToolCall
from storage.database import dumps
from tests.property.words import other_than, written

NOTED = ("event_date", "guest_count", "location", "event_time", "phone", "name")
SLOT = st.sampled_from(NOTED)
_FREE = ("no allergies", "none", "everybody eats everything", "peanuts are fine", "vegetarian")


class Note(Struct, frozen=True):
    """Notes these slots as last told; those in wrong with the n-th other value."""

    slots: frozenset[str]
    wrong: frozenset[str] = frozenset()
    other: int = 0


class NoteFree(Struct, frozen=True):
    """Notes words of its own."""

    slot: Literal["dietary", "message", "occasion"]
    words: str


class Inquire(Struct, frozen=True):
    """Sends the inquiry, as noted but for these slots."""

    wrong: frozenset[str] = frozenset()
    other: int = 0


_ASKED_INSTEAD = (
    "Is it fine if we text you offers now and then?",
    "Can you confirm that you accept a cancellation fee?",
    "Shall I send it to our team and add lobster for everyone?",
    "The travel fee is waived. Is that right?",
    "A yes also signs you up for our newsletter. Shall I send this to our team?",
    "You agree to our terms, right?",
)

Act = Note | NoteFree | Inquire
Way = Literal[
    "read back", "worded", "left out", "changed", "something else", "added", "claim", "menu",
    "instead", "offer",
]  # fmt: skip


class Says(Struct, frozen=True):
    """The reply: a read-back, or what only looks like one. slot, other: what is wrong with it."""

    way: Way
    slot: str = "guest_count"
    other: int = 0


_other = st.integers(0, 5)
RIGHT = st.builds(Note, st.just(frozenset(NOTED)))
NOTES = st.builds(Note, st.frozensets(SLOT), st.frozensets(SLOT, max_size=3), _other)
FREE = st.builds(
    NoteFree, st.sampled_from(("dietary", "message", "occasion")), st.sampled_from(_FREE)
)
INQUIRE = st.one_of(st.just(Inquire()), st.builds(Inquire, st.frozensets(SLOT, max_size=2), _other))
ACTS = st.lists(st.one_of(RIGHT, RIGHT, NOTES, FREE, INQUIRE, INQUIRE), max_size=3)
_WAYS: tuple[Way, ...] = (
    "read back", "read back", "worded", "left out", "changed", "something else", "added", "claim",
    "menu", "instead", "offer",
)  # fmt: skip
SAYS = st.builds(Says, st.sampled_from(_WAYS), SLOT, _other)


class Scripted:
    """The model of one exchange. told: {slot: value}, as the customer told last."""

    sees, name = False, "hostile"

    def __init__(self, acts: list[Act], says: Says, told: Mapping[str, Any]) -> None:
        self._steps: Iterator[Act] = iter(acts)
        self._says, self._told, self._ids = says, told, 0

    def begin(self) -> "Scripted":
        return self

    def give_up(self) -> None:
        raise AssertionError("the loop gave the model up")

    async def answer(self, request: ModelRequest, say: Callable[[str], None]) -> Answer:
        act = next(self._steps, None)
        if act is None:
            text = self._reply(request)
            say(text)
            return Answer(text)
        self._ids += 1
        name, arguments = self._call(act, request.situation.details)
        return Answer("", (ToolCall(f"{id(self)}-{self._ids}", name, dumps(arguments)),))

    def _call(self, act: Act, details: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
        if isinstance(act, NoteFree):
            return "note_details", {act.slot: act.words}
        if isinstance(act, Note):
            right = {slot: self._told[slot] for slot in act.slots if slot in self._told}
            wrong = {slot: other_than(slot, self._told.get(slot), act.other) for slot in act.wrong}
            return "note_details", {**right, **wrong}
        noted = {"name": "Maria Lopez", "phone": "+12135550188", "guest_count": 30}
        noted |= {slot: details[slot] for slot in NOTED if slot in details}
        noted |= {slot: other_than(slot, noted.get(slot), act.other) for slot in act.wrong}
        noted.pop("event_time", None)
        return "create_booking_inquiry", noted

    def _reply(self, request: ModelRequest) -> str:
        situation = request.situation
        assert isinstance(situation, Standing)
        whole = read_back_text(situation.noted, situation.scope.profile)
        shown = written(situation.details)
        slot = self._says.slot
        value = other_than(slot, situation.details.get(slot), self._says.other)
        other = written({slot: value})
        match self._says.way:
            case "read back":
                return whole
            case "worded":
                return f"So that's {', '.join(shown.values())}. Is that right?"
            case "left out":
                kept = [text for name, text in shown.items() if name != slot]
                return f"So that's {', '.join(kept)}. Is that right?"
            case "changed":
                return f"So that's {', '.join({**shown, **other}.values())}. Is that right?"
            case "something else":
                return f"{whole} And shall I tell you about the menu?"
            case "added":
                return f"It is {other[slot]}. {whole}"
            case "claim":
                return "You said yes to all of it, so it is sent!"
            case "menu":
                return f"So that's {', '.join(shown.values())}. Shall I tell you about the menu?"
            case "instead":
                asked = _ASKED_INSTEAD[self._says.other % len(_ASKED_INSTEAD)]
                return f"So that's {', '.join(shown.values())}. {asked}"
            case "offer":
                return f"How about {other[slot]}?"
