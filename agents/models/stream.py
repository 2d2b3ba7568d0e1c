"""A streamed chat completion, read from its bytes.

The SDK makes objects of every chunk, which costs 70 to 150 microseconds each; here only what is
needed of a chunk is decoded. What the texts of a stream mean is documented at
https://platform.openai.com/docs/api-reference/chat-streaming; what other servers make of it was
seen in them.
"""

from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import Raw, Struct, structs

from agents.guardrails.sentences import ends
from agents.models.curtain import Curtain
from agents.models.errors import Unwell
from agents.models.thoughts import closes_unopened, without_thoughts
from agents.models.toolcalls import CallAssembler, CallPart
from agents.models.written_calls import calls_in_text
from agents.ports import Answer, ModelError
from bot.messages import Usage

_MOST_BYTES = 8 * 1024**2
_MOST_TOKENS = 10**9  # more is no count
_NOTHING = Raw(b"null")
_FIELDS = (b":", b"event:", b"id:", b"retry:")
# At the end of what is whole, where a server says by nothing else that it is.
_ENDINGS = (*".!?…)\"'”*", "\N{FULLWIDTH QUESTION MARK}", "\N{IDEOGRAPHIC FULL STOP}")


class _Delta(Struct):
    content: str | list[dict[str, Any]] | None = None
    reasoning_content: Raw = _NOTHING  # thoughts, kept apart; there are two names for them
    reasoning: Raw = _NOTHING
    refusal: str | None = None
    tool_calls: list[CallPart] | None = None


class _Choice(Struct):
    delta: _Delta | None = None
    message: _Delta | None = None  # of a server that does not stream
    finish_reason: str | None = None
    index: int | None = None


class _Chunk(Struct):
    choices: list[_Choice] | None = None
    usage: Raw = _NOTHING
    error: Raw = _NOTHING


class _Details(Struct):
    cached_tokens: int | None = None
    cache_write_tokens: int | None = None


class _Usage(Struct):
    prompt_tokens: int = 0
    completion_tokens: int = 0
    prompt_tokens_details: _Details | None = None


class _Error(Struct):
    type: str | None = None
    code: str | int | None = None


_chunks = msgspec.json.Decoder(_Chunk)


