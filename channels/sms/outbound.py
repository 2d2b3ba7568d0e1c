"""Texts that go out, and the question whether one did."""

import asyncio
import importlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from bot.delivery import Outbound, SendError, SendTrouble, Sent
from bot.ports import Clock
from channels.sms.config import SmsConfig
from channels.sms.errors import FAILURES, send_error
from channels.sms.gsm7 import to_gsm7
from channels.sms.segments import count_segments

if TYPE_CHECKING:
    from channels.sms.client import Record, TwilioClient

STATUS_ROUTE = "/webhooks/twilio/status"
_LOOKED_THROUGH = 1000
"""How many of an address's messages are listed; one page at Twilio."""
_CLIENT = "channels.sms.client"
"""Loaded in a thread: it takes half a second, in which the loop has others to serve."""
_SKEW = timedelta(minutes=5)


class SmsSender:
    """bot.ports.Sender by Twilio's REST API. Its client is made with the first call."""

    def __init__(self, config: SmsConfig, clock: Clock) -> None:
        self._config = config
        self._clock = clock
        self._made: TwilioClient | None = None

    async def send(self, message: Outbound) -> Sent:
        """Posts it, once, with plain typography, from the number the lane names; where it names
        none, by the Messaging Service or from TWILIO_PHONE_NUMBER. Raises SendError."""
        client = await self._client()
        body = to_gsm7(message.body)
        try:
            record = await client.create(self._fields(message, body))
        except FAILURES as error:
            # Not chained: the SDK's text shows the phone number and the body's flaw.
            raise send_error(error) from None
        return _sent(record, body)

    async def find_sent(self, message: Outbound, claimed: frozenset[str]) -> Sent | None:
        """Looks for its body among what Twilio lists for its recipient. A message that is on
        its way to Twilio is not listed yet: ask no sooner than the send can be over.
        Raises SendError (DOUBT) where Twilio does not answer, or lists more than is looked at."""
        body = to_gsm7(message.body)
        listed = await self._listed(message)
        for record in listed:
            if record.sid not in claimed and self._is(record, message, body):
                return _sent(record, body)
        if len(listed) >= _LOOKED_THROUGH:
            raise SendError(SendTrouble.DOUBT)
        return None

    async def close(self) -> None:
        """Closes the connections to Twilio."""
        if self._made is not None:
            await self._made.close()
            self._made = None

    async def _client(self) -> "TwilioClient":
        if self._made is None:
            await asyncio.to_thread(importlib.import_module, _CLIENT)
        return self._open()

    def _open(self) -> "TwilioClient":
        from channels.sms.client import TwilioClient

        if self._made is None:
            self._made = TwilioClient(self._config)
        return self._made

    def _fields(self, message: Outbound, body: str) -> dict[str, str]:
        fields = {"to": message.lane.address, "body": body, **self._sender(message)}
        if self._config.public_url:
            query = urlencode({"outbox": message.public_id})
            fields["status_callback"] = (
                f"{self._config.public_url.rstrip('/')}{STATUS_ROUTE}?{query}"
            )
        return fields

    def _sender(self, message: Outbound) -> dict[str, str]:
        if message.lane.ours:
            return {"from_": message.lane.ours}
        if self._config.messaging_service_sid:
            return {"messaging_service_sid": self._config.messaging_service_sid}
        if self._config.phone_number:
            return {"from_": self._config.phone_number}
        return {}  # Twilio refuses it with 21603, which tells the owner what is missing

    async def _listed(self, message: Outbound) -> list["Record"]:
        client = await self._client()
        filters = {"to": message.lane.address, **self._sender(message)}
        # A service picks the number later. And no filter by DateSent: what is queued has none.
        filters.pop("messaging_service_sid", None)
        try:
            return await client.list(filters, _LOOKED_THROUGH)
        except SendError as error:
            raise SendError(SendTrouble.DOUBT, error.code, error.after) from None
        except FAILURES as error:
            raise SendError(SendTrouble.DOUBT, send_error(error).code) from None

    def _is(self, record: "Record", message: Outbound, body: str) -> bool:
        return (
            (record.body or "").strip() == body.strip()
            and (record.direction or "").startswith("outbound")
            and self._can_be_as_old(record, message)
        )

    def _can_be_as_old(self, record: "Record", message: Outbound) -> bool:
        """Whether it was made after the message was written. Ages are compared, not times: the
        clock that wrote the message may be a rehearsal's, Twilio's is not."""
        if record.date_created is None:
            return True
        age = datetime.now(UTC) - record.date_created
        return age <= self._clock.now() - message.written_at + _SKEW


def _sent(record: "Record", body: str) -> Sent:
    if not record.sid:
        raise SendError(SendTrouble.DOUBT)
    # A Messaging Service says 0 until it has picked a number.
    told = record.num_segments or ""
    segments = int(told) if told.isdecimal() and told != "0" else count_segments(body)
    return Sent(record.sid, record.status or "accepted", segments)
