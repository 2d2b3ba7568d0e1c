"""Which parts of a message ask something, and the words in which pages can be asked."""

import re
from functools import lru_cache

_QUESTION = re.compile(
    r"^\W*(?:(?:(?:hi+|he+y+|hello+)(?: there)?|yo|ok|okay|k|and|so|also|but|um|uh|hmm?|oh|ah|well"
    r"|cool|great|nice|thanks|actually|wait)\W+){0,4}"
    r"(?:do(?! it\b| that\b| this\b)|does|did|can(?!'?t\b)"
    r"|could(?! be\b)|is|are|was(?! (?:thinking|looking|hoping|planning)\b)|will(?! do\b)"
    r"|would(?! (?:love|like|be|prefer)\b)|should|may (?=i\b|we\b|you\b|it\b|my\b|our\b)"
    r"|have (?=you\b|u\b|they\b|y'?all\b)|has|what|whats|what's|wat|when|where|who|why|which|how"
    r"|hows|any(?! (?:day|time|date)s? (?:works?|is|are)\b)|anything|anyone|tell me|wondering"
    r"|i was wondering|(?:u|you|ya|y'?all) (?:guys )?(?:do|have|serve|offer|come|bring|cater))\b"
)
_GOES_ON = re.compile(
    r"^\W*(?:(?:and|so|ok|okay|oh|hmm*|cool|but|k|well|um|also|what|ah|alright|got it)\W+){0,4}"
    r"(?:(?:what|how|hows?) ?(?:about|abt|bout)|what if|whatif|and|if|or|with|w|for|same)\b"
)
_DEPOSIT = re.compile(
    r"\b(?:how (?:much|big|mcuh)|what|whats|amount)\b.{0,40}\b(?:deposit|put down)"
)
_ASKS_WHAT = re.compile(
    r"^\W*(?:\w+\W+){0,2}?(?:how|what|whats|wat|when|where|who|which|why)\b(?! if\b| about\b)"
)
_DISCOUNT = re.compile(
    r"\b(?:discount\w*|coupon\w*|promo\w*|deals?\b(?! with)|specials?|negotia\w*"
    r"|cheaper if (?:i|we|you) (?:pay|book|do|bring|order|come|have))\b"
)
_AREA = re.compile(r"\b(?:come|travel\w*|go|serve|service|cater|deliver|drive|area|fee)\b")
_FULL_FORMS = (
    (
        re.compile(
            r"\b(?:wh?at time|when|what hours) (?:(?:do|are|r|does) )?(?:you|u|ya|y'?all|they)?"
            r"(?: guys| all)? ?(?:open|close)\w*",
            re.IGNORECASE,
        ),
        "what are your opening hours",
    ),
    (re.compile(r"\bwat\b", re.IGNORECASE), "what"),
    (
        re.compile(r"\bwhat(?:'?s| is)?(?: all)? included\b", re.IGNORECASE),
        "what is included in the price",
    ),
    (
        re.compile(
            r"\bwhat(?:'?s| is) (?:a )?hibachi\b|\b(?:deliver\w*|take ?out|pick ?up)\b", re.I
        ),
        "how does a hibachi party work",
    ),
    (
        re.compile(
            r"\b(?:you|u|y'?all|ya)(?: guys)? (?:have to |need to |must |ever )?"
            r"(?:cancel|back out|do not show|don'?t show)\b",
            re.IGNORECASE,
        ),
        "you have to cancel",
    ),
    (re.compile(r"\bwhat happens if (?=you have to cancel)", re.IGNORECASE), "what if "),
    (re.compile(r"\bfees? (?:to|for|if \w+) cancel\w*", re.IGNORECASE), "cancellation policy"),
    (
        re.compile(r"(?<!travel )(?<!ation )\bfees?\b(?! \w+ (?:\w+ )?cancel)", re.IGNORECASE),
        "travel fee",
    ),
    (re.compile(r"\bhow much (?:is|for) (?:the )?travel(?:ing)?\b", re.I), "travel fee"),
    (re.compile(r"\b(?:to |for |in )?\d{5}\b"), ""),
    (
        re.compile(r"\bhow much (?:\w+ ){1,3}tip\w*\b", re.IGNORECASE),
        "is gratuity included, and how much is customary",
    ),
    (re.compile(r"\binstead\b", re.IGNORECASE), ""),
    (re.compile(r"\bmin\b", re.IGNORECASE), "minimum"),
    (re.compile(r"\bminimum (?:number|amount|#) of\b", re.IGNORECASE), "minimum"),
    (re.compile(r"\bmax\b", re.IGNORECASE), "maximum"),
    (
        re.compile(
            r"\b(?:if|when|say) (?:i|we) (?:have to |need to |want to |must |decide to )?cancel\w*",
            re.IGNORECASE,
        ),
        "cancellation policy",
    ),
    (
        re.compile(
            r"\b(?:take|accept|use|pay (?:by|with|via|through)) (?:a |my |with )?"
            r"(?:venmo|zelle|paypal|cash ?app|apple pay|credit(?: cards?)?|debit(?: cards?)?|cards?"
            r"|checks?|cash|amex|visa|mastercard)\b",
            re.IGNORECASE,
        ),
        "pay",
    ),
)
_BEFORE_IT = re.compile(
    r"^(?:(?:oh |hm+ )?wait|hold on|hang on|thanks|thank you)\W+(?=\w)", re.IGNORECASE
)
_WHY = re.compile(r"^\W*(?:(?:but|and|so|ok|wow|um+) )*(?:why|how come)\b", re.IGNORECASE)
_INTERRUPTS = re.compile(
    r"^\W*(?:(?:hm+|oh|ok|okay|actually|but|um+|uh)\W+)*(?:wait|hold on|hang on)\W+", re.IGNORECASE
)
_OF_THE_LAST = re.compile(
    r"(?:and |or )?(?:is|are|does|do|will) (?:it|that|they|those|these)(?: \w+){1,2}\W*$"
)
_MOVES = re.compile(
    r"\b(?:move|moving|push|postpone|resched\w*|change|switch) (?:\w+ ){0,3}?(?:my|our|the)"
    r" (?:\w+ ){0,2}?(?:party|event|booking|reservation|dinner|date of (?:my|our))\b"
)
_INSTEAD = re.compile(r"^\W*(?:can|could|do|would|is it|will)\b[^.!\n]*\binstead\b[\W]*$")
_SPACES = re.compile(r"[^\S\n]+")
_SEGMENT = re.compile(
    r"(?<=[?!]) ?|(?<=[a-z)]{2}\.) |\n"
    r"|(?:,| |, )(?:and|also|plus|n|&|\+) "
    r"(?=(?:do|does|is|are|can|could|what|whats|how|when|where|will)\b)",
    re.IGNORECASE,
)


