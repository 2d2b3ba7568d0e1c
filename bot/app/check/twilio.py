"""What Twilio says of the account, the number and the messaging service, and whether a text that
comes in is brought to this bot. Loads the SDK, so it is imported where it is used.

https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource,
https://www.twilio.com/docs/messaging/api/service-resource
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import orjson

from bot.app.check.clocks import Clocks
from bot.app.check.findings import Findings
from channels.sms.client import Transport
from channels.sms.config import SmsConfig

_ROUTE = "/webhooks/twilio/sms"
_API, _MESSAGING = "https://api.twilio.com/2010-04-01", "https://messaging.twilio.com/v1"
_TOKEN = "TWILIO_ACCOUNT_SID or TWILIO_AUTH_TOKEN"
_KEY = "TWILIO_API_KEY or TWILIO_API_SECRET"


class Unanswered(Exception):
    """Twilio did not answer a question; the text says what to mend."""


async def ask(
    config: SmsConfig, public_url: str | None, findings: Findings, clocks: Clocks
) -> None:
    """Asks about everything that is configured. Raises aiohttp's errors, and SendError on 429."""
    transport = Transport(config)
    try:
        await _Questions(transport, config, findings, clocks).ask(public_url)
    except Unanswered as trouble:
        findings.wrong(str(trouble))
    finally:
        await transport.close()


class _Questions:
    def __init__(
        self, transport: Transport, config: SmsConfig, findings: Findings, clocks: Clocks
    ) -> None:
        self._transport, self._config = transport, config
        self._findings, self._clocks = findings, clocks
        self._account = f"{_API}/Accounts/{config.account_sid}"

    async def ask(self, public_url: str | None) -> None:
        await self._ask_account()
        if self._config.api_key:
            await self._get(f"{self._account}/IncomingPhoneNumbers.json", {"PageSize": "1"})
            self._findings.ok("TWILIO_API_KEY is taken")
        if public_url is None:
            return
        ours, on_number = f"{public_url}{_ROUTE}", True
        if service := self._config.messaging_service_sid:
            on_number = await self._ask_service(service, ours)
        if on_number and self._config.phone_number:
            await self._ask_number(self._config.phone_number, ours)

    async def _ask_account(self) -> None:
        """With the auth token, which verifies webhooks whatever it is that sends."""
        config = self._config
        token = (config.account_sid, config.auth_token)
        account = await self._get(f"{self._account}.json", auth=token)
        if account.get("status") != "active":
            raise Unanswered(f"the Twilio account is {account.get('status')}: see Twilio's console")
        self._findings.ok("TWILIO_AUTH_TOKEN is taken")
        if account.get("type") == "Trial":
            self._findings.note("the Twilio account is a trial: it texts verified numbers alone")

    async def _ask_service(self, sid: str, ours: str) -> bool:
        """Whether the service leaves it to its numbers where a text is brought."""
        service = await self._get(f"{_MESSAGING}/Services/{sid}")
        if service.get("use_inbound_webhook_on_number"):
            if not self._config.phone_number:
                self._findings.note(
                    f"the messaging service leaves texts to its numbers: let each call {ours}"
                )
            return True
        self._judge("the messaging service", service, "inbound_request_url", "inbound_method", ours)
        return False

    async def _ask_number(self, number: str, ours: str) -> None:
        numbers = f"{self._account}/IncomingPhoneNumbers.json"
        page = await self._get(numbers, {"PhoneNumber": number})
        found: list[Mapping[str, Any]] = page.get("incoming_phone_numbers") or []
        if not found:
            raise Unanswered(f"TWILIO_PHONE_NUMBER: {number} is no number of this account")
        if not found[0].get("capabilities", {}).get("sms", True):
            self._findings.wrong(f"TWILIO_PHONE_NUMBER: {number} cannot text; buy one that can")
        if app := found[0].get("sms_application_sid"):
            self._findings.note(f"texts to {number} go to the TwiML app {app}: let it call {ours}")
        else:
            self._judge(f"the number {number}", found[0], "sms_url", "sms_method", ours)

    def _judge(
        self, whose: str, resource: Mapping[str, Any], url: str, method: str, ours: str
    ) -> None:
        theirs = str(resource.get(url) or "")
        if not _same(theirs, ours):
            self._findings.wrong(
                f"{whose} brings texts {_shown(theirs)}: in Twilio's console set "
                f'"A message comes in" to {ours} (HTTP POST)'
            )
        elif str(resource.get(method) or "POST") != "POST":
            self._findings.wrong(f"{whose} brings texts by {resource[method]}: set HTTP POST")
        else:
            self._findings.ok(f"{whose} brings texts to {ours}")

    async def _get(
        self,
        url: str,
        query: Mapping[str, str] | None = None,
        *,
        auth: tuple[str, str] | None = None,
    ) -> Mapping[str, Any]:
        """A resource's JSON. Raises Unanswered. auth: where not as messages are sent."""
        auth = auth or self._config.credentials
        answer = await self._transport.request("GET", url, params=query, auth=auth)
        self._clocks.heard("Twilio", answer.headers)
        if answer.status_code == 401:
            names = _KEY if auth[0] == self._config.api_key else _TOKEN
            raise Unanswered(f"{names} is refused (401): copy both anew from Twilio's console")
        if answer.status_code == 404:
            raise Unanswered(f"Twilio does not know {urlsplit(url).path}: look at its SID")
        try:
            body: Mapping[str, Any] = orjson.loads(answer.text)
        except orjson.JSONDecodeError:
            body = {}
        if answer.status_code >= 400 or not isinstance(body, dict):
            code = body.get("code") if isinstance(body, dict) else None
            raise Unanswered(f"Twilio answers {answer.status_code} (code {code}): try again later")
        return body


def _same(theirs: str, ours: str) -> bool:
    """Whether two addresses are one; a query changes nothing of where it leads."""
    one, other = urlsplit(theirs), urlsplit(ours)
    return (one.scheme, one.netloc.lower(), one.path) == (
        other.scheme,
        other.netloc.lower(),
        other.path,
    )


def _shown(url: str) -> str:
    """An address without what may be secret in it: its user, password and query."""
    parts = urlsplit(url)
    return f"to {parts.scheme}://{parts.hostname}{parts.path}" if parts.hostname else "nowhere"
