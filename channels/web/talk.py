"""A message and its answer in one piece, a thread's history, and ratings."""

from typing import Annotated, Literal

from aiohttp import web
from msgspec import UNSET, Meta, Struct

from channels.web.answers import json
from channels.web.gate import Gate
from channels.web.inbound import ChatRequest, Id, read_body, read_id, read_query
from channels.web.ports import Chat, History
from channels.web.shapes import ChatAnswer, HistoryPage, Rated

MOST_LINES = 200


class HistoryQuery(Struct, frozen=True):
    """after, before: ids of messages; after goes before. Neither: the newest messages."""

    after: Id | None = None
    before: Id | None = None
    limit: Annotated[int, Meta(ge=1, le=MOST_LINES)] = 50


class Thumb(Struct, frozen=True):
    """1 up, -1 down."""

    rating: Literal[1, -1]


class Stars(Struct, frozen=True):
    """1 to 5."""

    rating: Literal[1, 2, 3, 4, 5]


class Talk:
    """The handlers."""

    def __init__(self, gate: Gate, chat: Chat, history: History) -> None:
        self._gate, self._chat, self._history = gate, chat, history

    def routes(self) -> list[web.RouteDef]:
        chat = "/api/v1/ai/chat"
        return [
            web.post(chat, self.chat),
            web.get(f"{chat}/{{thread_id}}/history", self.history),
            web.post(f"{chat}/{{thread_id}}/rating", self.rate_thread),
            web.post("/api/v1/ai/messages/{message_id}/rating", self.rate_message),
        ]

    async def chat(self, request: web.Request) -> web.Response:
        """A message, answered in one piece."""
        asked = read_body(await request.read(), ChatRequest)
        caller = await self._gate.speaker(request, asked.agent)
        admitted, answered = await self._chat.say(asked.saying(), caller)
        new = admitted.new and caller.staff is None
        token = self._gate.issue(admitted.visitor) if new else UNSET
        response = json(
            ChatAnswer(
                response=answered.response,
                thread_id=admitted.thread_id,
                message_id=answered.message_id,
                handoff=answered.handoff,
                agent=answered.metadata.get("agent"),
                tool_calls=answered.metadata.get("tools", []),
                usage=answered.metadata.get("usage"),
                visitor_token=token,
                sources=answered.metadata.get("sources", []),
            )
        )
        if token is not UNSET:
            self._gate.hand_out(request, response, token)
        return response

    async def history(self, request: web.Request) -> web.Response:
        """What was said in a thread."""
        visitor = (await self._gate.reader(request)).visitor or ""
        thread_id = read_id(request.match_info["thread_id"])
        asked = read_query(request.query, HistoryQuery)
        page = await self._history.page(thread_id, visitor, asked.after, asked.before, asked.limit)
        return json(
            HistoryPage(
                thread_id=thread_id,
                messages=page.lines,
                handoff=page.standing.claimed,
                staff_name=page.standing.staff_name,
                more=page.more,
            )
        )

    async def rate_message(self, request: web.Request) -> web.Response:
        """A thumb on a reply."""
        visitor = self._gate.visitor(request).visitor or ""
        message_id = read_id(request.match_info["message_id"])
        thumb = read_body(await request.read(), Thumb)
        await self._history.rate_message(message_id, visitor, thumb.rating)
        return json(Rated(thumb.rating))

    async def rate_thread(self, request: web.Request) -> web.Response:
        """Stars for a conversation."""
        visitor = self._gate.visitor(request).visitor or ""
        thread_id = read_id(request.match_info["thread_id"])
        stars = read_body(await request.read(), Stars)
        await self._history.rate_thread(thread_id, visitor, stars.rating)
        return json(Rated(stars.rating))
