"""What a sentence claims that only a tool can know: that a day is free, that something is booked or
sent."""

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
    r"|(?<!only )(?<!only has )\d+\s+(?:places|spots|seats)\s+(?:left|remain\w*|available)"
    r"|(?:plenty|tons|lots|enough) of (?:room|space|availability)|make it (?:fit|work)|good to go"
    r"|(?:is|'s|be|been|are) (?:no|not a|not any) (?:problem|issue)|(?:shouldn't|won't|wouldn't) "
    r"be "
    r"(?:a |any |an )?(?:problem|issue)|wide open|nobody (?:else )?(?:has |have )?(?:asked|booked|"
    r"taken)|(?:is|are) (?:fine|ok|okay) too"
    r"|works? (?:perfectly|great|fine|well|for us)|works(?=[.!]*$)|nothing (?:(?:going|else) )?on"
    r"|we can (?:do|take|fit|accommodate|make) (?:you|it|that|your|this))\b",
    re.IGNORECASE,
)
_FULL = re.compile(
    r"\b(?:fully booked|booked (?:up|solid|out)|sold out|(?:is|are|'s|'re) (?:all )?(?:full|taken"
    r"|gone|"
    r"already gone|unavailable)|no longer (?:available|open|free)|not available|isn't available"
    r"|aren't available|no (?:room|availability|openings?"
    r"|spots?|space)(?! (?:service|for\b))|only (?:has )?(?:room for )?\d+|can(?:'t|not) fit)\b",
    re.IGNORECASE,
)
_ABOUT_A_DAY = re.compile(
    r"\b(?:that|this|your|the) (?:day|date|weekend|(?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"evening|night|afternoon)|\b(?:then|on (?:the )?\d|the \d{1,2}(?:st|nd|rd|th)|weekend of)"
    r"|\byou(?:r (?:party|event|group))?\b",
    re.IGNORECASE,
)
_WEEK = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)days? (?:to|through|till|until|-|–) ", re.IGNORECASE
)
_CAN = re.compile(
    r"\bwe(?:'d| can| could|'ll| will)(?: \w+)? (?:do|come|make|be there|work|cook|cater)\b"
    r"|\bwe (?:cook|cater|come|serve|work|do (?:events|parties)|have events|are there) on\b"
    r"|\b(?:is|are) (?:fine|ok|okay|good|no problem)\b",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"\b(mon|tues|wednes|thurs|fri|satur|sun)days?\b", re.IGNORECASE)
_AGAINST = re.compile(r"[,;]? (?:but|though|although|however|while)\b|;", re.IGNORECASE)
_BOOKED = re.compile(
    r"\b(?:(?:is|are|you're|it's|now|been|all)\s+(?:now\s+|officially\s+|all\s+)?(?:booked|"
    r"confirmed|reserved|locked in|set in stone)|"
    r"(?:i|we)(?:'ve| have)?\s+(?:just\s+|already\s+|now\s+)?(?:booked|reserved|confirmed|"
    r"locked in|"
    r"saved|held|moved your|cancell?ed|processed|received|charged|refunded|scheduled|assigned|"
    r"pencil\w*|put you (?:down|in)|secured|started (?:the|your))"
    r"|(?:booking|reservation|date|spot|event|day) (?:is|has been|was) (?:\w+ )?(?:confirmed|"
    r"booked|"
    r"reserved|secured|held|saved|moved|cancell?ed|yours)|(?:is|it's) yours|"
    r"(?:confirmation|order|booking|reference|inquiry|request|ticket) (?:number|code|no\.|id|#)"
    r"(?! (?:one|yet))|you(?:'re| are) (?:officially |all )?in\b(?=[.!]|$)|it'?s a date\b|"
    r"(?:have|got|put) you (?:down|in the book|on the (?:calendar|list|schedule)) for|"
    r"(?:^|, )booked\b|booked and|(?:booking|reservation|order|payment|deposit|card) (?:went|has "
    r"gone|"
    r"is going) through|(?:spot|slot|date|day|place|\d|\d(?:st|nd|rd|th)) (?:is|has been|was|are) "
    r"(?:now |already )?(?:saved|set aside|held|on hold|kept|blocked)|"
    r"(?:i|we)(?:'ve| have)? (?:just |already )?(?:emailed|e-mailed|texted|mailed|called|sent|"
    r"messaged) you|(?:i|we)(?:'ve| have)? (?:put|placed) (?:a|your|the) (?:hold|booking|order)|"
    r"you(?:'re| are) (?:all )?set\b(?! up)|(?:date|day|spot|it|slot)(?:'s| is) (?:now )?locked|"
    r"(?:i|we) went ahead and|(?:i|we)(?:'ve| have)? marked|(?:we're|we are) expecting you|"
    r"(?:he|she|they)(?:'ll| will) be there|"
    r"charged your card|your card [\w ]{0,30}(?:was|has been|is) (?:charged|debited)|"
    r"on (?:our|the) (?:calendar|books|schedule)|consider it (?:\w+ )?(?:done|booked)|done deal|"
    r"everything(?:'s| is) (?:all )?(?:set|booked|confirmed|arranged)|pencil(?:ed|led) (?:you )?in|"
    r"(?:chef|team|crew)(?:'s| is| has been| was) (?:assigned|scheduled|booked)|"
    r"(?:payment|deposit) (?:is paid|was received|has been received|cleared))\b",
    re.IGNORECASE,
)
_BE_THERE = re.compile(
    r"\b(?:we|chefs?|team|crew)(?:'ll| will) be (?:there|at your)\b", re.IGNORECASE
)
_NOT_YET = re.compile(
    r"\b(?:not|isn't|aren't|until|once|after|when|before|if|would|cannot|can't|only|never|nothing|"
    r"unless|someone|they'll|will be)\b",
    re.IGNORECASE,
)
_SENT = re.compile(
    r"(?:\b(?:i|we)(?:'ve| have)?\s+(?:just\s+)?|^(?:just|already)\s+)(?:sent|submitted|passed|"
    r"forwarded)\s+(?:it|this|your|that|the|everything)\b|\b(?:inquiry|request|details) (?:is|are|"
    r"has been|have been) (?:now )?(?:sent|submitted|in|with our team|passed)\b|\b(?:team|staff"
    r"|they|"
    r"manager) (?:now )?(?:has|have|got|received) (?:your|the) (?:request|inquiry|details"
    r"|message)\b",
    re.IGNORECASE,
)
_HEARER = r"(?:team|staff|manager|colleague|person|owner|chef|kitchen|boss|crew)"
_CALLED = re.compile(
    rf"(?:\b(?:i|we)(?:'ve| have)?\s+(?:just\s+|already\s+)?|^(?:just|already)\s+)(?:asked|told|"
    rf"notified|alerted|let|informed|spoke (?:with|to)|talked (?:with|to)|checked with)\s+"
    rf"(?:our |the |a |my )?{_HEARER}\b|\b{_HEARER} (?:knows|is aware|has been (?:told|informed"
    rf"|notified|alerted)|is on (?:it|their)|"
    rf"(?:already |just )?(?:told me|said|approved|agreed|okayed|allowed|authorized|signed off"
    rf"|gave))",
    re.IGNORECASE,
)


