"""FakeOpenAI: takes requests for completions and answers them by its script."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

import msgspec
from aiohttp import web

from tests.fakes.faults import cut
from tests.fakes.openai.cache import PromptCache
from tests.fakes.openai.checks import check
from tests.fakes.openai.embeddings import MODELS as EMBEDDING_MODELS
from tests.fakes.openai.embeddings import EmbeddingRequest, answered
from tests.fakes.openai.embeddings import check as check_texts
from tests.fakes.openai.errors import Refused, failure, no_such_model, wrong_key
from tests.fakes.openai.frames import Stream, new_id
from tests.fakes.openai.request import ChatRequest
from tests.fakes.openai.script import (
    BreakMidArguments,
    BreakMidStream,
    Call,
    Garbage,
    Hang,
    InStreamError,
    Part,
    Say,
    Status,
    Turn,
    Usage,
    arguments_text,
    parts,
)
from tests.fakes.openai.whole import completion
from tests.fakes.openai.writing import Pace, Writer
from tests.fakes.server import FakeServer, json_answer
from tests.fakes.waiting import Recorded

Decide = Callable[[ChatRequest], Turn]

MODELS = (
    *("gpt-6-luna", "gpt-6-sol", "gpt-6.1-terra", "gpt-6.1-sol", "gpt-5.6-luna", "gpt-5.5"),
    *("gpt-5.4", "gpt-5.4-mini", "gpt-5.2", "gpt-4.1-mini"),
)


class Settings(msgspec.Struct):
    """What POST /_fake/settings can change; each as the attribute of the same name."""

    models: list[str] | None = None
    refuses: set[str] | None = None
    otherwise: list[Part] | None = None
    pace: Pace | None = None


class FakeOpenAI(FakeServer):
    """The API for one key, or for any key where none is given.

    Each request takes the next scripted turn; past those, `decide` chooses from the request,
    else `otherwise` answers. A request that nothing answers is refused, and leaving the block
    raises AssertionError (or what `decide` raised). `refuses` names parameters this server
    does not know, as compatible servers may not. With a `cache` usage is counted in tokens, and
    tells how many of them were found there.
    """

    def __init__(
        self,
        *turns: Turn,
        decide: Decide | None = None,
        pace: Pace | None = None,
        api_key: str | None = None,
        state: Path | None = None,
        port: int = 0,
    ) -> None:
        super().__init__(port=port)
        self.requests = Recorded(ChatRequest, lambda request: request.id, state)
        self.decide = decide
        self.pace = pace or Pace()
        self.models: Iterable[str] = MODELS
        self.embedded = Recorded(EmbeddingRequest, lambda request: request.id, None)
        self.embedding_models: Iterable[str] = EMBEDDING_MODELS
        self.embedding_trouble: Status | None = None
        self.embedding_gate: str | None = None
        self.refuses: set[str] = set()
        self.otherwise: Turn | None = None
        self.cache: PromptCache | None = None
        self._api_key = api_key
        self._turns: deque[Turn] = deque(turns)
        self._mistakes: list[Exception] = []

    @property
    def base_url(self) -> str:
        """What OPENAI_BASE_URL is set to."""
        return f"{self.url}/v1"

    def script(self, *turns: Turn) -> None:
        """Add turns, answered in their order."""
        self._turns.extend(turns)

    @property
    def left(self) -> int:
        """Scripted turns that nobody has asked for yet."""
        return len(self._turns)

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await super().__aexit__(kind, error, trace)
        if error is None and self._mistakes:
            raise self._mistakes[0]

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/v1/chat/completions", self._complete),
            web.post("/v1/embeddings", self._embed),
            web.get("/v1/models", self._list_models),
            web.get("/v1/models/{id}", self._show_model),
        ]

    def logs(self) -> Mapping[str, Recorded[Any]]:
        return {"requests": self.requests}

    def take_script(self, raw: bytes) -> None:
        self.script(*msgspec.json.decode(raw, type=list[Part | list[Part]]))

    def take_settings(self, raw: bytes) -> None:
        given = msgspec.json.decode(raw, type=Settings)
        for name in given.__struct_fields__:
            if (value := getattr(given, name)) is not None:
                setattr(self, name, value)

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        chat = _recorded(request, await request.json())
        self.requests.put(chat)
        try:
            self._admit(request, chat)
            turn = list(parts(self._turn(chat)))
            if self.cache is not None:
                chat.usage = _counted(self.cache, chat, turn)
            return await self._answer(request, chat, turn)
        except Refused as refused:
            chat.outcome = "refused"
            return refused.answer()
        except (asyncio.CancelledError, ConnectionError):
            chat.outcome = "left"
            raise
        finally:
            self.requests.put(chat)

    def _admit(self, request: web.Request, chat: ChatRequest) -> None:
        self._authenticate(request)
        if chat.model not in self.models:
            raise no_such_model(chat.model)
        for name in self.refuses & chat.body.keys():
            raise Refused(f"Unknown parameter: '{name}'.", name, "unknown_parameter")
        check(chat.body)

    def _authenticate(self, request: web.Request) -> None:
        scheme, _, key = request.headers.get("Authorization", "").partition(" ")
        if scheme != "Bearer" or not key or self._api_key not in (None, key):
            raise wrong_key()

    def _turn(self, chat: ChatRequest) -> Turn:
        if self._turns:
            return self._turns.popleft()
        try:
            return self._decided(chat)
        except Exception as mistake:  # a test's own callable may raise anything; told at the end
            self._mistakes.append(mistake)
            raise Refused(f"the test's script failed: {mistake}") from mistake

    def _decided(self, chat: ChatRequest) -> Turn:
        turn = self.decide(chat) if self.decide else self.otherwise
        assert turn is not None, "the model was asked more often than the script has turns"
        return turn

    async def _answer(
        self, request: web.Request, chat: ChatRequest, turn: list[Part]
    ) -> web.StreamResponse:
        while turn and isinstance(hang := turn[0], Hang):
            await self.gates.hold(hang.gate)
            turn.pop(0)
        if turn and isinstance(turn[0], Status):
            chat.outcome = "failed"
            return failure(turn[0])
        answer = await (self._stream if chat.streams else self._whole)(request, chat, turn)
        broken = any(isinstance(part, _FATAL) for part in turn)
        chat.outcome = "failed" if broken else "answered"
        return answer

    async def _stream(
        self, request: web.Request, chat: ChatRequest, turn: list[Part]
    ) -> web.StreamResponse:
        writer = Writer(request, chat.id, self.gates, self.pace)
        return await writer.send(Stream(chat, turn).steps())

    async def _whole(
        self, request: web.Request, chat: ChatRequest, turn: list[Part]
    ) -> web.StreamResponse:
        for part in turn:
            match part:
                case BreakMidStream() | BreakMidArguments():
                    return cut(request)
                case Garbage(line=line):
                    return web.Response(text=line, content_type="application/json")
                case InStreamError():
                    return failure(Status(500))
                case Hang(gate=gate):
                    await self.gates.hold(gate)
        await asyncio.sleep(self.pace.first_token)
        return json_answer(completion(chat, turn))

    async def _embed(self, request: web.Request) -> web.StreamResponse:
        """No model: no such route, as with many compatible servers."""
        if not self.embedding_models:
            raise web.HTTPNotFound
        asked = EmbeddingRequest(id=new_id("embd-"), body=await request.json())
        self.embedded.put(asked)
        if self.embedding_gate is not None:
            await self.gates.hold(self.embedding_gate)
        if self.embedding_trouble is not None:
            return failure(self.embedding_trouble)
        try:
            self._authenticate(request)
            if (model := str(asked.body.get("model"))) not in self.embedding_models:
                raise no_such_model(model)
            check_texts(asked)
        except Refused as refused:
            return refused.answer()
        return json_answer(answered(asked))

    async def _list_models(self, request: web.Request) -> web.Response:
        try:
            self._authenticate(request)
        except Refused as refused:
            return refused.answer()
        return json_answer({"object": "list", "data": [_model(name) for name in self.models]})

    async def _show_model(self, request: web.Request) -> web.Response:
        name = request.match_info["id"]
        if name not in self.models:
            return no_such_model(name).answer()
        return json_answer(_model(name))


_FATAL = BreakMidStream | BreakMidArguments | Garbage | InStreamError


def _recorded(request: web.Request, body: dict[str, Any]) -> ChatRequest:
    headers = {
        name.lower(): value
        for name, value in request.headers.items()
        if name.lower() != "authorization"
    }
    query = dict(request.query)
    return ChatRequest(id=new_id("chatcmpl-"), body=body, headers=headers, query=query)


def _counted(cache: PromptCache, chat: ChatRequest, turn: list[Part]) -> Usage:
    found = cache.take(chat.body)
    said = [part.text for part in turn if isinstance(part, Say)]
    calls = [
        f"{part.name} {arguments_text(part.arguments)}" for part in turn if isinstance(part, Call)
    ]
    return Usage(
        found.prompt, cache.size((*said, *calls)), cached=found.cached, written=found.written
    )


def _model(name: str) -> dict[str, Any]:
    return {"id": name, "object": "model", "created": 1_790_000_000, "owned_by": "system"}
