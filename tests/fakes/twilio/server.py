"""FakeTwilio: the account, its API, and the webhooks Twilio would post."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from aiohttp import web

from tests.fakes.faults import Script
from tests.fakes.server import FakeServer, json_answer
from tests.fakes.twilio.account import Account, Media
from tests.fakes.twilio.api import Api
from tests.fakes.twilio.messages import Message
from tests.fakes.twilio.refusals import TwilioFault
from tests.fakes.twilio.webhooks import Params, Reply, deliver, new_sid, status_report
from tests.fakes.waiting import Recorded


class Settings(msgspec.Struct):
    """What POST /_fake/settings can change; each replaces what was set before."""

    numbers: dict[str, str] | None = None
    opted_out: set[str] | None = None
    refused: dict[str, int] | None = None
    ways: dict[str, str] | None = None


class Report(msgspec.Struct):
    """POST /_fake/report: tell the bot of a message's new status."""

    sid: str
    status: str
    error_code: int | None = None


class FakeTwilio(FakeServer):
    """Twilio for one account.

    `messages` are those accepted. `account.numbers` are the account's own with their webhook
    URLs (none: any sender will do); `account.opted_out` numbers are refused with 21610, those
    of `account.refused` with the code named there. `ways` lead from the bot's public URL to
    where it really listens.
    """

    def __init__(
        self, *, account: Account | None = None, state: Path | None = None, port: int = 0
    ) -> None:
        super().__init__(port=port)
        self.account = account or Account.kept_in(state)
        self.ways: dict[str, str] = {}
        self._faults: Script[TwilioFault] = Script()

    @property
    def messages(self) -> Recorded[Message]:
        return self.account.messages

    def script(self, *faults: TwilioFault, times: int = 1) -> None:
        """What the next sends meet, in order; the whole of it `times` times."""
        self._faults.add(*faults, times=times)

    def add_media(self, content: bytes, content_type: str, *, cdn: bool = False) -> str:
        """The URL of a file as an inbound MMS names it; with `cdn` it redirects elsewhere."""
        sid = new_sid("ME")
        self.account.media[sid] = Media(content, content_type, cdn)
        return f"{self.url}{self.account.path}/Messages/{new_sid('MM')}/Media/{sid}"

    async def report(self, sid: str, status: str, *, error_code: int | None = None) -> Reply:
        """Move a message to a status and tell the StatusCallback the bot gave, signed.

        A message for a Messaging Service has its sender from then on: the account's first number.
        """
        message = self.messages.get(sid)
        assert message is not None, f"no message {sid} was accepted"
        assert message.status_callback, "the bot gave no StatusCallback with this message"
        message.move(status, error_code)
        message.from_ = message.from_ or next(iter(self.account.numbers), None)
        self.messages.put(message)
        return await self.deliver(message.status_callback, status_report(message))

    async def deliver(
        self, url: str, params: Params, *, shared_key: tuple[str, str] | None = None
    ) -> Reply:
        """Post any webhook to the bot's public URL, signed with the account's auth token, or
        with a SharedKey (its id and secret)."""
        name, secret = shared_key or (None, self.account.auth_token)
        return await deliver(url, params, secret, shared_key=name, ways=self.ways)

    def routes(self) -> list[web.RouteDef]:
        api = Api(self.account, self._faults, self.gates)
        return [*api.routes(), web.post("/_fake/report", self._report)]

    def logs(self) -> Mapping[str, Recorded[Any]]:
        return {"messages": self.messages}

    def take_script(self, raw: bytes) -> None:
        self.script(*msgspec.json.decode(raw, type=list[TwilioFault]))

    def take_settings(self, raw: bytes) -> None:
        given = msgspec.json.decode(raw, type=Settings)
        self.ways = self.ways if given.ways is None else given.ways
        for name in ("numbers", "opted_out", "refused"):
            if (value := getattr(given, name)) is not None:
                setattr(self.account, name, value)

    async def _report(self, request: web.Request) -> web.Response:
        asked = msgspec.json.decode(await request.read(), type=Report)
        reply = await self.report(asked.sid, asked.status, error_code=asked.error_code)
        return json_answer(reply._asdict())
