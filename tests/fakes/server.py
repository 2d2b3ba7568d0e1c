"""The ground all stand-ins stand on: one aiohttp server on 127.0.0.1 with a control side."""

import abc
from collections.abc import Awaitable, Callable, Iterable, Mapping
from types import TracebackType
from typing import Any, Self

import msgspec
from aiohttp import web

from tests.fakes.waiting import PATIENCE_S, Gates, Recorded

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def json_answer(
    body: object, status: int = 200, headers: Mapping[str, str] | None = None
) -> web.Response:
    return web.Response(
        body=msgspec.json.encode(body),
        status=status,
        headers=headers,
        content_type="application/json",
        charset="utf-8",
    )


class FakeServer(abc.ABC):
    """A vendor on a free port of 127.0.0.1; use as an async context manager.

    Its control side, for tests in another process:
    `GET /_fake/{log}?at_least=N&within=SECONDS` what was recorded, once there is enough of it;
    `POST /_fake/script` what the next requests meet; `POST /_fake/settings`;
    `GET /_fake/held?at_least=N` and `POST /_fake/release` for answers that are held.
    """

    def __init__(self, *, port: int = 0) -> None:
        self.gates = Gates()
        self._port = port
        self._runner: web.AppRunner | None = None

    @abc.abstractmethod
    def routes(self) -> Iterable[web.RouteDef]:
        """The vendor's own routes."""

    @abc.abstractmethod
    def logs(self) -> Mapping[str, Recorded[Any]]:
        """What is recorded, by the name it has on the control side."""

    @abc.abstractmethod
    def take_script(self, raw: bytes) -> None:
        """Add a JSON script. Raises msgspec.ValidationError."""

    @abc.abstractmethod
    def take_settings(self, raw: bytes) -> None:
        """Change settings from JSON. Raises msgspec.ValidationError."""

    @property
    def url(self) -> str:
        """The base URL, without a path."""
        return f"http://127.0.0.1:{self._port}"

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=8 * 1024**2)
        app.add_routes([*self.routes(), *self._control()])
        self._runner = web.AppRunner(
            app, access_log=None, handler_cancellation=True, shutdown_timeout=0.2
        )
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.gates.release()
        if self._runner is not None:
            await self._runner.cleanup()

    def _control(self) -> list[web.RouteDef]:
        return [
            web.post("/_fake/script", self._taking(self.take_script)),
            web.post("/_fake/settings", self._taking(self.take_settings)),
            web.post("/_fake/release", self._release),
            web.get("/_fake/held", self._held),
            web.get("/_fake/{log}", self._recorded),
        ]

    def _taking(self, take: Callable[[bytes], None]) -> Handler:
        async def handler(request: web.Request) -> web.Response:
            try:
                take(await request.read())
            except msgspec.ValidationError as error:
                return json_answer({"error": str(error)}, status=400)
            return json_answer({})

        return handler

    async def _release(self, request: web.Request) -> web.Response:
        self.gates.release(request.query.get("gate"))
        return json_answer({})

    async def _held(self, request: web.Request) -> web.Response:
        gate = request.query.get("gate")
        try:
            await self.gates.held(_wanted(request), gate, _patience(request))
        except AssertionError as error:
            return json_answer({"error": str(error)}, status=408)
        return json_answer({"held": self.gates.count(gate)})

    async def _recorded(self, request: web.Request) -> web.Response:
        log = self.logs().get(request.match_info["log"])
        if log is None:
            raise web.HTTPNotFound(text=f"recorded are: {', '.join(self.logs())}")
        try:
            return json_answer(await log.at_least(_wanted(request), _patience(request)))
        except AssertionError as error:
            return json_answer({"error": str(error)}, status=408)


def _wanted(request: web.Request) -> int:
    return int(request.query.get("at_least", "0"))


def _patience(request: web.Request) -> float:
    return float(request.query.get("within", PATIENCE_S))
