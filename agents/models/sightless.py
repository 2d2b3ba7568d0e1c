"""What the embedded model cannot take in: files, and messages without a word. It says so."""

from collections.abc import Callable

from msgspec import structs

from agents.ports import Answer, Model, ModelRequest, Situation
from agents.tools.said import last_reply, since_reply
from bot.business.texts import fixed_text
from bot.messages import Usage

_CANNOT_SEE = "I can't look at pictures or files myself, but our team can."
_THANKS = f"Thanks! {_CANNOT_SEE}"
_ONE_MORE = "Got that one too, thanks! Our team can look at it."
_EMPTY = "That message came through empty. How can I help?"


class Sightless:
    """Implements Model around one that reads nothing but text, and keeps it honest."""

    def __init__(self, reader: Model) -> None:
        self._reader = reader

    @property
    def name(self) -> str:
        return self._reader.name

    async def answer(self, request: ModelRequest, say: Callable[[str], None]) -> Answer:
        """As the reader answers, where there is something to read. Raises ModelError."""
        newest = since_reply(request.messages)
        came_with_files = any(message.media for message in newest)
        if newest and not any(message.content.strip() for message in newest):
            return _said(_wordless(request) if came_with_files else _EMPTY, say)
        if not came_with_files or _told_before(request):
            return await self._reader.answer(request, say)
        answer = await self._reader.answer(request, lambda _: None)
        if answer.tool_calls:
            return answer
        return structs.replace(answer, text=_said(f"{_CANNOT_SEE} {answer.text}", say).text)


def _wordless(request: ModelRequest) -> str:
    if _told_before(request):
        return _ONE_MORE
    return f"{_THANKS}{_offer(request.situation)}"


def _offer(situation: Situation) -> str:
    """A person, unless one is called already."""
    if situation.person_asked:
        return ""
    scope = situation.scope
    return f" {fixed_text(scope.profile, 'person_offered', scope.received_at)}"


def _told_before(request: ModelRequest) -> bool:
    reply = last_reply(request.messages)
    return reply is not None and (_CANNOT_SEE in reply.content or _ONE_MORE in reply.content)


def _said(text: str, say: Callable[[str], None]) -> Answer:
    say(text)
    return Answer(text, (), Usage(0, 0))
