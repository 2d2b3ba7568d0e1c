"""A message as Twilio keeps it, and as its API shows it."""

from datetime import UTC, datetime
from email.utils import format_datetime

import msgspec

API = "/2010-04-01"
ACCOUNT_SID = "AC" + "0" * 32

_GSM7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM7_TWICE = frozenset("^{}\\[~]|€")


class Message(msgspec.Struct, kw_only=True):
    """One outbound message. `from` is empty until a Messaging Service has picked a sender."""

    sid: str
    account_sid: str
    to: str
    from_: str | None = msgspec.field(name="from", default=None)
    messaging_service_sid: str | None = None
    body: str = ""
    media_urls: list[str] = []
    status: str = "queued"
    status_callback: str | None = None
    error_code: int | None = None
    created: datetime
    updated: datetime
    sent: datetime | None = None

    @property
    def uri(self) -> str:
        return f"{API}/Accounts/{self.account_sid}/Messages/{self.sid}"

    @property
    def num_segments(self) -> int:
        """0 while a Messaging Service has not picked a sender, 1 for MMS."""
        if self.from_ is None:
            return 0
        return 1 if self.media_urls else segments(self.body)

    def move(self, status: str, error_code: int | None) -> None:
        """Take a new status, as the carrier reports it."""
        self.status, self.error_code = status, error_code
        self.updated = now()
        if status in ("sent", "delivered", "undelivered") and self.sent is None:
            self.sent = self.updated

    def resource(self) -> dict[str, object]:
        """The JSON of the 2010-04-01 API."""
        return {
            "account_sid": self.account_sid,
            "api_version": API.strip("/"),
            "body": self.body,
            "date_created": rfc2822(self.created),
            "date_sent": rfc2822(self.sent) if self.sent else None,
            "date_updated": rfc2822(self.updated),
            "direction": "outbound-api",
            "error_code": self.error_code,
            "error_message": None,
            "from": self.from_,
            "messaging_service_sid": self.messaging_service_sid,
            "num_media": str(len(self.media_urls)),
            "num_segments": str(self.num_segments),
            "price": None,
            "price_unit": "USD",
            "sid": self.sid,
            "status": self.status,
            "subresource_uris": {"media": f"{self.uri}/Media.json"},
            "to": self.to,
            "uri": f"{self.uri}.json",
        }


def now() -> datetime:
    """The vendor's own clock, in whole seconds: its API shows no finer."""
    return datetime.now(UTC).replace(microsecond=0)


def rfc2822(moment: datetime) -> str:
    return format_datetime(moment)


def segments(body: str) -> int:
    """Segments a body is billed as: GSM-7 160 or 153 characters each, else UCS-2 70 or 67."""
    if all(character in _GSM7 or character in _GSM7_TWICE for character in body):
        length = len(body) + sum(character in _GSM7_TWICE for character in body)
        return _split(length, alone=160, joined=153)
    return _split(len(body.encode("utf-16-le")) // 2, alone=70, joined=67)


def _split(length: int, *, alone: int, joined: int) -> int:
    return 1 if length <= alone else -(-length // joined)