class AnswerReader:
    """Reads one answer. Feed it the bytes as they come, then take the answer at their end. most:
    characters of its text; more, and its server does not heed the limit that it was given."""

    def __init__(
        self,
        offered: frozenset[str] = frozenset(),
        *,
        heard: Iterable[str] = (),
        thinking: bool = False,
        most: int = _MOST_BYTES,
    ) -> None:
        self.done = False  # [DONE] came: nothing follows
        self.moved = False  # the bytes fed last held something of the answer
        self.thought_unasked = False  # it ended a thought whose beginning it never marked
        self._offered, self._heard = offered, heard
        self._curtain = Curtain(offered, thinking=thinking)
        self._choices: list[int] = []
        self._several = False
        self._rest = b""
        self._plain: list[bytes] = []  # the lines of a body that is no event stream
        self._most, self._characters = most, 0
        self._bytes = 0
        self._events = 0
        self._texts: list[str] = []
        self._shown: list[str] = []
        self._calls = CallAssembler()
        self._finish: str | None = None
        self._usage: Raw = _NOTHING

    def feed(self, data: bytes) -> str:
        """Takes bytes in, and returns the text in them that may be shown at once.

        Raises ModelError where the stream holds an error, or is none."""
        self._bytes += len(data)
        if self._bytes > _MOST_BYTES:
            raise ModelError("the model's answer has no end")
        self.moved = False
        self._shown.clear()
        lines = (self._rest + data).split(b"\n")
        self._rest = lines.pop()
        for line in lines:
            self._line(line)
        return "".join(self._shown)

    def end(self) -> Answer:
        """The whole answer. Raises ModelError where it is not whole, or empty for lack of room."""
        if not self._events:
            self._event(b"".join([*self._plain, self._rest]))
        elif self._rest:
            self._line(self._rest)
        if not (self.has_ended or self._looks_whole()):
            raise Unwell("the model's answer broke off", again=True)
        answer = self._answer()
        if self._finish == "content_filter":
            raise ModelError("the model's answer was held back by its server's filter")
        if self._finish == "length" and not answer.tool_calls:
            answer = structs.replace(answer, text=_whole_sentences(answer.text))
            if not answer.text:
                raise ModelError("the model spent its tokens without a word")
        return answer

    def _answer(self) -> Answer:
        written = "".join(self._texts).replace("\0", "")
        self.thought_unasked = closes_unopened(written)
        said, calls = without_thoughts(written), self._calls.calls()
        if self._offered and not calls:
            # A thought may weigh a call that is never made; but some end in one, unclosed.
            said, calls = calls_in_text(said or written, self._offered, self._heard)
        return Answer(without_thoughts(said), calls, _usage(self._usage))

    @property
    def has_ended(self) -> bool:
        """The server said that the answer has; only what it used may follow."""
        return self.done or self._finish is not None

    def _looks_whole(self) -> bool:
        """Some servers say by nothing but the body's end that an answer is whole."""
        calls = self._calls.calls()
        if calls:
            return all(call.arguments.endswith("}") for call in calls)
        text = "".join(self._texts).rstrip()
        return bool(self._events) and text.endswith(_ENDINGS)

    def _line(self, line: bytes) -> None:
        if line.startswith(b"data:"):
            self._events += 1
            if line[5:7] == b" {":
                self._event(line[5:])
            else:
                self._unusual(line[5:].strip())
        elif not self._events and line.strip() and not line.startswith(_FIELDS):
            self._plain.append(line)

    def _unusual(self, data: bytes) -> None:
        if data == b"[DONE]":
            self.done = True
        elif data:
            self._event(data)

    def _event(self, data: bytes) -> None:
        if self.done:
            return
        chunk = _decoded(data)
        if chunk.error is not _NOTHING and chunk.error != _NOTHING:
            raise Unwell(f"the model's server failed: {_kind(chunk.error)}", again=True)
        if chunk.usage is not _NOTHING and chunk.usage != _NOTHING:
            self._usage = chunk.usage
        choices = chunk.choices or ()
        self._several = self._several or len(choices) > 1
        for choice in choices[:1]:
            if self._is_first(choice.index or 0):
                self._finish = choice.finish_reason or self._finish
                if (delta := choice.delta or choice.message) is not None:
                    self._delta(delta)

    def _is_first(self, index: int) -> bool:
        """Whether a choice is the one that is read. Where several come, their numbers come again;
        there are servers that count their pieces by them."""
        if index in self._choices[1:] or (len(self._choices) > 1 and index == self._choices[0]):
            self._several = True
        elif index not in self._choices:
            self._choices.append(index)
        return not self._several or index == self._choices[0]

    def _delta(self, delta: _Delta) -> None:
        if text := delta.content or delta.refusal:
            self._say(text if isinstance(text, str) else _joined(text))
        for part in delta.tool_calls or ():
            self.moved = True
            self._calls.add(part)
        if delta.reasoning_content is not _NOTHING or delta.reasoning is not _NOTHING:
            self.moved = True

    def _say(self, text: str) -> None:
        self.moved = True
        self._characters += len(text)
        if self._characters > self._most:
            raise ModelError("the model's answer has no end")
        self._texts.append(text)
        self._shown.append(self._curtain.let(text))


def _whole_sentences(text: str) -> str:
    """Without the sentence that was cut off."""
    return text[: max(ends(f"{text} "), default=0)].rstrip()


def _decoded(data: bytes) -> _Chunk:
    try:
        return _chunks.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Unwell("the model's answer holds what is no chunk of one", again=True) from None


def _joined(parts: list[dict[str, Any]]) -> str:
    """The text among typed parts of a content; others are thoughts."""
    return "".join(str(part.get("text") or "") for part in parts if part.get("type") == "text")


def _usage(raw: Raw) -> Usage | None:
    try:
        found = msgspec.json.decode(raw, type=_Usage | None)
    except msgspec.DecodeError:
        return None
    if found is None or not (found.prompt_tokens or found.completion_tokens):
        return None
    details = found.prompt_tokens_details or _Details()
    cached, written = details.cached_tokens or 0, details.cache_write_tokens
    counts = (found.prompt_tokens, found.completion_tokens, cached, written or 0)
    if not all(0 <= count <= _MOST_TOKENS for count in counts):
        return None
    cached = min(cached, found.prompt_tokens)
    return Usage(found.prompt_tokens, found.completion_tokens, cached, written)


def _kind(raw: Raw) -> str:
    """An error's kind; its text might quote the customer."""
    try:
        error = msgspec.json.decode(raw, type=_Error)
    except msgspec.DecodeError:
        return "it did not say how"
    return str(error.code or error.type or "it did not say how")
