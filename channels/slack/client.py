"""Slack's Web API through slack_sdk's client, its failures typed by what to do about them."""

from collections.abc import Awaitable, Mapping
from typing import TYPE_CHECKING, Any

from bot.messages import SendError, SendTrouble

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient
    from slack_sdk.web.async_slack_response import AsyncSlackResponse

# https://docs.slack.dev/reference/methods/chat.postMessage#errors
_TROUBLES = {
    "ratelimited": SendTrouble.RETRY,
    "rate_limited": SendTrouble.RETRY,
    "internal_error": SendTrouble.DOUBT,
    "fatal_error": SendTrouble.DOUBT,
    "service_unavailable": SendTrouble.RETRY,
    "request_timeout": SendTrouble.RETRY,
}


class SlackClient:
    """The client of one token, made where it is first used. timeout: seconds of a call."""

    def __init__(self, token: str, api_url: str | None, timeout: int = 10) -> None:
        self.token, self._api_url, self._timeout = token, api_url, timeout
        self._made: AsyncWebClient | None = None
        self._team: str | None = None
        self._directs: dict[str, str] = {}

    def __call__(self) -> "AsyncWebClient":
        if self._made is None:
            from slack_sdk.web.async_client import AsyncWebClient

            url = self._api_url or AsyncWebClient.BASE_URL
            # Its own retries post again when an answer was lost; the outbox asks first.
            self._made = AsyncWebClient(
                self.token, f"{url.rstrip('/')}/", self._timeout, retry_handlers=[]
            )
        return self._made

    async def team(self) -> str:
        """The id of the workspace that the token is of. Raises SendError."""
        if self._team is None:
            self._team = str((await answer_of(self().auth_test()))["team_id"])
        return self._team

    async def direct(self, user: str) -> str:
        """The channel of somebody's direct messages with us. Raises SendError."""
        if user not in self._directs:
            opened = await answer_of(self().conversations_open(users=user))
            self._directs[user] = str(opened["channel"]["id"])
        return self._directs[user]

    async def channel(self, place: str) -> str:
        """The channel of a place, which may be a person: then it is that of their direct messages.
        Raises SendError."""
        return await self.direct(place) if place.startswith(("U", "W")) else place


async def answer_of(call: "Awaitable[AsyncSlackResponse]") -> Mapping[str, Any]:
    """A call's answer. Raises SendError."""
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


def _trouble(response: Any) -> SendError:
    if response.status_code == 429:
        return SendError(SendTrouble.RETRY, 429, float(response.headers.get("Retry-After", 30)))
    if response.status_code >= 500:
        return SendError(SendTrouble.DOUBT, response.status_code)
    error = response.get("error") if hasattr(response, "get") else None
    return SendError(_TROUBLES.get(str(error), SendTrouble.REFUSED), response.status_code)
