"""A collector of OpenTelemetry traces, as OTLP over HTTP reaches it."""

from collections.abc import Mapping
from typing import Any

import msgspec
from aiohttp import web
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from tests.fakes.server import FakeServer
from tests.fakes.waiting import Recorded


class Span(msgspec.Struct, frozen=True):
    """A span as it came. ids: in hex. ok: it is not marked as failed."""

    id: str
    trace: str
    parent: str
    name: str
    attributes: dict[str, Any]
    took: float
    ok: bool


class FakeCollector(FakeServer):
    """Takes spans; with `hangs` it answers nothing before it ends."""

    def __init__(self, *, hangs: bool = False) -> None:
        super().__init__()
        self.spans = Recorded(Span, lambda span: span.id)
        self.raw = b""
        self.service = ""
        self._hangs = hangs

    def named(self, name: str) -> list[Span]:
        """The spans of a name, in the order in which they came."""
        return [span for span in self.spans if span.name == name]

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/v1/traces", self._take)]

    def logs(self) -> Mapping[str, Recorded[Any]]:
        return {"spans": self.spans}

    def take_script(self, raw: bytes) -> None:
        """There is none."""

    def take_settings(self, raw: bytes) -> None:
        """There are none."""

    async def _take(self, request: web.Request) -> web.Response:
        if self._hangs:
            await self.gates.hold("collector")
        body = await request.read()
        self.raw += body
        for of_resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            told = {each.key: _value(each.value) for each in of_resource.resource.attributes}
            self.service = told["service.name"]
            for scope in of_resource.scope_spans:
                for span in scope.spans:
                    self.spans.put(_span(span))
        return web.Response()


def _span(span: Any) -> Span:
    return Span(
        id=span.span_id.hex(),
        trace=span.trace_id.hex(),
        parent=span.parent_span_id.hex(),
        name=span.name,
        attributes={each.key: _value(each.value) for each in span.attributes},
        took=(span.end_time_unix_nano - span.start_time_unix_nano) / 1e9,
        ok=span.status.code != 2,
    )


def _value(value: Any) -> Any:
    kind = value.WhichOneof("value")
    if kind == "array_value":
        return [_value(each) for each in value.array_value.values]
    return getattr(value, kind)
