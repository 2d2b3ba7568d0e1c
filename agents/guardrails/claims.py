"""What a sentence claims that only a tool can know: that a day is free, that something is booked,
sent or promised."""

import re
from collections.abc import Iterator
from datetime import date

from agents.guardrails.evidence import Evidence
from agents.understanding.dates import find_dates

_FREE = re.compile(
    r"\b(?:(?:is|are|it's|that's|still|currently|looks?|looking|date's|day's)\s+(?:\w+\s+)?"
    r"(?:available|open|free|wide open)\b(?!\s+(?:by|at|to (?:answer|help)|from|until|with))"
    r"|we(?:'ve| have| do have|'d have)\s+(?:\w+\s+){0,2}(?:room|space|availability|capacity|spots?"
    r"|openings?)\b"
    r"|we(?:'re| are)\s+(?:\w+\s+)?(?:available|open|free)\b(?!\s+(?:by|at|from|until))"
    r"|(?:there is|there's|there are)\s+(?:\w+\s+){0,2}(?:room|space|availability|spots?|openings?)"
    r"|\d+\s+(?:places|spots|seats)\s+(?:left|remain\w*|available)"
    r"|we can (?:do|take|fit|accommodate|make) (?:you|it|that|your|this))\b",
    re.IGNORECASE,
)
_FULL = re.compile(
    r"\b(?:fully booked|booked (?:up|solid|out)|sold out|(?:is|are|'s|'re) (?:all )?(?:full|taken|"
    r"unavailable)|not available|isn't available|aren't available|no (?:room|availability|openings?"
    r"|spots?|space)(?! (?:service|for\b)))\b",
    re.IGNORECASE,
)
_ABOUT_A_DAY = re.compile(
    r"\b(?:that|this|your|the) (?:day|date|weekend|(?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"evening|night|afternoon)|\b(?:then|on (?:the )?\d)|\byou(?:r (?:party|event|group))?\b",
    re.IGNORECASE,
)
_WEEK = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)days? (?:to|through|till|until|-|–) ", re.I
)
_BOOKED = re.compile(
    r"\b(?:(?:is|are|you're|it's|now|been|all)\s+(?:now\s+|officially\s+|all\s+)?(?:booked|confirmed|"
    r"reserved|locked in|set in stone|on the (?:calendar|books|schedule))|"
    r"(?:i|we)(?:'ve| have)?\s+(?:just\s+)?(?:booked|reserved|confirmed|locked in|saved|held)\b"
    r"|(?:booking|reservation|date|spot|event) (?:is|has been) (?:\w+ )?(?:confirmed|booked|"
    r"reserved|secured|held|saved)|confirmation (?:number|code))",
    re.IGNORECASE,
)
_NOT_YET = re.compile(
    r"\b(?:not|isn't|aren't|until|once|after|when|before|if|to|will|would|can|cannot|can't|only|"
    r"no|never|nothing|unless|someone|team|staff|they(?:'ll)?)\b",
    re.IGNORECASE,
)
_SENT = re.compile(
    r"\b(?:(?:i|we)(?:'ve| have)?\s+(?:just\s+)?(?:sent|submitted|passed|forwarded)\s+(?:it|this|"
    r"your|that|the)|(?:inquiry|request|details) (?:is|are|has been|have been) (?:now )?(?:sent|"
    r"submitted|in|with our team|passed))\b",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"\b(?:(?:i|we)(?:'ve| have)\s+(?:just\s+)?(?:asked|told|notified|alerted|let)\s+"
    r"(?:our|the|a|my)\s+(?:team|staff|manager|colleague|person|owner))\b",
    re.IGNORECASE,
)
_PROMISE = re.compile(
    r"\b(?:free of charge|for free|complimentary|on the house|no charge|"
    r"at no (?:extra |additional )?(?:cost|charge)|discount\w*|half price|"
    r"(?:full|fully|100%) refund\w*|fully refundable|waive\w*|guarantee\w*|price match\w*|"
    r"no deposit|without (?:a |any )?deposit|no (?:travel )?fee|free)\b",
    re.IGNORECASE,
)
_NO_PROMISE = re.compile(
    r"\b(?:not|no|don't|do not|cannot|can't|isn't|never|unable|unfortunately|"
    r"only (?:our|the) team)\b",
    re.IGNORECASE,
)
_OTHERWISE_FREE = re.compile(
    r"\bfeel free\b|\bfree (?:of|from)\b|\b(?:gluten|dairy|lactose|milk|egg|soy|sesame|fish|"
    r"shellfish|peanut|nut|sugar|meat|allergen|stress|hassle|worry|toll|smoke)[ -]free\b",
    re.IGNORECASE,
)


def faults_of(sentence: str, evidence: Evidence) -> Iterator[str]:
    """What of a sentence nothing proves, in words for the model."""
    if sentence.lower() in evidence.passages:
        return
    if not sentence.rstrip().endswith("?"):
        yield from _days(sentence, evidence)
        yield from _deeds(sentence, evidence)
    yield from _promises(sentence, evidence)


def _days(sentence: str, evidence: Evidence) -> Iterator[str]:
    free, full = _FREE.search(sentence), _FULL.search(sentence)
    if not (free or full):
        return
    if _WEEK.search(sentence):
        return
    named = _named(sentence, evidence)
    if not named and not _ABOUT_A_DAY.search(sentence):
        return  # of hours, dishes, people
    if full or _is_denied(sentence, free):
        known = [evidence.days.get(day) is False or _closed(day, evidence) for day in named]
        if not (all(known) if named else evidence.refused or False in evidence.days.values()):
            yield "it says that a day is not available, which get_availability did not return"
        return
    known = [evidence.days.get(day) is True for day in named]
    if not (all(known) if named else True in evidence.days.values()):
        yield "it says that a day is available, which get_availability did not return"


def _is_denied(sentence: str, free: "re.Match[str] | None") -> bool:
    if free is None:
        return False
    before = sentence[: free.end()].lower()
    return bool(re.search(r"\b(?:not|isn't|aren't|don't|never|no longer)\b", before))


def _named(sentence: str, evidence: Evidence) -> list[date]:
    scope = evidence.situation.scope
    found = find_dates(sentence, evidence.profile.local(scope.received_at))
    return [each.value for each in found if each.value is not None]


def _closed(day: date, evidence: Evidence) -> bool:
    return not evidence.profile.starts_on(day)


def _deeds(sentence: str, evidence: Evidence) -> Iterator[str]:
    booked = _BOOKED.search(sentence)
    if booked and not evidence.confirmed and not _NOT_YET.search(sentence):
        yield "it says that something is booked or confirmed: only staff confirm a booking"
    if _SENT.search(sentence) and not (evidence.sent or evidence.called):
        yield "it says that the inquiry was sent, and create_booking_inquiry made none"
    if _CALLED.search(sentence) and not (evidence.called or evidence.sent):
        yield "it says that staff were told, and request_human was not called"


def _promises(sentence: str, evidence: Evidence) -> Iterator[str]:
    plain = _OTHERWISE_FREE.sub("", sentence)
    for found in _PROMISE.finditer(plain):
        if found[0].lower() == "free" and (_FREE.search(plain) or "?" in plain):
            continue  # a day may be
        around = plain.replace(found[0], "")
        if found[0].lower() not in evidence.passages and not _NO_PROMISE.search(around):
            yield f'it promises "{found[0].lower()}", which no tool returned'
