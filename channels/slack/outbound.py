"""Messages to Slack, through slack_sdk's Web API client."""

import time
from collections.abc import Awaitable, Mapping
from typing import TYPE_CHECKING, Any

from bot.messages import Outbound, SendError, SendTrouble, Sent
from bot.ports import Clock
from channels.slack.render import blocks_of, text_of

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient
    from slack_sdk.web.async_slack_response import AsyncSlackResponse

_EVENT = "outbox"
# https://docs.slack.dev/reference/methods/chat.postMessage#errors
_TROUBLES = {
    "ratelimited": SendTrouble.RETRY,
    "rate_limited": SendTrouble.RETRY,
    "internal_error": SendTrouble.DOUBT,
    "fatal_error": SendTrouble.DOUBT,
    "service_unavailable": SendTrouble.RETRY,
    "request_timeout": SendTrouble.RETRY,
}


class SlackSender:
    """Implements Sender. A message carries its outbox id as metadata, by which it is found again
    after a crash."""

    def __init__(self, token: str, api_url: str | None, clock: Clock, timeout: int = 10) -> None:
        self._token, self._api_url, self._timeout = token, api_url, timeout
        self._clock = clock
        self._made: AsyncWebClient | None = None

    async def send(self, message: Outbound) -> Sent:
        """Posts to the channel that is the lane's address. Raises SendError."""
        client = self._client()
        answer = await _answer_of(
            client.chat_postMessage(
                channel=message.lane.address,
                text=text_of(message),
                blocks=blocks_of(message),
                metadata={"event_type": _EVENT, "event_payload": {"id": message.public_id}},
                unfurl_links=False,
            )
        )
        return Sent(f"{answer['channel']}:{answer['ts']}")

    async def find_sent(self, message: Outbound, claimed: frozenset[str]) -> Sent | None:
        """Looks for the outbox id in the channel's messages since it was written."""
        client = self._client()
        cursor: str | None = None
        while True:
            page = await _answer_of(
                client.conversations_history(
                    channel=message.lane.address,
                    oldest=self._before(message),
                    include_all_metadata=True,
                    limit=200,
                    cursor=cursor,
                )
            )
            for posted in page["messages"]:
                if _outbox_id(posted) == message.public_id:
                    return Sent(f"{message.lane.address}:{posted['ts']}")
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return None

    def _before(self, message: Outbound) -> str:
        """Slack's time of when it was written, less a minute of grace. By its age: business time
        may have been moved, and Slack's clock is its own."""
        age = (self._clock.now() - message.written_at).total_seconds()
        return f"{time.time() - age - 60:.6f}"

    def _client(self) -> "AsyncWebClient":
        if self._made is None:
            from slack_sdk.web.async_client import AsyncWebClient

            url = self._api_url or AsyncWebClient.BASE_URL
            # Its own retries post again when an answer was lost; the outbox asks first.
            self._made = AsyncWebClient(
                self._token, f"{url.rstrip('/')}/", self._timeout, retry_handlers=[]
            )
        return self._made


async def _answer_of(call: "Awaitable[AsyncSlackResponse]") -> Mapping[str, Any]:
    """A call's answer, its failures typed by what to do about them."""
    from aiohttp import ClientConnectorError, ClientError
    from slack_sdk.errors import SlackApiError

    try:
        data = (await call).data
    except SlackApiError as error:
        raise _trouble(error.response) from error
    except ClientConnectorError as error:
        raise SendError(SendTrouble.RETRY) from error
    except (ClientError, TimeoutError, OSError) as error:
        raise SendError(SendTrouble.DOUBT) from error
    if not isinstance(data, dict):
        raise SendError(SendTrouble.DOUBT)
    return data


def _outbox_id(posted: Mapping[str, Any]) -> str | None:
    metadata = posted.get("metadata") or {}
    if metadata.get("event_type") != _EVENT:
        return None
    found: str | None = (metadata.get("event_payload") or {}).get("id")
    return found


def _trouble(response: Any) -> SendError:
    if response.status_code == 429:
        return SendError(SendTrouble.RETRY, 429, float(response.headers.get("Retry-After", 30)))
    if response.status_code >= 500:
        return SendError(SendTrouble.DOUBT, response.status_code)
    error = response.get("error") if hasattr(response, "get") else None
    return SendError(_TROUBLES.get(str(error), SendTrouble.REFUSED), response.status_code)
