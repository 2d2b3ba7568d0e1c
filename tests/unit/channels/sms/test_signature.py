"""Who may come in: only what Twilio signed, over the public URL, with a key that is configured."""

from urllib.parse import urlencode

import pytest

from bot.messages import Forged
from channels.sms.config import SmsConfig
from channels.sms.signature import Verifier
from tests.fakes.twilio import ACCOUNT_SID, AUTH_TOKEN, inbound, signed_form
from tests.unit.channels.sms.ground import CUSTOMER, OURS, PUBLIC_URL, SHARED_KEY

PATH = "/webhooks/twilio/sms"
URL = PUBLIC_URL + PATH
PARAMS = inbound("Hi", from_=CUSTOMER, to=OURS)


def verifier(
    auth_token: str = AUTH_TOKEN, shared_key: str = SHARED_KEY, public_url: str = PUBLIC_URL
) -> Verifier:
    return Verifier(
        SmsConfig(ACCOUNT_SID, auth_token, shared_key=shared_key, public_url=public_url)
    )


def test_auth_token() -> None:
    body, headers = signed_form(URL, PARAMS, AUTH_TOKEN)
    assert dict(verifier().parameters(PATH, body, headers)) == PARAMS


def test_shared_key() -> None:
    body, headers = signed_form(URL, PARAMS, SHARED_KEY, shared_key="webhooks_sharedkey_1")
    assert dict(verifier().parameters(PATH, body, headers)) == PARAMS


@pytest.mark.parametrize("public_url", [PUBLIC_URL + "/", PUBLIC_URL + ":443"])
def test_public_url_as_people_write_it(public_url: str) -> None:
    body, headers = signed_form(URL, PARAMS, AUTH_TOKEN)
    assert verifier(public_url=public_url).parameters(PATH, body, headers)


def test_query_is_covered_as_it_came() -> None:
    query = "?outbox=a%2Fb%20c&x="
    body, headers = signed_form(URL + query, PARAMS, AUTH_TOKEN)
    assert verifier().parameters(PATH + query, body, headers)
    for other in ("", "?outbox=a/b%20c&x=", query + "&y=1"):
        with pytest.raises(Forged):
            verifier().parameters(PATH + other, body, headers)


def test_unknown_blank_and_untrimmed_parameters_are_kept() -> None:
    params = PARAMS | {"NewField": "?", "ToCity": "", "Body": "  two spaces \n"}
    body, headers = signed_form(URL, params, AUTH_TOKEN)
    assert dict(verifier().parameters(PATH, body, headers)) == params


def test_repeated_keys() -> None:
    pairs = [*PARAMS.items(), ("Tag", "b"), ("Tag", "a"), ("Tag", "b")]
    body, headers = signed_form(URL, pairs, AUTH_TOKEN)
    assert verifier().parameters(PATH, body, headers).getall("Tag") == ["b", "a", "b"]


@pytest.mark.parametrize(
    "text", ["😀 café 👨‍👩‍👧", "مرحبا، شخصان", "\x00a\x00", "a&b=c+d%20e;f", "\r\n"]
)
def test_any_text(text: str) -> None:
    body, headers = signed_form(URL, PARAMS | {"Body": text}, AUTH_TOKEN)
    assert verifier().parameters(PATH, body, headers)["Body"] == text


@pytest.mark.parametrize("signature", ["", "x", "no base64 ü", "A" * 28])
def test_forged_signature(signature: str) -> None:
    body, headers = signed_form(URL, PARAMS, AUTH_TOKEN)
    with pytest.raises(Forged):
        verifier().parameters(PATH, body, headers | {"X-Twilio-Signature": signature})


def test_missing_signature() -> None:
    body, headers = signed_form(URL, PARAMS, AUTH_TOKEN)
    del headers["X-Twilio-Signature"]
    with pytest.raises(Forged, match="no signature"):
        verifier().parameters(PATH, body, headers)


@pytest.mark.parametrize(
    "body",
    [
        urlencode(PARAMS | {"Body": "Ho"}).encode(),
        urlencode(PARAMS | {"More": "1"}).encode(),
        b"",
        b"\xff\xfe\x00",
        b"Body=%ff%fe&From=%80",
        b"{}",
        b"&=&;=" * 50,
        b"a=b&" * 5000,
        b"Body=" + b"x" * 1_000_000,
    ],
    ids=lambda body: repr(body[:20]),
)
def test_another_body(body: bytes) -> None:
    _, headers = signed_form(URL, PARAMS, AUTH_TOKEN)
    with pytest.raises(Forged):
        verifier().parameters(PATH, body, headers)


@pytest.mark.parametrize("path", ["/webhooks/twilio/status", "", "//[", "/\udcff", "/a\x00\nb"])
def test_another_path(path: str) -> None:
    body, headers = signed_form(URL, PARAMS, AUTH_TOKEN)
    with pytest.raises(Forged):
        verifier().parameters(path, body, headers)


def test_another_host() -> None:
    body, headers = signed_form("https://evil.example.com" + PATH, PARAMS, AUTH_TOKEN)
    with pytest.raises(Forged):
        verifier().parameters(PATH, body, headers | {"Host": "evil.example.com"})


@pytest.mark.parametrize("shared_key", [None, "webhooks_sharedkey_1"])
def test_a_key_that_is_not_set_verifies_nothing(shared_key: str | None) -> None:
    body, headers = signed_form(URL, PARAMS, "", shared_key=shared_key)
    with pytest.raises(Forged):
        verifier(auth_token="", shared_key="").parameters(PATH, body, headers)


def test_each_algorithm_has_its_own_key() -> None:
    body, headers = signed_form(URL, PARAMS, AUTH_TOKEN, shared_key="webhooks_sharedkey_1")
    with pytest.raises(Forged):
        verifier().parameters(PATH, body, headers)
    body, headers = signed_form(URL, PARAMS, SHARED_KEY)
    with pytest.raises(Forged):
        verifier().parameters(PATH, body, headers)


def test_unknown_algorithm() -> None:
    body, headers = signed_form(URL, PARAMS, SHARED_KEY, shared_key="k")
    settings = {"X-Twilio-Webhooks-Signature-Settings": "key=k,algorithm=NONE"}
    with pytest.raises(Forged):
        verifier().parameters(PATH, body, headers | settings)
