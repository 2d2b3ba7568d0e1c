"""One account at Twilio: its keys, its numbers, what it sent, what it was sent."""

import base64
import hmac
from pathlib import Path

import msgspec
from multidict import MultiDict

from tests.fakes.twilio.messages import ACCOUNT_SID, API, Message, now, rfc2822
from tests.fakes.twilio.refusals import flaw
from tests.fakes.twilio.webhooks import new_sid
from tests.fakes.waiting import Recorded

AUTH_TOKEN = "0123456789abcdef0123456789abcdef"
API_KEY = "SK" + "1" * 32
API_SECRET = "fedcba9876543210fedcba9876543210"


class Media(msgspec.Struct, frozen=True):
    """A file customers sent; behind a CDN it lies on another host, which wants no credentials."""

    content: bytes
    content_type: str
    cdn: bool = False


class Service(msgspec.Struct, frozen=True):
    """A Messaging Service: where it brings texts, unless it leaves that to its numbers."""

    inbound_request_url: str | None = None
    use_inbound_webhook_on_number: bool = False


class Account(msgspec.Struct):
    """Who may call, and all that the calls read and change."""

    messages: Recorded[Message]
    sid: str = ACCOUNT_SID
    auth_token: str = AUTH_TOKEN
    api_key: tuple[str, str] = (API_KEY, API_SECRET)
    status: str = "active"
    type: str = "Full"
    numbers: dict[str, str] = {}
    services: dict[str, Service] = {}
    opted_out: set[str] = set()
    refused: dict[str, int] = {}
    media: dict[str, Media] = {}

    @classmethod
    def kept_in(cls, state: Path | None) -> "Account":
        """An account whose messages are kept in a file, or in memory alone."""
        return cls(Recorded(Message, lambda message: message.sid, state))

    @property
    def path(self) -> str:
        return f"{API}/Accounts/{self.sid}"

    def knows(self, authorization: str) -> bool:
        """Whether a basic Authorization header carries the account's or the API key's secret."""
        return any(
            hmac.compare_digest(authorization.encode(), _basic(user, secret))
            for user, secret in ((self.sid, self.auth_token), self.api_key)
        )

    def accept(self, form: MultiDict[str]) -> Message | int:
        """The message as queued and recorded, or the code of what is wrong with it."""
        refused = dict.fromkeys(self.opted_out, 21610) | self.refused
        code = flaw(form, senders=self.numbers, refused=refused)
        if code is not None:
            return code
        message = self._message(form)
        self.messages.put(message)
        return message

    def _message(self, form: MultiDict[str]) -> Message:
        media, service, moment = form.getall("MediaUrl", []), form.get("MessagingServiceSid"), now()
        return Message(
            sid=new_sid("MM" if media else "SM"),
            account_sid=self.sid,
            to=form["To"],
            from_=form.get("From"),
            messaging_service_sid=service,
            body=form.get("Body", ""),
            media_urls=media,
            status="accepted" if service else "queued",
            status_callback=form.get("StatusCallback"),
            created=moment,
            updated=moment,
        )

    def resource(self) -> dict[str, object]:
        """The JSON of the account itself."""
        return {
            "sid": self.sid,
            "owner_account_sid": self.sid,
            "friendly_name": "Stand-in",
            "status": self.status,
            "type": self.type,
            "uri": f"{self.path}.json",
        }

    def service(self, sid: str) -> dict[str, object]:
        """The JSON of one of the account's Messaging Services."""
        return {
            "sid": sid,
            "account_sid": self.sid,
            "friendly_name": sid,
            "inbound_method": "POST",
            "status_callback": None,
            **msgspec.structs.asdict(self.services[sid]),
        }

    def number(self, phone: str) -> dict[str, object]:
        """The JSON of one of the account's numbers."""
        return {
            "account_sid": self.sid,
            "sid": "PN" + phone.strip("+").zfill(32),
            "phone_number": phone,
            "friendly_name": phone,
            "capabilities": {"voice": True, "sms": True, "mms": True, "fax": False},
            "sms_application_sid": "",
            "sms_url": self.numbers[phone],
            "sms_method": "POST",
            "status": "in-use",
            "date_created": rfc2822(now()),
        }


def _basic(user: str, secret: str) -> bytes:
    return b"Basic " + base64.b64encode(f"{user}:{secret}".encode())
