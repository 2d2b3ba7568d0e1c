"""What a sentence claims of a day: that it is free, or full. Only get_availability knows."""

import re
from collections.abc import Iterator
from datetime import date

from agents.guardrails.bare_yes import is_bare_yes
from agents.guardrails.evidence import Evidence
from agents.understanding.dates import FoundDate, find_dates

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
    r"|nothing(?:'s| is| has been) (?:\w+ )?(?:booked|scheduled|planned|on) (?:on|for|in|that|this"
    r"|then)"
    r"|we can (?:do|take|fit|accommodate|make) (?:you|it|that|your|this))\b",
    re.IGNORECASE,
)
_FULL = re.compile(
    r"\b(?:fully booked|booked (?:up|solid|out)|sold out|(?:is|are|'s|'re) (?:all |completely "
    r"|totally |already )?(?:full|taken"
    r"|gone|"
    r"already gone|unavailable)|no longer (?:available|open|free)|not available|isn't available"
    r"|aren't available|no (?:room|availability|openings?"
    r"|spots?|space)(?! (?:service|for\b))|only (?:has )?(?:room for )?\d+|can(?:'t|not) fit)\b",
    re.IGNORECASE,
)
_ABOUT_A_DAY = re.compile(
    r"\b(?:that|this|your|the) (?:day|date|weekend|(?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"evening|night|afternoon)|\b(?:then|on (?:the )?\d|(?:january|february|march|april|june"
    r"|july|august|september"
    r"|october|november|december)|(?:this|that|next) month|the \d{1,2}(?:st|nd|rd|th)|weekend of)"
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

# Beside a day that nobody looked up, these say that it can be had, or that it cannot.
_SURE = re.compile(
    r"\b(?:yours|happening|absolutely|definitely|certainly|of course|yep|yup|yeah|you bet|for sure|"
    r"no (?:trouble|conflicts?|problem\w*|sweat|bookings?|other|one else)|nothing (?:else|then|yet"
    r"|booked|scheduled)|nobody|(?:looks?|is|are|'s|totally|completely|still|all) (?:\w+ )?(?:empty"
    r"|clear|quiet|light|perfect|ideal|great|doable|possible|a go|a yes|a date|a plan|fine|ok|okay|"
    r"good|sorted|full|packed|busy|out|on)|our only|only (?:party|event|booking)|sorted|it's a "
    r"(?:yes|date|deal|plan|go)|can (?:do|come|make|be|fit|cook|have)|good (?:for|to go)|work\w*|"
    r"we've (?:\w+ )?(?:nothing|an opening|a spot|time)|would be (?:doable|possible|perfect"
    r"|great|fine|good|ideal)|"
    r"filling up|almost gone|last (?:spot|opening)|not? (?:a )?(?:possible|doable|option))\b"
    r"|\byes(?! if| please)\b",
    re.IGNORECASE,
)
_CALENDAR = re.compile(
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb"
    r"|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.? \d|\b\d{1,2}(?:st|nd|rd|th)\b|\b\d{1,2}/\d{1,2}\b"
    r"|\b20\d\d-\d\d",
    re.IGNORECASE,
)
# What a read-back or an echo says beside the day.
_ECHOES = re.compile(
    r"\b(?:it is|it'll be)(?=\W*$)|\b(?:that's|it's|this is|that is|so it's|let's see|we have|i "
    r"have|i've got"
    r"|is|was|falls on|would be|would be on) (?:a |on a |on |for |your date |the )?(?=\W*(?:\w+day"
    r"|january"
    r"|february|march|"
    r"april|may|june|july|august|september|october|november|december|\d))|\bas your (?:date"
    r"|event|party)\b"
    r"|\b(?:read|make sure|have it right|got it|thank you|thanks|guests?|people|adults?|kids"
    r"|children)\b",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\b(?:is|are|was|were|am|we|us|our|ours|you|you're|nobody|somebody|no|nothing|yours|just"
    r"|has|have|had|"
    r"got|can|will|would|lock\w*|take[ns]?|look\w*|work\w*|open\w*|free|book\w*|clear\w*|go|goes"
    r"|set|sure|"
    r"happen\w*|fill\w*|cancel\w*|up|done|left|slots?|spots?|room|place|available|yes|see"
    r"|squeeze|fit"
    r"|expect\w*|esta|estan|hay|tenemos|podemos|queda\w*|abiert\w+|suy[oa])\b|'(?:s|re|ll|ve|d)\b",
    re.IGNORECASE,
)
_LOOKS = re.compile(
    r"\b(?:(?:team|staff|someone|somebody|person|manager)\b.{0,40}\b(?:confirms?|will|can|goes|go"
    r"|looks?)|(?:your|the|my) notes?|add (?:that|it|this)|before|you'd like|you (?:asked|said"
    r"|mentioned)|let's plan|looking (?:into|at)|plenty of time|still (?:take|need)|check\w*"
    r"|worth a (?:look|try)|look (?:at|into|up)|looked|see (?:if|whether)|whether|find out"
    r"|ask(?:ed)?"
    r"|not sure|don't know|let me|noted|changed|moved|updated|put down|down as|request|inquiry"
    r"|read back|instead|could|would you|might|may|if (?:it|that|the|they|our|we|not)|when|holiday"
    r"|birthday|staff answer|get back)\b|n't\b",
    re.IGNORECASE,
)
_ASKS_A_DAY = re.compile(
    r"\b(?:free|open|available|availability|book\w*|room|space|can (?:you|we|u)|do you|are you|"
    r"work|disponible|libre|pueden|puede|hay)\b",
    re.IGNORECASE,
)


def faults_of(sentence: str, evidence: Evidence) -> Iterator[str]:
    """What of a sentence no tool returned, in words for the model."""
    for clause in _AGAINST.split(sentence):
        found = list(_day(clause, evidence))
        yield from found or _unlooked(clause, evidence)
    if is_bare_yes(sentence) and _ASKS_A_DAY.search(evidence.asked):
        named = named_in(evidence.asked, evidence)
        if not all(day in evidence.days for day in named):
            yield "it says yes to a day that get_availability was not asked about"


def _unlooked(clause: str, evidence: Evidence) -> Iterator[str]:
    """A day that was never looked up may be named, as the customer's own wish; nothing is said of
    it but that somebody looks."""
    if _LOOKS.search(clause):
        return
    is_sure = _SURE.search(clause)
    if not is_sure and not (_CALENDAR.search(clause) and _says_more(clause)):
        return
    if is_sure and _is_closed(_WEEKDAY.findall(clause.lower()), evidence) and not _is_sorry(clause):
        yield "it says that a day is available on which the business is closed"
        return
    named = [day for day in named_in(clause, evidence) if is_sure or not _is_told(day, evidence)]
    if any(day not in evidence.days and not _closed(day, evidence) for day in named):
        yield "it speaks of a day that get_availability was not asked about"
    elif is_sure and any(_closed(day, evidence) for day in named) and not _is_sorry(clause):
        yield "it says that a day is available on which the business is closed"


def _is_told(day: date, evidence: Evidence) -> bool:
    """Whether a tool named it: as an alternative, or as the day of the customer's own event."""
    return day in evidence.events or f"{day:%B} {day.day}".lower() in evidence.passages


def _says_more(clause: str) -> bool:
    """Whether it says more of the day than that it is the one asked for."""
    return _MORE.search(_ECHOES.sub(" ", clause)) is not None


def _is_sorry(clause: str) -> bool:
    return bool(re.search(r"\b(?:closed?|not|no|never|off|out|can't|cannot)\b|n't\b", clause, re.I))


def _day(sentence: str, evidence: Evidence) -> Iterator[str]:
    """What one clause claims of a day."""
    free, full = _FREE.search(sentence), _FULL.search(sentence)
    if _WEEK.search(sentence):
        return
    named = named_in(sentence, evidence)
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


def named_in(sentence: str, evidence: Evidence) -> list[date]:
    """The days that it names; of several that are meant by one name, the one that was looked up."""
    scope = evidence.situation.scope
    found = find_dates(sentence, evidence.profile.local(scope.received_at))
    return [day for each in found if (day := _meant(each, evidence)) is not None]


def _meant(found: FoundDate, evidence: Evidence) -> date | None:
    """Of a bare weekday, which may be any, none; it is spoken of as the day before was."""
    looked_up = (day for day in found.choices if day in evidence.days)
    is_numbered = any(sign.isdigit() for sign in found.text)
    first = found.choices[0] if is_numbered and found.choices else found.value
    return next(looked_up, first)


def _closed(day: date, evidence: Evidence) -> bool:
    return not evidence.profile.starts_on(day)
