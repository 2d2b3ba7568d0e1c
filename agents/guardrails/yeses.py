"""What a sentence claims that the customer did: that they said yes, or that what they want is with
staff by that."""

import re
from collections.abc import Iterator

from agents.guardrails.evidence import Evidence

_SAID_YES = re.compile(
    r"\byou(?:['’]ve| have)? (?:already |just |all )*(?:said yes|confirmed|agreed|approved)\b"
    r"|\b(?:thanks|thank you) for (?:your (?:yes|confirmation|approval)|confirming (?:it all|all"
    r"|everything|the details|your (?:booking|inquiry|request)))\b"
    r"|\byour (?:yes|confirmation|approval) (?:is|was|has been)\b"
    r"|\b(?:have|has|got|received) your (?:yes|confirmation|approval|go-ahead)\b",
    re.IGNORECASE,
)
_PASSED_ON = re.compile(
    r"\b(?:inquiry|request|details|booking) (?:has|have) (?:gone|been handed) (?:\w+ )?to"
    r" (?:our|the) (?:team|staff)\b|\b(?:team|staff) (?:now )?(?:has|have) everything\b",
    re.IGNORECASE,
)
_NOT_YET = re.compile(r"\b(?:if|once|when|until|after|unless|as soon as|before)\b", re.IGNORECASE)


def faults_of(sentence: str, evidence: Evidence) -> Iterator[str]:
    """What of a sentence nothing proves, in words for the model."""
    if sentence.rstrip().endswith("?") or _NOT_YET.search(sentence):
        return
    situation = evidence.situation
    said_yes = situation.read_back == "confirmed" or situation.lead == "open" or evidence.sent
    if _SAID_YES.search(sentence) and not said_yes:
        yield "it says that the customer confirmed what they did not: read it back and ask"
    if _PASSED_ON.search(sentence) and not (evidence.sent or evidence.called):
        yield "it says that the inquiry was sent, and create_booking_inquiry made none"
