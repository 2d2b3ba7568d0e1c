"""What staff's programs do besides talking: proposals they decide on, files they fetch."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal, Protocol
from urllib.parse import quote

import msgspec
from aiohttp import web
from msgspec import Meta, Struct

from bot.chat_messages import Caller
from bot.messages import Colleague
from channels.web.answers import json
from channels.web.gate import Gate
from channels.web.inbound import read_body, read_id
from channels.web.shapes import ProposalList, ProposalShown

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
}
_Text = Annotated[str, Meta(max_length=4000)]


class DecisionRequest(Struct, frozen=True):
    """values: of an edit, what to write into the proposal's fields; other fields stay. revision: of
    the proposal as it was looked at; where it is another by now nothing is done (409)."""

    decision: Literal["approve", "cancel", "edit"]
    values: dict[str, _Text] = {}
    revision: Annotated[int, Meta(ge=1)] | None = None


class Proposals(Protocol):
    """What waits for a yes; each with the attributes of ProposalShown."""

    async def waiting(self, who: Colleague) -> Sequence[object]:
        """The open ones that somebody may decide on."""

    async def decide(
        self,
        caller: Caller,
        who: Colleague,
        public_id: str,
        act: str,
        values: Mapping[str, str],
        revision: int | None,
    ) -> object:
        """The proposal as it stands after that. Raises Refused, TooFast and StillWorking."""


class File(Protocol):
    """A file."""

    @property
    def name(self) -> str: ...

    @property
    def content_type(self) -> str: ...

    @property
    def bytes(self) -> bytes: ...


class Files(Protocol):
    """What agents made for staff."""

    async def file(self, who: Colleague, public_id: str) -> File:
        """Raises Refused."""


class StaffRoutes:
    """The handlers."""

    def __init__(self, gate: Gate, proposals: Proposals, files: Files) -> None:
        self._gate, self._proposals, self._files = gate, proposals, files

    def routes(self) -> list[web.RouteDef]:
        staff = "/api/v1/staff"
        return [
            web.get(f"{staff}/proposals", self.waiting, allow_head=False),
            web.post(f"{staff}/proposals/{{proposal_id}}", self.decide),
            web.get(f"{staff}/files/{{file_id}}", self.file, allow_head=False),
        ]

    async def waiting(self, request: web.Request) -> web.Response:
        """What waits for a yes that this program may give."""
        _, who = await self._gate.colleague(request)
        found = await self._proposals.waiting(who)
        return json(ProposalList([_shown(each) for each in found]))

    async def decide(self, request: web.Request) -> web.Response:
        """A decision, and what came of it."""
        caller, who = await self._gate.colleague(request)
        public_id = read_id(request.match_info["proposal_id"])
        asked = read_body(await request.read(), DecisionRequest)
        decided = await self._proposals.decide(
            caller, who, public_id, asked.decision, asked.values, asked.revision
        )
        return json(_shown(decided))

    async def file(self, request: web.Request) -> web.Response:
        """A file, to be saved: no browser shows what an agent made as a page of ours."""
        _, who = await self._gate.colleague(request)
        found = await self._files.file(who, read_id(request.match_info["file_id"]))
        named = f"attachment; filename*=UTF-8''{quote(found.name, safe='')}"
        headers = {**_HEADERS, "Content-Disposition": named}
        return web.Response(body=found.bytes, content_type=found.content_type, headers=headers)


def _shown(proposal: object) -> ProposalShown:
    return msgspec.convert(proposal, ProposalShown, from_attributes=True)
