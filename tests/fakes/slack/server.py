"""FakeSlack: the Web API over one workspace."""

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from aiohttp import web

from tests.fakes.faults import Script, meet
from tests.fakes.server import FakeServer, json_answer
from tests.fakes.slack import files
from tests.fakes.slack.arguments import Arguments, arguments
from tests.fakes.slack.errors import RateLimited, Refuse, SlackError, SlackFault, rate_limited
from tests.fakes.slack.methods import METHODS, Method
from tests.fakes.slack.sockets import Sockets
from tests.fakes.slack.workspace import Channel, Post, User, Workspace
from tests.fakes.waiting import Recorded

POST = "chat.postMessage"


class Settings(msgspec.Struct):
    """What POST /_fake/settings can change: people and channels are added, scopes replaced."""

    users: list[User] = []
    channels: list[Channel] = []
    scopes: frozenset[str] | None = None


class FakeSlack(FakeServer):
    """Slack for one workspace and one bot token; `posts` are the messages that were accepted.

    `methods` may be added to or replaced by a test. `calls` counts the calls of each method,
    those that met a fault too. A script from another process is one of chat.postMessage.
    """

    def __init__(
        self, *, workspace: Workspace | None = None, state: Path | None = None, port: int = 0
    ) -> None:
        super().__init__(port=port)
        self.workspace = workspace or Workspace.kept_in(state)
        self.methods: dict[str, Method] = dict(METHODS)
        self.calls: defaultdict[str, int] = defaultdict(int)
        self.sockets = Sockets()
        self._faults: defaultdict[str, Script[SlackFault]] = defaultdict(Script)

    @property
    def base_url(self) -> str:
        """What SLACK_API_URL is set to."""
        return f"{self.url}/api/"

    @property
    def posts(self) -> Recorded[Post]:
        return self.workspace.posts

    def script(self, *faults: SlackFault, method: str = POST, times: int = 1) -> None:
        """What the next calls of a method meet, in order; the whole of it `times` times."""
        self._faults[method].add(*faults, times=times)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/api/apps.connections.open", self._connect),
            web.route("*", "/api/{method}", self._call),
            web.post("/upload/{file}", self._upload),
            web.get("/link/{number}", self.sockets.serve),
        ]

    def logs(self) -> Mapping[str, Recorded[Any]]:
        return {"posts": self.posts}

    def take_script(self, raw: bytes) -> None:
        self.script(*msgspec.json.decode(raw, type=list[SlackFault]))

    def take_settings(self, raw: bytes) -> None:
        given = msgspec.json.decode(raw, type=Settings)
        self.workspace.users |= {user.id: user for user in given.users}
        self.workspace.channels |= {channel.id: channel for channel in given.channels}
        if given.scopes is not None:
            self.workspace.scopes = given.scopes

    async def _upload(self, request: web.Request) -> web.Response:
        return await files.take(self.workspace, request)

    async def _connect(self, request: web.Request) -> web.Response:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        try:
            return json_answer({"ok": True, "url": self.sockets.url(self.url, token)})
        except SlackError as error:
            return json_answer(error.body())

    async def _call(self, request: web.Request) -> web.Response:
        name, given = request.match_info["method"], await arguments(request)
        self.workspace.url = self.url
        self.calls[name] += 1
        fault = self._faults[name].next()
        match fault:
            case RateLimited(retry_after=seconds):
                return rate_limited(seconds)
            case Refuse(error=error):
                return json_answer(SlackError(error).body(), headers=self._headers())
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        token = token or given.text("token")
        return await meet(fault, request, self.gates, lambda: self._answer(name, given, token))

    def _answer(self, name: str, given: Arguments, token: str) -> web.Response:
        try:
            answer = self._method(name, token).answer(self.workspace, given)
        except SlackError as error:
            return json_answer(error.body(), headers=self._headers())
        return json_answer({"ok": True, **answer}, headers=self._headers())

    def _method(self, name: str, token: str) -> Method:
        if name not in self.methods:
            raise SlackError("unknown_method", req_method=name)
        if not token:
            raise SlackError("not_authed")
        if token != self.workspace.token:
            raise SlackError("invalid_auth")
        method = self.methods[name]
        if method.scopes and not method.scopes & self.workspace.scopes:
            needed, provided = ",".join(sorted(method.scopes)), ",".join(self.workspace.scopes)
            raise SlackError("missing_scope", needed=needed, provided=provided)
        return method

    def _headers(self) -> dict[str, str]:
        return {"x-oauth-scopes": ",".join(sorted(self.workspace.scopes))}
