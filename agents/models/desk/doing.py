"""What is said of something done or proposed, and of what is missing for it."""

from collections.abc import Callable, Mapping

from agents.models.desk.talk import Item, Result, Steps, Talk, Told, trouble
from agents.models.desk.words import lazily

_REQUEST = lazily(
    r"(?:help|leads|bookings|calendar|chats|my todos|show|find|look up|who (?:is|do)|block|unblock"
    r"|assign|confirm|convert|take over|remind|quote|undo|cancel|tell|read)\b"
)
_ANEW = lazily(
    r"(?:what|when|how|where|why|which|any|is there|are there|do we|did|book|note|add|lose|we lost"
    r"|close|end|give|take|move|send|text|ask|forget|draw|chart|export|i (?:called|spoke|sent)"
    r"|(?:mark|set|change|put) .+ (?:as|to|at|on|in))\b"
)


def asks_anew(talk: Talk) -> bool:
    """Whether somebody asks for something else instead of answering what they were asked."""
    plain = talk.words.plain
    return bool(_REQUEST().match(plain) or _ANEW().match(plain))


def reported(result: Result, kind: str | None = None, item: Item | None = None) -> Told:
    """A command's result in words; what it was done to is what "it" means next."""
    if wrong := trouble(result):
        return Told(wrong)
    if title := result.get("proposed"):
        return Told(f"I've put a card up: {title}. It waits for your approval.", focus=item)
    row = result.get(kind) if kind else None
    if isinstance(row, Mapping) and kind and row.get("id"):
        named = str(row.get("name") or row.get("text") or "")
        item = Item(kind, str(row["id"]), named, dict(row))
    return Told(_sentence(result), focus=item)


def _sentence(result: Result) -> str:
    done = str(result.get("done") or result.get("message") or "Done")
    return done if done.endswith((".", "!", "?")) else f"{done}."


def asked_reason(question: str, go_on: Callable[[str], Steps]) -> Steps:
    """Asks something that is answered in free words."""
    yield from ()
    return Told(question, then=lambda talk: _answered(talk, go_on))


def _answered(talk: Talk, go_on: Callable[[str], Steps]) -> Steps | None:
    words = talk.text.strip(" .")
    if not words or _REQUEST().match(talk.words.plain):
        return None  # something else is asked for instead
    return go_on(words)
