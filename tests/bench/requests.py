"""Requests as bytes, made beforehand."""

import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec
from slack_sdk.signature import SignatureVerifier

from tests.fakes.twilio.account import AUTH_TOKEN
from tests.fakes.twilio.messages import ACCOUNT_SID
from tests.fakes.twilio.webhooks import inbound, signed_form

PUBLIC_URL = "https://bot.example.com"
SMS_ROUTE = "/webhooks/twilio/sms"
SLACK_ROUTE, SLACK_SECRET = "/slack/events", "8f742231b10e8888abcd99yyyzzz85a5"
CHAT_ROUTE = "/api/v1/ai/chat"
PROGRESS_ROUTE = "/bench/progress"
OUR_NUMBER = "+14155550100"
_BUSINESS = Path(__file__).resolve().parents[2] / "business"
_PHONES = 1000
_SAID = (
    "Hi, how much is hibachi for 25 people?",
    "What is on the menu?",
    "Do you serve vegetable hibachi too?",
    "Are you open on Mondays?",
    "Thanks, that helps!",
)


def echoes(count: int) -> list[bytes]:
    """The same JSON, count times; as long as a text's form."""
    body = msgspec.json.encode({"text": _SAID[0], "filler": "x" * 500})
    return [_post("/", body, {"Content-Type": "application/json"})] * count


def texts(first: int, count: int) -> list[bytes]:
    """Webhooks of texts from a thousand phones, in turn, signed by Twilio's own code."""
    return [_text(number) for number in range(first, first + count)]


def _text(number: int) -> bytes:
    phone = f"+1415555{1000 + number % _PHONES}"
    said = _SAID[number // _PHONES % len(_SAID)]
    params = inbound(said, from_=phone, to=OUR_NUMBER, sid=f"SM{number:032x}")
    body, headers = signed_form(PUBLIC_URL + SMS_ROUTE, params, AUTH_TOKEN)
    return _post(SMS_ROUTE, body, headers)


def events(first: int, count: int) -> list[bytes]:
    """Direct messages as Slack's Events API delivers them, from a thousand people, in turn."""
    verifier = SignatureVerifier(SLACK_SECRET)
    return [_event(verifier, number) for number in range(first, first + count)]


def _event(verifier: SignatureVerifier, number: int) -> bytes:
    user, ts = f"U{number % _PHONES:09}", f"{1_800_000_000 + number}.000100"
    event = {"type": "message", "channel_type": "im", "channel": f"D{user[1:]}", "user": user}
    event |= {"text": _SAID[number // _PHONES % len(_SAID)], "ts": ts}
    envelope = {"type": "event_callback", "event_id": f"Ev{number:09}", "event": event}
    body, now = msgspec.json.encode(envelope), str(int(time.time()))
    signature = verifier.generate_signature(timestamp=now, body=body)
    headers = {"X-Slack-Request-Timestamp": now, "X-Slack-Signature": str(signature)}
    return _post(SLACK_ROUTE, body, {"Content-Type": "application/json", **headers})


@cache
def begin_turn() -> bytes:
    """A new visitor's first message."""
    return _post(CHAT_ROUTE, msgspec.json.encode({"message": _SAID[0]}), {})


def next_turn(begun: bytes, turn: int) -> bytes:
    """A further message in the thread that this answer began."""
    answer = msgspec.json.decode(begun)
    said = {"message": _SAID[1 + turn % 4], "thread_id": answer["thread_id"]}
    authorization = {"Authorization": f"Bearer {answer['visitor_token']}"}
    return _post(CHAT_ROUTE, msgspec.json.encode(said), authorization)


def settings(database_url: str, **more: str) -> dict[str, str]:
    """The environment of a bot that takes these requests, answers at once, and refuses nobody
    for being fast."""
    return {
        "DATABASE_URL": database_url,
        "BUSINESS_DIR": str(_BUSINESS),
        "PUBLIC_URL": PUBLIC_URL,
        "TWILIO_ACCOUNT_SID": ACCOUNT_SID,
        "TWILIO_AUTH_TOKEN": AUTH_TOKEN,
        "SMS_DEBOUNCE_SECONDS": "0",
        "SMS_PER_SECOND": "1000",
        "AI_RATE_LIMIT_PER_MINUTE": "1000000",
        "AI_RATE_LIMIT_BURST": "1000000",
        "AI_MAX_COST_PER_DAY": "1000000",
        "AI_COST_ALERT_THRESHOLD": "1000000",
        **more,
    }


def _post(path: str, body: bytes, headers: Mapping[str, str]) -> bytes:
    fields = {"Host": "127.0.0.1", **headers, "Content-Length": str(len(body))}
    lines = [f"POST {path} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items())]
    return "\r\n".join([*lines, "", ""]).encode() + body
