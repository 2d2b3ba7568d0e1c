"""Webhooks as Twilio posts them: their parameters, their signature, their delivery."""

import secrets
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from urllib.parse import urlencode

import aiohttp
from multidict import MultiDict
from twilio.request_validator import (
    HMAC_SHA256,
    SIGNATURE_HEADER,
    SIGNATURE_SETTINGS_HEADER,
    RequestValidator,
)

from tests.fakes.twilio.messages import ACCOUNT_SID, API, Message, segments

Params = Mapping[str, str] | Iterable[tuple[str, str]]

_WAIT_S = 15.0
"""Seconds Twilio waits for a webhook's answer."""


class Reply(NamedTuple):
    """What the bot answered to a webhook."""

    status: int
    text: str


def new_sid(prefix: str) -> str:
    """A SID such as SM followed by 32 hexadecimal digits."""
    return prefix + secrets.token_hex(16)


def signed_form(
    url: str, params: Params, secret: str, *, shared_key: str | None = None
) -> tuple[bytes, dict[str, str]]:
    """The form body of a webhook and its headers, signed by the SDK's own validator.

    `url` is the public URL Twilio would call. `secret` is the account's auth token, or, with
    `shared_key` (its id), the shared key's secret: then the signature is HMAC-SHA256.
    """
    fields = MultiDict(params)
    algorithm = None if shared_key is None else HMAC_SHA256
    headers = {
        "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
        "User-Agent": "TwilioProxy/1.1",
        "I-Twilio-Idempotency-Token": secrets.token_hex(16),
        SIGNATURE_HEADER: RequestValidator(secret).compute_signature(url, fields, algorithm),
    }
    if shared_key is not None:
        headers[SIGNATURE_SETTINGS_HEADER] = f"key={shared_key},algorithm={HMAC_SHA256}"
    return urlencode(list(fields.items())).encode(), headers


def inbound(
    body: str,
    *,
    from_: str,
    to: str,
    sid: str | None = None,
    account_sid: str = ACCOUNT_SID,
    media: Iterable[tuple[str, str]] = (),
    **more: str,
) -> dict[str, str]:
    """The parameters of a text that came in; `media` are (URL, content type), `more` others."""
    files = list(media)
    sid = sid or new_sid("MM" if files else "SM")
    params = {
        "AccountSid": account_sid,
        "ApiVersion": API.strip("/"),
        "Body": body,
        "From": from_,
        "MessageSid": sid,
        "NumMedia": str(len(files)),
        "NumSegments": str(segments(body)),
        "SmsMessageSid": sid,
        "SmsSid": sid,
        "SmsStatus": "received",
        "To": to,
    }
    for end in ("From", "To"):
        params |= {f"{end}City": "", f"{end}Country": "US", f"{end}State": "CA", f"{end}Zip": ""}
    for number, (url, content_type) in enumerate(files):
        params |= {f"MediaUrl{number}": url, f"MediaContentType{number}": content_type}
    return params | more


def status_report(message: Message) -> dict[str, str]:
    """The parameters of a status callback on the message as it stands."""
    params = {
        "AccountSid": message.account_sid,
        "ApiVersion": API.strip("/"),
        "From": message.from_ or "",
        "MessageSid": message.sid,
        "MessageStatus": message.status,
        "SmsSid": message.sid,
        "SmsStatus": message.status,
        "To": message.to,
    }
    if message.messaging_service_sid:
        params["MessagingServiceSid"] = message.messaging_service_sid
    if message.error_code is not None:
        params["ErrorCode"] = str(message.error_code)
    return params


async def deliver(
    url: str,
    params: Params,
    secret: str,
    *,
    shared_key: str | None = None,
    ways: Mapping[str, str] | None = None,
) -> Reply:
    """Post a signed webhook and return the answer; `ways` lead a public URL to a local one.

    The signature is over the public URL, as a proxy in front of the bot would leave it.
    """
    body, headers = signed_form(url, params, secret, shared_key=shared_key)
    target = url
    for public, local in (ways or {}).items():
        if url.startswith(public):
            target = local + url.removeprefix(public)
    async with (
        aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_WAIT_S)) as session,
        session.post(target, data=body, headers=headers) as response,
    ):
        return Reply(response.status, await response.text())
