"""What a sentence tells that is not this customer's to hear, or asks for that nobody may ask: "
"phones,
e-mail and street addresses, links, cards, other customers, the bot's own instructions."""

import re
from collections.abc import Iterator

from agents.guardrails.evidence import Evidence
from agents.tools.said import digits_of

_PHONE = re.compile(r"(?<!\d)\+?\d[\d ().-]{8,24}\d(?!\d)")
_CARD = re.compile(r"(?<!\d)(?:\d[ -]?){12,18}\d(?!\d)")
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_LINK = re.compile(r"\b(?:https?://|www\.)[^\s<>\"')]+|\b[a-z0-9-]{1,63}\.(?:com|net|org|io|co"
r"|me|ly"
r"|app|"
                   r"shop|link|info|biz|us|xyz)/[^\s<>\"')]*", re.IGNORECASE)  # fmt: skip
_STREET = re.compile(
    r"\b\d{1,5} (?:[NSEW]\.? )?[A-Z][\w']+(?: [A-Z][\w']+)? (?:Street|St|Avenue|Ave|Boulevard|Blvd|"
    r"Road|Rd|Lane|Ln|Drive|Dr|Way|Court|Ct|Place|Pl|Terrace|Circle|Highway|Hwy)\b"
)
_BLOB = re.compile(
    r"(?<![\w/+.@:-])(?=[A-Za-z+/]*\d|[a-z+/\d]*[A-Z])[A-Za-z0-9+/]{28,}={0,2}(?![\w.@])"
)
_OTHERS = re.compile(
    r"\b(?:another|other|previous|last|the) (?:customer|client|host|guest|family)s?(?:'s)?(?: "
    r"before you| of "
    r"ours| on your street|, [\w. ]{1,20},)?"
    r" (?:\w+ )?(?:asked|said|lives?|booked|paid|has|have|named|called|is at|wrote|told|phone"
    r"|number|"
    r"address|name|e-?mail)\b",
    re.IGNORECASE,
)
_FAMILY = re.compile(r"\b[Tt]he [A-Z][a-z]+s (?:booked|had|have|paid|ordered|asked|chose)\b")
_INSTRUCTED = re.compile(
    r"\bmy (?:instructions|system prompt|prompt|guidelines|rules) (?:say|says|tells?|forbids?|are"
    r"|is|begin\w*|start\w*|"
    r"tell|read)\b|\b(?:here is|here's|this is) what i (?:was|am|have been|were) (?:told"
    r"|instructed)\b|"
    r"\bi (?:was|am|have been) (?:told|instructed|programmed|configured) (?:to|that|not)\b|"
    r"\bsystem prompt (?:is|says|begins|reads)\b",
    re.IGNORECASE,
)
_ASKS_CARD = re.compile(
    r"\b(?:text|send|give|read|tell|share|type|provide|enter|write|what(?:'s| is)|need"
    r"|have)\b.{0,30}"
    r"\b(?:(?:photo|picture|pic|front|back) of (?:your|the) card|card (?:number|details|info\w*)"
    r"|(?:16|sixteen) digits|cvv|cvc|security code|account "
    r"number|"
    r"routing number|social security|password|pin)\b",
    re.IGNORECASE,
)
_PAYS = re.compile(
    r"\b(?:venmo|zelle|cash ?app|paypal|wire transfer|bitcoin|crypto\w*|apple pay|gift cards?|"
    r"western union|ach transfer)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:not|no|don't|never|cannot|can't|please (?:don't|never)|nor|isn't|won't|unsure)\b",
    re.IGNORECASE,
)


def faults_of(sentence: str, evidence: Evidence) -> Iterator[str]:
    """What must not be told or asked, in words for the model."""
    yield from _numbers(sentence, evidence)
    yield from _addresses(sentence, evidence)
    if _FAMILY.search(sentence):
        yield "it tells of another customer"
    if _OTHERS.search(sentence) and not _DENIED.search(sentence):
        yield "it tells of another customer"
    instructed = _INSTRUCTED.search(sentence)
    if instructed and not _DENIED.search(sentence[: instructed.start()]):
        yield "it speaks of its instructions"
    if _ASKS_CARD.search(sentence) and not _DENIED.search(sentence):
        yield "it asks for what must never be sent: card numbers and codes"
    for found in _PAYS.findall(sentence):
        if found.lower() not in evidence.passages and not _DENIED.search(sentence):
            yield f"it names {found}, a way to pay that no page of the owner's names"
    if _BLOB.search(sentence):
        yield "it holds a run of signs that nobody can read"


def _numbers(sentence: str, evidence: Evidence) -> Iterator[str]:
    if any(_luhn(digits_of(found[0])) for found in _CARD.finditer(sentence)):
        yield "it holds a card number"
    for found in _PHONE.findall(sentence):
        digits = digits_of(found)
        if len(digits) in (10, 11) and digits[-10:] not in evidence.phones:
            yield "it names a phone number that nobody gave here"


def _addresses(sentence: str, evidence: Evidence) -> Iterator[str]:
    """E-mail addresses and links to the sign, streets by how they begin."""
    known = evidence.written
    for email in _EMAIL.findall(sentence):
        if email.lower().rstrip(".") not in known:
            yield "it names an e-mail address that nobody gave here"
    for link in _LINK.findall(_EMAIL.sub(" ", sentence)):
        if link.lower().rstrip(".,!?") not in known:
            yield "it names a link that no page of the owner's names"
    for street in _STREET.findall(sentence):
        if " ".join(street.lower().split()[:2]) not in known:
            yield "it names an address that nobody gave here"


def _luhn(digits: str) -> bool:
    """The check digit of ISO/IEC 7812, annex B."""
    numbers = [int(each) for each in reversed(digits)]
    doubled = [d * 2 - 9 * (d > 4) if i % 2 else d for i, d in enumerate(numbers)]
    return sum(doubled) % 10 == 0
