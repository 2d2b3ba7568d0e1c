"""What should never come in, and does: refused with nothing stored, or answered once, sensibly."""

from collections.abc import Iterable, Mapping

import aiohttp

from tests.fakes.twilio import AUTH_TOKEN, inbound, signed_form
from tests.scenario.inside import Inside, on_sqlite
from tests.scenario.stage import OWNER, PUBLIC, US

ANN = "+14155550101"
PATH = "/webhooks/twilio/sms"


async def post(stage: Inside, body: bytes, headers: Mapping[str, str], path: str = PATH) -> int:
    """Any request at all; its answer's status."""
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{stage.url}{path}", data=body, headers=headers) as answer,
    ):
        assert "Traceback" not in await answer.text()
        return answer.status


def signed(
    params: Mapping[str, str] | Iterable[tuple[str, str]], token: str = AUTH_TOKEN
) -> tuple[bytes, dict[str, str]]:
    return signed_form(f"{PUBLIC}{PATH}", params, token)


async def nothing_is_stored(stage: Inside) -> bool:
    tables = ("inbox", "lanes", "ai_messages", "outbox", "media", "customers")
    return [await stage.rows(f"SELECT count(*) FROM {table}") for table in tables] == [[0]] * 6


async def answered(stage: Inside, phone: str) -> str:
    """The one answer that a phone got, its parts joined; nothing is left half-done."""
    await stage.said(phone, 1)
    await stage.idle()
    assert await stage.rows("SELECT DISTINCT status FROM inbox") == ["done"]
    assert await stage.rows("SELECT DISTINCT status FROM outbox") == ["sent"]
    assert await stage.rows(_ANSWERS, phone=phone) == [1]
    return " ".join(stage.said_to(phone))


_ANSWERS = (
    "SELECT count(DISTINCT outbox.message_id) FROM outbox JOIN ai_messages m"
    " ON m.id = outbox.message_id WHERE outbox.address = :phone AND m.role = 'assistant'"
)


async def test_forged_requests_are_refused_and_nothing_is_stored(stage: Inside) -> None:
    params = inbound("hello", from_=ANN, to=US)
    body, headers = signed(params)
    unsigned = {k: v for k, v in headers.items() if k != "X-Twilio-Signature"}
    settings = "X-Twilio-Webhooks-Signature-Settings"
    forged = [
        (body, unsigned),
        (body, headers | {"X-Twilio-Signature": ""}),
        (body, headers | {"X-Twilio-Signature": "AAAA"}),
        (body, headers | {"X-Twilio-Signature": "\xff"}),
        signed(params, "another account's token"),
        signed(params, ""),
        (body.replace(b"hello", b"hullo"), headers),
        (body + b"&NumMedia=1", headers),
        (body, headers | {settings: "key=WK1,algorithm=HMAC_SHA256"}),
        (body, headers | {settings: "key=WK1,algorithm=none"}),
        (b"", unsigned),
    ]
    for each in forged:
        assert await post(stage, *each) == 403, each
        assert await post(stage, *each, path="/webhooks/twilio/status") == 403, each
    assert await post(stage, body, headers, path=f"{PATH}?x=1") == 403
    assert await nothing_is_stored(stage)


@on_sqlite
async def test_what_cannot_be_read_is_refused_and_nothing_is_stored(stage: Inside) -> None:
    params = inbound("hello", from_=ANN, to=US)
    whole = dict.fromkeys(("MessageSid", "From", "To"), "9" * 500)
    for flaw in (
        *({name: ""} for name in whole),
        *({name: long} for name, long in whole.items()),
        *({name: "\x00"} for name in whole),
    ):
        assert await post(stage, *signed(params | flaw)) == 400, flaw
    assert await post(stage, *signed({})) == 400
    many = [("x", str(n)) for n in range(600)]
    assert await post(stage, *signed(many)) == 403
    million = b"Body=" + b"a" * 1_000_000
    assert await post(stage, million, signed(params)[1]) == 413
    assert await post(stage, *signed(params | {"Body": "a" * 1_000_000})) == 413
    assert await nothing_is_stored(stage)


