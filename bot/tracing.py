"""Traces by OpenTelemetry, where a collector is named; without one, nothing of it is even loaded.

One trace tells of one thing that came in: how it was accepted, the turn that it began, and what
went out. Nothing is stored for that: a trace's id is made of the turn's, so that every process
knows it. Spans go out in batches, by a thread of their own; where the collector is away or slow
they are dropped, and nobody waits.
"""

import asyncio
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import blake2b
from time import time_ns
from typing import TYPE_CHECKING, Any, Literal

from bot.delivery import Outbound, SendError, Sent
from bot.inbox import Inbox
from bot.messages import Inbound
from bot.ports import Sender

if TYPE_CHECKING:
    from opentelemetry.context import Context
    from opentelemetry.trace import Span as OtelSpan

SERVICE = "myhibachi-bot"
FLUSH_SECONDS = 1.5  # at the end, within what a platform gives
_EXPORT_SECONDS = 5.0  # of one batch

Value = str | int | float | bool | list[str]
Kind = Literal["internal", "client", "server"]


class Span:
    """A span that is under way; what agents know as Span."""

    def __init__(self, span: "OtelSpan") -> None:
        self._span = span

    def tell(self, attributes: Mapping[str, Value]) -> None:
        """Adds to what is known of it."""
        self._span.set_attributes(attributes)

    def fail(self, kind: str) -> None:
        """It did not end well."""
        from opentelemetry.trace import Status, StatusCode

        self._span.set_attribute("error.type", kind)
        self._span.set_status(Status(StatusCode.ERROR))


class Tracing:
    """What agents know as Tracer. endpoint: of an OTLP collector over HTTP, without its path.
    secret: by which nobody outside can tell a trace's id from a turn's."""

    def __init__(self, endpoint: str, secret: str) -> None:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor

        self._secret = secret.encode()
        named = {} if "OTEL_SERVICE_NAME" in os.environ else {"service.name": SERVICE}
        self._provider = TracerProvider(
            resource=Resource.create(named),
            id_generator=_ids(),
            shutdown_on_exit=False,
        )
        url = f"{endpoint.rstrip('/')}/v1/traces"
        exporter = OTLPSpanExporter(url, timeout=_EXPORT_SECONDS)
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer(SERVICE)

    @contextmanager
    def span(
        self,
        name: str,
        kind: Kind,
        attributes: Mapping[str, Value],
        turn_id: int | None = None,
    ) -> Iterator[Span]:
        """A span within the one that is under way; with turn_id, within that turn's trace. An
        exception is told of by its type alone: its text may hold what a customer wrote."""
        from opentelemetry.trace import SpanKind

        with self._tracer.start_as_current_span(
            name,
            self._parent(turn_id),
            SpanKind[kind.upper()],
            attributes,
            record_exception=False,
            set_status_on_exception=False,
        ) as own:
            span = Span(own)
            try:
                yield span
            except BaseException as error:
                span.fail(type(error).__name__)
                raise

    def _parent(self, turn_id: int | None) -> "Context | None":
        """The span that accepted what the turn began with, wherever that was; None: the present
        one."""
        from opentelemetry.sdk.trace.sampling import Decision
        from opentelemetry.trace import (
            NonRecordingSpan,
            SpanContext,
            TraceFlags,
            set_span_in_context,
        )

        if turn_id is None:
            return None
        trace_id, span_id = self._begun_by(turn_id)
        decided = self._provider.sampler.should_sample(None, trace_id, "").decision
        sampled = decided is Decision.RECORD_AND_SAMPLE
        flags = TraceFlags(TraceFlags.SAMPLED if sampled else TraceFlags.DEFAULT)
        above = SpanContext(trace_id, span_id, is_remote=True, trace_flags=flags)
        return set_span_in_context(NonRecordingSpan(above))

    def accepted(self, inbox_id: int, since: int, attributes: Mapping[str, Value]) -> None:
        """Begins a trace: something was stored. since: nanoseconds of the clock, when it came."""
        from opentelemetry.context import Context
        from opentelemetry.trace import SpanKind

        token = _NEXT.set(self._begun_by(inbox_id))
        try:
            name = f"accept {attributes['bot.channel']}"
            span = self._tracer.start_span(
                name, Context(), SpanKind.SERVER, attributes, start_time=since
            )
            span.end()
        finally:
            _NEXT.reset(token)

    def _begun_by(self, inbox_id: int) -> tuple[int, int]:
        """(trace id, span id) of how an event was accepted. A turn has its first event's id."""
        made = blake2b(str(inbox_id).encode(), digest_size=24, key=self._secret[:64]).digest()
        return int.from_bytes(made[:16]), int.from_bytes(made[16:])

    async def close(self, within: float = FLUSH_SECONDS) -> None:
        """Sends what is left, as far as there is time."""
        loop, done = asyncio.get_running_loop(), asyncio.Event()

        def shut_down() -> None:
            self._provider.shutdown()
            try:
                loop.call_soon_threadsafe(done.set)
            except RuntimeError:
                return  # the loop did not wait for it

        # A daemon: a collector that hangs must not keep the process.
        threading.Thread(target=shut_down, name="traces", daemon=True).start()
        try:
            async with asyncio.timeout(within):
                await done.wait()
        except TimeoutError:
            return


