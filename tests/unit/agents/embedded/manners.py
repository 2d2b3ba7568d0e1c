"""What no reply may do, whatever the customer says."""

import re

from channels.sms.segments import is_gsm7
from tests.unit.agents.embedded.talk import Talk

_KEYWORD = re.compile(
    r"\b(?:reply|text|answer|type|say|write)\s+(?:with\s+)?[\"']?"
    r"(?:stop|cancel|end|quit|yes|no|start|help|info)\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"\$[\d,.]*\d")
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+")


def ill_manners(talk: Talk, reply: str, before: str, longest: int) -> list[str]:
    """The faults of a reply. before: the one before it. longest: characters of a text."""
    again = {s for s in _sentences(reply) & _sentences(before) if len(s.split()) > 3}
    told = "".join(line.content for line in talk.messages if line.role == "tool")
    made_up = [amount for amount in _AMOUNT.findall(reply) if amount not in told]
    said = "".join(line.content for line in talk.messages if line.role == "user")
    sms = talk.scope.channel == "sms"
    checks = {
        "is empty": not reply.strip(),
        "asks for a keyword": _KEYWORD.search(reply) is not None,
        f"repeats {again}": bool(again),
        f"makes up {made_up}": bool(made_up),
        "asks for the phone": sms and "phone number" in reply.lower(),
        "is too long": sms and len(reply) > longest,
        "needs two bytes a character": not is_gsm7(reply) and is_gsm7(said),
        "asks two questions": reply.count("?") > 1 and "¿" not in reply,
    }
    return [fault for fault, found in checks.items() if found]


def _sentences(text: str) -> set[str]:
    return set(_SENTENCE_END.split(text))
