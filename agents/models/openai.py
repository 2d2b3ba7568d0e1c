"""Models behind an OpenAI-compatible server.

The SDK makes the request, authenticates it and types its refusals; the stream's bytes are read
raw. Its own retries are off: it would sleep a Retry-After of up to two minutes, whatever our
deadlines say.
"""

import asyncio
import re
import ssl
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, cast

import structlog
from msgspec import structs

from agents.models.address import client_arguments
from agents.models.deadlines import Deadlines, Watch
from agents.models.dialect import Dialect
from agents.models.errors import Unwell
from agents.models.refusals import need_of, refused
from agents.models.stream import AnswerReader
from agents.ports import Answer, ModelError, ModelRequest

if TYPE_CHECKING:
    from openai import APIStatusError, AsyncOpenAI

_NOT_LEARNED_FROM = frozenset({401, 403, 408, 409, 429})
_LAST_WORDS_S, _USAGE_S = 0.25, 1.5
_OF_WHAT_WAS_SAID = re.compile(
    r"context|content|token|policy|filter|moderat|safety|tools|image|vision|too (?:long|large)",
    re.IGNORECASE,
)
_IDLE_S = 60.0

log = structlog.get_logger(__name__)


class OpenAIServer:
    """One server, one key, one client for all of its models. connections: at most at a time."""

    def __init__(self, api_key: str, base_url: str | None = None, connections: int = 1000) -> None:
        self._api_key, self._base_url = api_key, base_url or None
        self._connections = connections
        self._making: asyncio.Task[AsyncOpenAI] | None = None

    def model(
        self, name: str, max_tokens: int, temperature: float, deadlines: Deadlines | None = None
    ) -> "OpenAIModel":
        """A model of this server, by its name there."""
        dialect = Dialect(name, max_tokens, temperature)
        return OpenAIModel(name, self, dialect, deadlines or Deadlines())

    async def client(self) -> "AsyncOpenAI":
        """The client; made at the first call, in a thread, since the import alone takes 0.9 s."""
        if self._making is None:
            self._making = asyncio.create_task(asyncio.to_thread(self._make), name="openai client")
        return await asyncio.shield(self._making)

    def _make(self) -> "AsyncOpenAI":
        import httpx2
        import openai

        limits = httpx2.Limits(max_connections=self._connections, keepalive_expiry=_IDLE_S)
        client = openai.AsyncOpenAI(
            **client_arguments(self._api_key, self._base_url),
            # Over aiohttp a request costs a third less than over the SDK's usual transport.
            http_client=openai.DefaultAioHttpClient(limits=limits),
        )
        _ = client.chat.completions  # its modules are imported at this first look
        return client

    async def close(self) -> None:
        """Closes the client, where one was made."""
        if self._making is not None:
            await (await self._making).close()


