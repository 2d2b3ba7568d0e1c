"""The carrier's half of the Twilio stand-in: webhooks to the bot, signed as the vendor signs."""

import asyncio
from collections.abc import Mapping
from urllib.parse import urlencode

import aiohttp
from msgspec import Struct
from twilio.request_validator import SIGNATURE_HEADER, RequestValidator

from channels.playground.account import Account

SMS_ROUTE = "/webhooks/twilio/sms"
# Twilio waits 15 seconds: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
_TIMEOUT = aiohttp.ClientTimeout(total=15, connect=5)
# While the bot starts nobody listens yet.
_PAUSES = (0.1, 0.2, 0.4, 0.8, 1.6)


class Addresses(Struct, frozen=True):
    """public: as the bot is called, over which webhooks are signed. own: where it listens."""

    public: str
    own: str


class Carrier:
    """Posts webhooks. Close it in the end."""

    def __init__(self, account: Account, addresses: Addresses) -> None:
        self._account, self._addresses = account, addresses
        self._validator = RequestValidator(account.auth_token)
        self._session: aiohttp.ClientSession | None = None

    async def bring(self, sid: str, sender: str, words: str) -> bool:
        """Brings a text to the bot; whether it took it."""
        form = {
            "MessageSid": sid,
            "SmsSid": sid,
            "SmsMessageSid": sid,
            "SmsStatus": "received",
            "From": sender,
            "To": self._account.number,
            "FromCountry": "US",
            "ToCountry": "US",
            "Body": words,
            "NumMedia": "0",
            "NumSegments": "1",
        }
        return await self._post(f"{self._addresses.public}{SMS_ROUTE}", form)

    async def report(self, url: str, sid: str, recipient: str, status: str) -> bool:
        """Tells the bot what became of a text of its own; whether it took the news."""
        form = {
            "MessageSid": sid,
            "SmsSid": sid,
            "MessageStatus": status,
            "SmsStatus": status,
            "From": self._account.number,
            "To": recipient,
        }
        return await self._post(url, form)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def _post(self, url: str, form: Mapping[str, str]) -> bool:
        form = {"AccountSid": self._account.sid, "ApiVersion": "2010-04-01", **form}
        headers = {
            "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
            SIGNATURE_HEADER: self._validator.compute_signature(url, form),
        }
        # Never anywhere but here: the text came from this machine's playground.
        route = url.removeprefix(self._addresses.public)
        for pause in _PAUSES:
            try:
                return await self._sent(route, urlencode(form), headers)
            except aiohttp.ClientConnectorError:
                await asyncio.sleep(pause)
        return False

    async def _sent(self, route: str, body: str, headers: Mapping[str, str]) -> bool:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=_TIMEOUT)
        url = f"{self._addresses.own}{route}"
        try:
            async with self._session.post(url, data=body, headers=headers) as answer:
                return answer.status < 300
        except aiohttp.ClientConnectorError:
            raise
        except (aiohttp.ClientError, TimeoutError):
            return False
