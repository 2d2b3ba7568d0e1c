"""What Twilio refuses, with which code, and how its errors look.

Codes and texts: https://www.twilio.com/docs/api/errors
"""

import re
from collections.abc import Mapping

from aiohttp import web
from multidict import MultiDict

from tests.fakes.faults import Common, Fault
from tests.fakes.server import json_answer

_TEXTS = {
    20003: "Authenticate",
    20404: "The requested resource was not found",
    20429: "Too Many Requests",
    21211: "Invalid 'To' Phone Number",
    21266: "'To' and 'From' number cannot be the same",
    21602: "Message body is required.",
    21603: "A 'From' phone number is required.",
    21604: "A 'To' phone number is required.",
    21606: "The 'From' phone number provided is not a valid message-capable Twilio phone number",
    21609: "The 'StatusCallback' URL is not a valid URL",
    21610: "Attempt to send to unsubscribed recipient",
    21614: "'To' number is not a valid mobile number",
    21617: "The concatenated message body exceeds the 1600 character limit",
    21623: "Number of media files exceeds allowed limit",
    21635: "'To' number cannot be a Landline",
}
_MOST_CHARACTERS = 1600
_MOST_MEDIA = 10
_E164 = re.compile(r"\+[1-9]\d{6,14}|whatsapp:\+[1-9]\d{6,14}")
_URL = re.compile(r"https?://[^\s/]+\S*")


class Refuse(Fault, frozen=True):
    """The request is refused with an HTTP status and one of Twilio's error codes."""

    status: int
    code: int
    message: str = ""


TwilioFault = Common | Refuse


def error(status: int, code: int, message: str = "") -> web.Response:
    return json_answer(
        {
            "code": code,
            "message": message or _TEXTS.get(code, "Request failed"),
            "more_info": f"https://www.twilio.com/docs/errors/{code}",
            "status": status,
        },
        status=status,
    )


def flaw(
    form: MultiDict[str],
    *,
    senders: Mapping[str, str],
    refused: Mapping[str, int],
) -> int | None:
    """The code a new message is refused with, in the order in which Twilio checks.

    `senders` are the account's numbers (none given: any sender will do), `refused` the
    recipients whose messages are refused, by code.
    """
    return _recipient_flaw(form, refused) or _sender_flaw(form, senders) or _content_flaw(form)


def _recipient_flaw(form: MultiDict[str], refused: Mapping[str, int]) -> int | None:
    to = form.get("To", "")
    if not to:
        return 21604
    if not _E164.fullmatch(to):
        return 21211
    return refused.get(to)


def _sender_flaw(form: MultiDict[str], senders: Mapping[str, str]) -> int | None:
    sender = form.get("From", "")
    if not sender:
        return None if form.get("MessagingServiceSid") else 21603
    if senders and sender not in senders:
        return 21606
    return 21266 if sender == form["To"] else None


def _content_flaw(form: MultiDict[str]) -> int | None:
    body, media = form.get("Body", ""), form.getall("MediaUrl", [])
    if not body and not media:
        return 21602
    if len(body) > _MOST_CHARACTERS:
        return 21617
    if len(media) > _MOST_MEDIA:
        return 21623
    callback = form.get("StatusCallback")
    return None if callback is None or _URL.fullmatch(callback) else 21609
