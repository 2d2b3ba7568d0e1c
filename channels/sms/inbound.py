"""Twilio's webhooks, translated: texts that come in, and what became of those that went out."""

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl

from multidict import MultiDict

from bot.delivery import Delivery, DeliveryStatus
from bot.messages import Inbound, LaneAddress, Media, Unreadable
from bot.ports import Clock
from channels.sms.config import SmsConfig
from channels.sms.signature import Verifier

CHANNEL = "sms"

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_ERROR_CODE = re.compile(r"[0-9]{1,9}")
_KEYWORDS = frozenset({"STOP", "START", "HELP"})
_MOST_TEXT = 4000  # characters; Twilio brings 1,600
_MOST_MEDIA = 10
_MOST_TYPE = 80  # characters; none that is registered has so many

# What a status does not name here says nothing final: accepted, queued, sending, and new ones.
_STATUSES = {
    "sent": DeliveryStatus.SENT,
    "delivered": DeliveryStatus.DELIVERED,
    "read": DeliveryStatus.DELIVERED,
    "partially_delivered": DeliveryStatus.DELIVERED,
    "undelivered": DeliveryStatus.UNDELIVERED,
    "failed": DeliveryStatus.FAILED,
    "canceled": DeliveryStatus.FAILED,
}


class SmsInbound:
    """Verifies and translates. Stores nothing, and takes some 0.1 ms, so that a webhook can be
    acknowledged as soon as what it returns is stored.

    Both calls want the request's path and query as they came over the wire, its body, and its
    headers (blind to case); both raise Forged or Unreadable."""

    def __init__(self, config: SmsConfig, clock: Clock) -> None:
        self._verifier = Verifier(config)
        self._clock = clock

    def receive(self, path_and_query: str, body: bytes, headers: Mapping[str, str]) -> Inbound:
        """A text. Its lane is the sender and the number of ours it texted, so that the reply
        goes out from that number. phone is None for short codes and names, which are nobody's."""
        form = self._verifier.parameters(path_and_query, body, headers)
        sender, ours = _required(form, "From", 120), _required(form, "To", 64)
        keyword = _text(form, "OptOutType").upper()
        return Inbound(
            lane=LaneAddress(CHANNEL, sender, ours),
            event_id=_required(form, "MessageSid", 80),
            text=_text(form, "Body")[:_MOST_TEXT],
            received_at=self._clock.now(),
            phone=sender if _E164.fullmatch(sender) else None,
            keyword=keyword if keyword in _KEYWORDS else None,
            media=_media(form),
        )

    def receive_status(
        self, path_and_query: str, body: bytes, headers: Mapping[str, str]
    ) -> Delivery:
        """What became of a message that went out; they come out of order, and repeatedly."""
        form = self._verifier.parameters(path_and_query, body, headers)
        status = _required(form, "MessageStatus", 24)
        return Delivery(
            channel=CHANNEL,
            provider_id=_required(form, "MessageSid", 80),
            status=_STATUSES.get(status),
            provider_status=status,
            outbox_id=_outbox_id(path_and_query),
            error_code=_error_code(form),
        )


def _text(form: MultiDict[str], name: str) -> str:
    # PostgreSQL stores no NUL.
    return form.get(name, "").replace("\x00", "")


def _required(form: MultiDict[str], name: str, most: int) -> str:
    value = _text(form, name)
    if not value:
        raise Unreadable(f"{name} is missing")
    if len(value) > most:
        raise Unreadable(f"{name} has over {most} characters")
    return value


def _media(form: MultiDict[str]) -> tuple[Media, ...]:
    if form.get("NumMedia", "0") == "0":
        return ()
    found = (
        Media(_text(form, f"MediaUrl{n}"), _text(form, f"MediaContentType{n}")[:_MOST_TYPE])
        for n in range(_MOST_MEDIA)
    )
    return tuple(each for each in found if each.url)


def _outbox_id(path_and_query: str) -> str | None:
    query = path_and_query.partition("?")[2]
    return dict(parse_qsl(query)).get("outbox")


def _error_code(form: MultiDict[str]) -> int | None:
    code = _text(form, "ErrorCode")
    return int(code) if _ERROR_CODE.fullmatch(code) else None