class OpenAIModel:
    """One model of a server, as a Model."""

    def __init__(
        self, name: str, server: OpenAIServer, dialect: Dialect, deadlines: Deadlines
    ) -> None:
        self.name = name
        self._server, self._dialect, self._deadlines = server, dialect, deadlines
        self._thinks = False  # aloud, without a mark where the thoughts begin

    @property
    def sees(self) -> bool:
        """Whether pictures may be shown to it: until its server refuses them."""
        return self._dialect.sees

    async def answer(self, request: ModelRequest, say: Callable[[str], None]) -> Answer:
        """Asks, and asks anew where the server refuses a part it does not know, or the pictures.

        Raises ModelError, also where a deadline passes."""
        client = await self._server.client()
        offered = frozenset(tool.name for tool in request.tools)
        watch = Watch(self._deadlines)
        try:
            async with watch.limit:
                reader = AnswerReader(
                    offered,
                    heard=_heard(request),
                    thinking=self._thinks,
                    most=self._dialect.most_characters,
                )
                answer = await self._converse(client, request, reader, watch, say)
                self._thinks = self._thinks or reader.thought_unasked
                return answer
        except TimeoutError:
            if watch.is_over:  # it went on and on, as it may have been asked to
                raise ModelError("the model's answer took too long") from None
            raise Unwell("the model took too long") from None

    async def _converse(
        self,
        client: "AsyncOpenAI",
        request: ModelRequest,
        reader: AnswerReader,
        watch: Watch,
        say: Callable[[str], None],
    ) -> Answer:
        from openai import APIStatusError, OpenAIError

        dialect, plainer = self._dialect, False
        while True:
            arguments = dialect.arguments(request)
            try:
                answer = await self._ask(client, arguments, reader, watch, say)
            except APIStatusError as refusal:
                if _learned(dialect, refusal, request, arguments):
                    continue
                if dialect is self._dialect and _may_be_plainer(refusal):
                    # It refused something without a word of what: the least may do.
                    dialect, plainer = dialect.plainest(), True
                elif request.pictures and refusal.status_code not in _NOT_LEARNED_FROM:
                    self._dialect.learn_of_pictures(_text_of(refusal))
                    dialect, plainer = self._dialect, False
                    request = structs.replace(request, pictures=())
                else:
                    raise self._typed(refusal) from None
            except OpenAIError as error:
                raise Unwell(f"the model was not asked: {type(error).__name__}") from error
            else:
                if plainer:
                    self._dialect = dialect
                return answer

    async def _ask(
        self,
        client: "AsyncOpenAI",
        arguments: dict[str, Any],
        reader: AnswerReader,
        watch: Watch,
        say: Callable[[str], None],
    ) -> Answer:
        import aiohttp
        import httpx2
        import openai

        # extra_body takes the place of the rest as it is: the SDK's walk through messages and
        # tools, looking for what it might rename, costs as much as the request.
        create = client.chat.completions.with_streaming_response.create(
            model=self.name,
            messages=(),
            stream=True,
            extra_body=arguments,
            timeout=httpx2.Timeout(self._deadlines.whole),
        )
        try:
            async with create as response:
                chunks = cast(AsyncGenerator[bytes], response.iter_bytes())
                async with aclosing(chunks):
                    await _read(chunks, reader, watch, say)
        except openai.APIConnectionError as error:
            raise _unconnected(error) from None
        except (httpx2.HTTPError, httpx2.StreamError, aiohttp.ClientError, ssl.SSLError, OSError):
            if not reader.done:
                raise Unwell("the model's answer broke off", again=True) from None
        return reader.end()

    def _typed(self, refusal: "APIStatusError") -> ModelError:
        status, headers = refusal.status_code, refusal.response.headers
        error = refused(status, _text_of(refusal), headers)
        if isinstance(error, Unwell) and error.need:
            log.error("model refused", model=self.name, status=status, need=error.need)
        return error


def _heard(request: ModelRequest) -> list[str]:
    """What others than the model said."""
    return [line.content for line in request.messages if line.role != "assistant"]


def _learned(
    dialect: Dialect, refusal: "APIStatusError", request: ModelRequest, asked: dict[str, Any]
) -> bool:
    """Whether the model is now asked otherwise; another turn may have learned it already."""
    if refusal.status_code in _NOT_LEARNED_FROM:
        return False
    dialect.learn(_text_of(refusal))
    return dialect.arguments(request) != asked


def _text_of(refusal: "APIStatusError") -> str:
    return f"{refusal.message} {refusal.body} {refusal.param} {refusal.code}"


def _may_be_plainer(refusal: "APIStatusError") -> bool:
    """Whether leaving parts of a request out might help."""
    if refusal.status_code not in (400, 422):
        return False
    text = _text_of(refusal)
    return not _OF_WHAT_WAS_SAID.search(text) and need_of(refusal.status_code, text) is None


async def _read(
    chunks: AsyncGenerator[bytes],
    reader: AnswerReader,
    watch: Watch,
    say: Callable[[str], None],
) -> None:
    async for data in chunks:
        if text := reader.feed(data):
            say(text)
        if reader.moved:
            watch.moved()
        if reader.has_ended:
            return await _drain(chunks, reader)


async def _drain(chunks: AsyncGenerator[bytes], reader: AnswerReader) -> None:
    """Reads the body's end, for the usage and so that its connection can serve again; a server
    that keeps it open loses it."""
    try:
        async with asyncio.timeout(_USAGE_S):
            while not reader.done:
                reader.feed(await anext(chunks))
        async with asyncio.timeout(_LAST_WORDS_S):
            async for _ in chunks:
                pass
    except (TimeoutError, StopAsyncIteration):
        return


def _unconnected(error: Exception) -> ModelError:
    import aiohttp

    transport = error.__cause__.__cause__ if error.__cause__ else None
    sent = not isinstance(transport, aiohttp.ClientConnectorError)
    return Unwell("the model's server is not reached", again=True, sent=sent, whole=not sent)