def faults_of(sentence: str, evidence: Evidence) -> Iterator[str]:
    """What of a sentence nothing proves, in words for the model."""
    if sentence.lower() in evidence.passages:
        return
    if not sentence.rstrip().endswith("?"):
        yield from _days(sentence, evidence)
        yield from _deeds(sentence, evidence)
        yield from _times(sentence, evidence)


def _days(sentence: str, evidence: Evidence) -> Iterator[str]:
    for clause in _AGAINST.split(sentence):
        yield from _day(clause, evidence)


def _day(sentence: str, evidence: Evidence) -> Iterator[str]:
    """What one clause claims of a day."""
    free, full = _FREE.search(sentence), _FULL.search(sentence)
    if _WEEK.search(sentence):
        return
    named = _named(sentence, evidence)
    weekdays = _WEEKDAY.findall(sentence.lower())
    if not (free or full) and (named or weekdays):
        free = _CAN.search(sentence)
    if not (free or full):
        return
    is_bare = free and free[0].lower() == "wide open"
    if not named and not weekdays and not is_bare and not _ABOUT_A_DAY.search(sentence):
        return  # of hours, dishes, people
    if free and not full and not _is_denied(sentence, free) and _is_closed(weekdays, evidence):
        yield "it says that a day is available on which the business is closed"
        return
    if full or _is_denied(sentence, free):
        known = [evidence.days.get(day) is False or _closed(day, evidence) for day in named]
        if not (all(known) if named else evidence.refused or False in evidence.days.values()):
            yield "it says that a day is not available, which get_availability did not return"
        return
    known = [evidence.days.get(day) is True for day in named]
    if not (all(known) if named else True in evidence.days.values()):
        yield "it says that a day is available, which get_availability did not return"


def _is_closed(weekdays: list[str], evidence: Evidence) -> bool:
    hours = evidence.profile.event_starts
    return any(not getattr(hours, f"{name}day") for name in weekdays)


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
    booked = _BOOKED.search(sentence) and not _NOT_YET.search(sentence)
    coming = _BE_THERE.search(sentence) and _named(sentence, evidence)
    if (booked or coming) and not evidence.confirmed:
        yield "it says that something is booked or confirmed: only staff confirm a booking"
    if _SENT.search(sentence) and not (evidence.sent or evidence.called):
        yield "it says that the inquiry was sent, and create_booking_inquiry made none"
    if _CALLED.search(sentence) and not (evidence.called or evidence.sent):
        yield "it says that staff were told, and request_human was not called"


def _times(sentence: str, evidence: Evidence) -> Iterator[str]:
    """When somebody will call, come or pay back: what the profile or a tool says, and no other."""
    if not _ACTS.search(sentence):
        return
    profile = evidence.profile
    known = {
        profile.staff.reply_within_minutes,
        profile.service.arrival_minutes,
        profile.service.duration_minutes,
        profile.notice.minimum_hours * 60,
    }
    for count, unit in _SPAN.findall(sentence.lower()):
        number = _COUNTS.get(count) or (int(count) if count.isdecimal() else 0)
        minutes = number * {"minute": 1, "hour": 60, "day": 1440}[unit]
        if minutes not in known and f"{count} {unit}" not in evidence.passages:
            yield f'it promises something for "{count} {unit}", which nothing says'


_ACTS = re.compile(
    r"\b(?:(?:chef|person|manager|owner|someone|somebody|they|team|we|i)(?:'ll| will|'s going to|"
    r" is "
    r"going to)|on (?:their|his|her|the) way|back (?:in|within))\b",
    re.IGNORECASE,
)
_SPAN = re.compile(
    r"\b(\d+|a|an|one|two|three|four|five|six|ten|fifteen|twenty|thirty)[ -](minute|hour|day)s?\b"
)
_COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10,
    "fifteen": 15, "twenty": 20, "thirty": 30,
}  # fmt: skip
