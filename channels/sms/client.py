"""The SDK's async client, tamed. Importing this loads the SDK, which takes half a second, so only
the first send does."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol
from urllib.parse import urlsplit

from aiohttp import ClientTimeout, encode_basic_auth
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client
from twilio.rest.api.v2010.account.message import MessageList

from bot.delivery import SendError, SendTrouble
from channels.sms.config import SmsConfig
from channels.sms.errors import TOO_MANY_REQUESTS


class Record(Protocol):
    """A message as Twilio keeps it. date_created: aware, whole seconds, Twilio's clock."""

    sid: str | None
    body: str | None
    status: str | None
    direction: str | None
    num_segments: str | None
    date_created: datetime | None


class TwilioClient:
    """The messages of one account. Made within a running event loop; close it in the end.

    Both calls raise what channels.sms.errors.FAILURES names, or SendError."""

    def __init__(self, config: SmsConfig) -> None:
        user, password = config.credentials
        self._transport = Transport(config)
        self._messages: MessageList = Client(
            user, password, config.account_sid, http_client=self._transport
        ).messages

    async def create(self, fields: Mapping[str, str]) -> Record:
        """Sends a message. fields: parameters of MessageList.create_async."""
        record: Record = await self._messages.create_async(**fields)
        return record

    async def list(self, filters: Mapping[str, str], limit: int) -> list[Record]:
        """The newest messages that fit. filters: parameters of MessageList.list_async."""
        records: list[Record] = await self._messages.list_async(**filters, limit=limit)
        return records

    async def close(self) -> None:
        await self._transport.close()


class Transport(AsyncTwilioHttpClient):  # type: ignore[misc]  # twilio ships no types
    """The SDK's HTTP client, but bounded in time, silent, and led to TWILIO_API_URL.

    The SDK's own ignores its timeout and writes each request, phone numbers included, to the log.
    max_retries stays unset: it would post a message again after a 500."""

    def __init__(self, config: SmsConfig) -> None:
        super().__init__()
        self._base = config.api_url.rstrip("/")
        self._timeout = ClientTimeout(
            total=config.connect_timeout_s + config.read_timeout_s,
            connect=config.connect_timeout_s,
            sock_read=config.read_timeout_s,
        )

    async def request(
        self,
        method: str,
        url: str,
        params: Mapping[str, str] | None = None,
        data: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,  # noqa: ASYNC109  # the SDK's signature
        allow_redirects: bool = False,
    ) -> Response:
        """One request, once. timeout is not looked at: the configuration's holds."""
        async with self.session.request(
            method,
            self._address(url),
            params=params,
            data=data,
            headers={**(headers or {}), **_authorization(auth)},
            timeout=self._timeout,
            allow_redirects=allow_redirects,
        ) as answer:
            if answer.status == 429:
                raise _throttled(answer.headers.get("Retry-After", ""))
            return Response(answer.status, await answer.text(), answer.headers)

    def _address(self, url: str) -> str:
        if not self._base:
            return url
        parts = urlsplit(url)
        return f"{self._base}{parts.path}?{parts.query}".rstrip("?")


def _authorization(auth: tuple[str, str] | None) -> dict[str, str]:
    return {"Authorization": encode_basic_auth(*auth)} if auth else {}


def _throttled(retry_after: str) -> SendError:
    # Raised here because the SDK's own error drops the headers. A request answered with 429 "is
    # never processed and is always safe to retry": https://www.twilio.com/docs/api/errors/20429
    after = float(retry_after) if retry_after.isascii() and retry_after.isdecimal() else None
    return SendError(SendTrouble.RETRY, TOO_MANY_REQUESTS, after)