def is_question(text: str) -> bool:
    return "?" in text or _QUESTION.match(text.lower()) is not None


def haggles(text: str) -> bool:
    """Whether it speaks of a lower price."""
    return _DISCOUNT.search(text.lower()) is not None


def asks_for_area(text: str) -> bool:
    """Whether it may ask if we come to a place."""
    return _AREA.search(text.lower()) is not None


def searchable(question: str) -> str:
    """A question in the words that pages use."""
    for short, full in _FULL_FORMS:
        question = short.sub(full, question)
    return question


def goes_on(text: str) -> bool:
    """Whether it asks the question before it once more, of something else: "and for 40?"."""
    return _GOES_ON.match(text.lower()) is not None


def asks_for_deposit(text: str) -> bool:
    """Whether the amount of the deposit is asked for."""
    return _DEPOSIT.search(text.lower()) is not None


def asks_instead(text: str) -> bool:
    """Whether something else is asked for than what is offered: "can we do a buffet instead?"."""
    return _INSTEAD.search(text.lower()) is not None


def speaks_of_booking(text: str) -> bool:
    """Whether a change is of a booking that stands, not of what is being collected."""
    lowered = text.lower()
    return any(word in lowered for word in ("my booking", "our booking", "reservation", "resched"))


def moves_party(text: str) -> bool:
    """Whether a party is to be moved that the customer has already: "move our party"."""
    return _MOVES.search(text.lower()) is not None


def questions_in(text: str) -> list[str]:
    """The sentences of a message, those together of which one speaks of the other: "do you have
    rice? is it extra?"."""
    parts: list[str] = []
    for part in (_BEFORE_IT.sub("", segment) for segment in segments(text)):
        if parts and _OF_THE_LAST.match(part.lower()) and is_question(parts[-1]):
            parts[-1] = f"{parts[-1]} {part}"
        else:
            parts.append(part)
    return parts


def asks_why(text: str) -> bool:
    """Whether a reason is asked for: "why so expensive?"."""
    return _WHY.match(text) is not None


def without_wait(text: str) -> str:
    """A question without the "wait" before it, which asks for no pause; else the text."""
    rest = _INTERRUPTS.sub("", text)
    return rest if is_question(rest) else text


def asks_what(question: str) -> bool:
    """Whether "yes" or "no" would be no answer to it: "how much is the deposit"."""
    return _ASKS_WHAT.match(question.lower()) is not None


@lru_cache(maxsize=64)  # each reading of a message cuts it several times
def segments(text: str) -> tuple[str, ...]:
    """The sentences of a message, as far as customers mark them."""
    # Runs of spaces are made one first: a pattern that had to count them would be quadratic.
    parts = (piece.strip() for piece in _SEGMENT.split(_SPACES.sub(" ", text)))
    return tuple(part for part in parts if any(map(str.isalpha, part)))