_NEXT: ContextVar[tuple[int, int] | None] = ContextVar("next span", default=None)


def _ids() -> Any:
    """Random ids, but for a span whose ids are made already."""
    from opentelemetry.sdk.trace.id_generator import RandomIdGenerator

    class Ids(RandomIdGenerator):
        def generate_trace_id(self) -> int:
            made = _NEXT.get()
            return made[0] if made else super().generate_trace_id()

        def generate_span_id(self) -> int:
            made = _NEXT.get()
            return made[1] if made else super().generate_span_id()

    return Ids()


def tracing_of(endpoint: str | None, secret: str) -> Tracing | None:
    """None: no collector is named."""
    return Tracing(endpoint, secret) if endpoint else None


def traced_senders(tracing: Tracing | None, senders: Mapping[str, Sender]) -> Mapping[str, Sender]:
    """The ways out, which tell of what goes there."""
    if tracing is None:
        return senders
    return {name: TracedSender(sender, name, tracing) for name, sender in senders.items()}


class TracedInbox(Inbox):
    """An inbox that tells of what it takes in."""

    def __init__(self, tracing: Tracing, *args: Any) -> None:
        super().__init__(*args)
        self._tracing = tracing

    async def accept(self, inbound: Inbound) -> int | None:
        since = time_ns()
        inbox_id = await super().accept(inbound)
        if inbox_id is not None:
            about = {"bot.channel": inbound.lane.channel, "bot.event.kind": inbound.kind}
            self._tracing.accepted(inbox_id, since, {**about, "bot.turn.id": inbox_id})
        return inbox_id


class TracedSender:
    """A way out that tells of what goes there."""

    def __init__(self, sender: Sender, channel: str, tracing: Tracing) -> None:
        self._sender, self._channel, self._tracing = sender, channel, tracing

    async def send(self, message: Outbound) -> Sent:
        with self._told(message, "send") as span:
            try:
                return await self._sender.send(message)
            except SendError as error:
                span.fail(error.trouble.value)
                raise

    async def find_sent(self, message: Outbound, claimed: frozenset[str]) -> Sent | None:
        with self._told(message, "find"):
            return await self._sender.find_sent(message, claimed)

    @contextmanager
    def _told(self, message: Outbound, act: str) -> Iterator[Span]:
        about: dict[str, Value] = {
            "bot.channel": self._channel,
            "bot.outbox.id": message.public_id,
            "bot.outbox.kind": message.kind,
            "bot.attempt": message.attempts,
        }
        name = f"{act} {self._channel}"
        with self._tracing.span(name, "client", about, message.in_reply_to) as span:
            yield span

    async def close(self) -> None:
        """Lets go of the vendor's connections."""
        await self._sender.close()
