"""What of a text may be shown while it comes: no thoughts of the model's, and no calls that it
wrote as text. What may become such is kept back until it is known what it is."""

import re
from collections.abc import Iterable

from agents.models.thoughts import CLOSING, OPENING

_CALLS = re.compile(
    r"<tool_call|<function|<\|(?:python_tag|tool|channel)|\[TOOL_CALLS|```(?:json|tool\w*)?\s*[\[{]"
    r"|\{\s*\"(?:name|function|tool_calls?|type|arguments|parameters)\"|\bfunctions\.\w"
)
# The beginning of any of these, at the end of what came so far.
_BEGUN = re.compile(
    r"(?:</?[\w|]*|<\|[\w|]*\|>\s*\w*|\[/?[A-Z_]*|`+\w*\s*|\{\s*(?:\"\w*\"?)?|◁/?\w*"
    r"|\bf(?:u(?:n(?:c(?:t(?:i(?:o(?:n(?:s\.?)?)?)?)?)?)?)?)?)\Z"
)
_NOT_FOR_PEOPLE = re.compile(r"\{|\[\s*[\[{\"]|```|\[\Z")  # as the first of a text
_MARK = 24  # characters that a mark has at most


class Curtain:
    """Of one answer. offered: the tools' names. thinking: it begins with thoughts, unmarked."""

    def __init__(self, offered: Iterable[str] = (), *, thinking: bool = False) -> None:
        self._names = tuple(offered)
        self._held = ""
        self._thinking, self._closed, self._begun = thinking, False, False

    def let(self, text: str) -> str:
        """What of this text, and of what was held before, may be shown now."""
        if self._closed:
            return ""
        self._held += text
        shown = ""
        while piece := self._next():
            shown += piece
            self._begun = True
        return shown

    def _next(self) -> str:
        """A piece that may be shown; none: the rest waits."""
        if self._thinking and not self._thought_through():
            return ""
        if not self._begun:
            self._held = self._held.lstrip()
            if self._may_be_no_text():
                return ""
        held = self._held
        if CLOSING.search(held):
            # Thoughts that never began: they were shown, and will be replaced by the rest.
            self._closed, self._held = True, ""
            return ""
        if call := _CALLS.search(held):
            self._closed, self._held = True, ""
            return held[: call.start()].rstrip()
        if opened := OPENING.search(held):
            self._thinking, self._held = True, held[opened.end() :]
            return held[: opened.start()] or self._next()
        begun = _BEGUN.search(held)
        end = begun.start() if begun else len(held)
        self._held = held[end:]
        return held[:end]

    def _thought_through(self) -> bool:
        closed = CLOSING.search(self._held)
        if closed is None:
            self._held = self._held[-_MARK:]
            return False
        self._thinking, self._held = False, self._held[closed.end() :]
        return True

    def _may_be_no_text(self) -> bool:
        """Whether the text begins as JSON, code, or a call of a tool written as in a program."""
        if _NOT_FOR_PEOPLE.match(self._held):
            return True
        word = self._held.partition("(")[0].strip("[ ")
        whole = "(" in self._held
        return bool(word) and any(
            name == word if whole else name.startswith(word) for name in self._names
        )
