"""More of something that is no guest: plates, minutes, an earlier start. Staff grant it or not; it
is noted for them in the customer's words."""

import re

from agents.models.embedded.questions import segments

_SO_MANY = (
    r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty"
    r"|half an?|a few|a couple(?: of)?|some|another)"
)
_PEOPLE = (
    r"(?:people|ppl|persons?|guests?|adults?|friends?|kids?|child(?:ren)?|toddlers?|bab(?:y|ies)"
    r"|heads?|of us|coming|men|women|family|families|cousins?|couples?|who)"
)
_TALK = (
    r"(?:questions?|things?|time|times|info\w*|details?|dates?|days?|weeks?|texts?|months?|than)"
)
_TIME = r"(?:minutes?|mins?|hours?|hrs?)"
_MORE_OF = re.compile(
    rf"\b{_SO_MANY} (?:more|extra|additional)(?: of)? (?!{_PEOPLE}\b|{_TALK}\b)(?:[a-z]+ ){{0,2}}"
    rf"(?:{_TIME}|plates?|orders?|portions?|servings?|steaks?|chickens?|shrimps?|veg\w+|dish(?:es)?"
    r"|chairs?|tables?|chefs?|grills?|gyozas?|edamames?|noodles?|appetizers?|sides?|trays?)\b"
    rf"|\b{_SO_MANY} (?:more |extra )?{_TIME} (?:longer|more|extra|earlier|later)\b"
    rf"|\b(?:another|an? extra|an? additional) (?:half )?(?:\w+ )?(?:hour|{_TIME})\b",
    re.IGNORECASE,
)
_TO_THINK = re.compile(
    r"\b(?:give (?:me|us)|gimme|need|wait|hold on|be back|in|think)\b", re.IGNORECASE
)
_PRICED = re.compile(r"\b(?:how much|cost|price|charge|fee)\b", re.IGNORECASE)
_EATEN = re.compile(
    r"\b(?:plates?|orders?|portions?|servings?|steaks?|chickens?|shrimps?|veg\w+|dish(?:es)?)\b",
    re.IGNORECASE,
)


def wish_in(text: str) -> str | None:
    """What more is wished for, as it was put: "20 more minutes"; None where nothing is, or only
    its price is asked for, or a moment to think."""
    for part in segments(text):
        found = _MORE_OF.search(part)
        if found and not _TO_THINK.search(part[: found.start()]) and not _PRICED.search(part):
            return found[0]
    return None


def of_plates(wish: str) -> bool:
    """Whether it is food of which each guest has one, so that there may be more guests too."""
    return _EATEN.search(wish) is not None
