"""Whether a customer says that they have paid: nobody but staff can tell whether that is so."""

import re

from agents.models.embedded.questions import segments

_MONEY = r"(?:deposit|down ?payment|payment|balance|money|invoice|50%|transfer|venmo|zelle|check)"
_PAID = (
    r"(?:paid|payed|sent|venmo'?e?d|zelled|wired|transferred|mailed|made|submitted|completed"
    r"|put down|dropped off)"
)
_SO_FAR = r"(?:just |already |now |also |finally |have |has |had |been |went ahead and )*"
_TELLS = re.compile(
    rf"(?:^\W*|\b(?:i|we|i've|we've|ive|she|he|they|my \w+|just|already) ){_SO_FAR}{_PAID}\b"
    r"[^.?!]{0,40}"
    rf"(?:\b{_MONEY}|\$ ?\d)"
    rf"|\b(?:i|we|i've|we've|ive) (?:just |already |have )+paid\b|^\W*(?:just |already )+paid\b"
    rf"|\b{_MONEY} (?:is |was |has |'s |just |already |been |got |now |all )*"
    r"(?:paid|sent|made|done|submitted|transferred|gone through|went through)\b"
    r"|\b(?:did|have|has) (?:you|u|y'?all|they|the team|anyone)\b[^.?!]{0,20}"
    rf"\b(?:get|got|gotten|receive\w*|see|seen)\b[^.?!]{{0,20}}\b{_MONEY}"
    rf"|\b(?:my|our|the) {_MONEY} (?:go|went|gone|come|came) through\b"
)
_ASKS_OR_SUPPOSES = re.compile(
    r"\b(?:if|once|when|whenever|until|till|unless|before|how|what|does|do|can|could|should|will"
    r"|must|need|have to|has to|not|never|haven't|hasn't|didn't)\b"
)


def tells_payment(text: str) -> bool:
    """Whether it says, or asks us whether it is seen, that money was paid."""
    return any(_tells(part.lower().replace("’", "'")) for part in segments(text))


def _tells(sentence: str) -> bool:
    found = _TELLS.search(sentence)
    # "If I paid the deposit", "when is the deposit paid" tell of none.
    return found is not None and not _ASKS_OR_SUPPOSES.search(sentence[: found.end()])
