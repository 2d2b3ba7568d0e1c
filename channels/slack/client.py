"""Slack's Web API through slack_sdk's client, its failures typed by what to do about them."""

from collections.abc import Awaitable, Mapping
from typing import TYPE_CHECKING, Any

from bot.delivery import SendError, SendTrouble

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
# What somebody mends at Slack's: the bot is invited again, or its token is replaced.
_MENDED = frozenset(
    {
        "account_inactive",
        "channel_not_found",
        "invalid_auth",
        "is_archived",
        "missing_scope",
        "not_in_channel",
        "token_revoked",
    }
)


class SlackClient:
    """The client of one token, made where it is first used. timeout: seconds of a call."""

    def __init__(self, token: str, api_url: str | None, timeout: int = 10) -> None:
        self.token, self._api_url, self._timeout = token, api_url, timeout
        self._made: AsyncWebClient | None = None
        self._self: Mapping[str, Any] | None = None
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
        return str((await self._known())["team_id"])

    async def bot(self) -> str | None:
        """The bot id that our messages carry; None: the token is no bot's. Raises SendError."""
        found: str | None = (await self._known()).get("bot_id")
        return found

    async def _known(self) -> Mapping[str, Any]:
        if self._self is None:
            self._self = await answer_of(self().auth_test())
        return self._self

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


async def posted(call: "Awaitable[AsyncSlackResponse]") -> Mapping[str, Any]:
    """As answer_of, of a post: what somebody can mend is tried again. Raises SendError."""
    try:
        return await answer_of(call)
    except SendError as error:
        if error.trouble is SendTrouble.REFUSED and _why(error) in _MENDED:
            raise SendError(SendTrouble.RETRY, error.code) from error
        raise


def _why(error: SendError) -> str:
    """Slack's word for it; "": it said none."""
    response: Any = getattr(error.__cause__, "response", None)
    return str(response.get("error")) if hasattr(response, "get") else ""


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