ODD = {
    "nothing": "",
    "spaces": " " * 1600,
    "one sign": "?",
    "nul bytes": "hel\x00lo, how \x00much per person?",
    "emoji": "🎉👨‍👩‍👧‍👦🔥",
    "arabic": "مرحبا ‏كم السعر ‏40 شخصا؟",
    "mixed directions": "hi \u202etxet desrever\u202c how much is it?",
    "zalgo": "h̷̢̛͔̓̈́ȇ̶̝l̵̰͝l̸̘̕o̴̖͋",
    "control signs": "how\x07 much\x1b[31m is \x7fit?",
    "a placeholder": "{name} %s {{7*7}} ${HOME} <|endoftext|>",
    "markup": "<script>alert(1)</script> & <Response><Message>x</Message></Response>",
    "SQL": "'; DROP TABLE leads; --",
    "very long": "how much is it for 40 people? " * 1000,
    "one word": "a" * 1600,
    "numbers": "9" * 1600,
    "bytes that are no text": "\ufffd\ufffd",
}


async def test_odd_texts_get_one_answer_each(stage: Inside) -> None:
    phones = {name: f"+1415555{n:04d}" for n, name in enumerate(ODD, 1000)}
    for name, words in ODD.items():
        await stage.text(phones[name], words)
    for name, phone in phones.items():
        said = await answered(stage, phone)
        assert "Reply STOP to opt out" in said, name
        assert len(said) > 80, name
        assert "{" not in said, name
    for name in ("nul bytes", "control signs", "very long"):
        assert "$" in stage.said_to(phones[name])[0], name
    assert "empty" in stage.said_to(phones["nothing"])[0]
    assert "picture" not in stage.said_to(phones["nothing"])[0]
    assert await stage.rows("SELECT count(*) FROM leads") == [0]
    kept = await stage.rows("SELECT content FROM ai_messages WHERE role = 'user'")
    assert {ODD["emoji"], ODD["arabic"]} <= set(kept)


@on_sqlite
async def test_bytes_that_are_no_utf8(stage: Inside) -> None:
    body, headers = signed(inbound("how much per person? caf\ufffd", from_=ANN, to=US))
    assert await post(stage, body.replace(b"%EF%BF%BD", b"%E9"), headers) == 200
    assert "$" in await answered(stage, ANN)
    raw, headers = signed(inbound("caf\ufffd", from_=ANN, to=US))
    assert await post(stage, raw.replace(b"%EF%BF%BD", b"\xe9\xff"), headers) == 403


@on_sqlite
async def test_the_first_of_repeated_keys_counts(stage: Inside) -> None:
    pairs = [
        *inbound("how much per person?", from_=ANN, to=US).items(),
        *inbound("STOP", from_="+14155550102", to=US).items(),
    ]
    assert await post(stage, *signed(pairs)) == 200
    assert "$" in await answered(stage, ANN)
    assert stage.said_to("+14155550102") == []
    assert await stage.rows("SELECT count(*) FROM consent") == [0]


async def test_senders_that_nobody_can_answer(stage: Inside) -> None:
    senders = ["72645", "AMZN Info", "9165550100", "+1 (916) 555-0100", "whatsapp:+19165550100",
               "+0123456789", "Anonymous", "‏مرحبا"]  # fmt: skip
    for sender in senders:
        for words in ("Your code is 123456", "how much per person?"):
            assert await post(stage, *signed(inbound(words, from_=sender, to=US))) == 200
            await stage.idle()
    assert {message.to for message in stage.twilio.messages} == {OWNER}
    # Staff are told of each of them once a day.
    assert len(stage.said_to(OWNER)) == len(senders)
    assert "From: 72645" in stage.said_to(OWNER)[0]
    assert "Your code is 123456" in stage.said_to(OWNER)[0]
    assert await stage.rows("SELECT count(*) FROM customers") == [0]
    assert await stage.rows("SELECT DISTINCT status FROM inbox") == ["done"]


@on_sqlite
async def test_a_number_that_looks_right_and_is_none(stage: Inside) -> None:
    await stage.text("+19999999999", "how much per person?")
    await stage.idle()
    stage.twilio.account.refused["+18888888888"] = 21211
    await stage.text("+18888888888", "how much per person?")
    await stage.idle()
    assert "takes no texts" in stage.said_to(OWNER)[-1]
    assert sorted(await stage.rows("SELECT status FROM outbox")) == ["failed", "sent", "sent"]


@on_sqlite
async def test_new_and_broken_parameters_change_nothing(stage: Inside) -> None:
    more = {"NumMedia": "many", "SomethingNew": "x" * 5000, "OptOutType": "MAYBE", "Body ": "no"}
    params = inbound("how much per person?", from_=ANN, to=US) | more
    assert await post(stage, *signed(params)) == 200
    assert "$" in await answered(stage, ANN)
