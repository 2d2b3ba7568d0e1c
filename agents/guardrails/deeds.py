"""What a reply to staff says was done: only what a tool says was done in this turn, not what it
proposed; and what stood so before, where it was looked up."""

import re
from collections.abc import Iterator

from agents.guardrails.deed_words import VERBS, Verb
from agents.guardrails.desk_days import DAY, MONTHS, ways_of
from agents.guardrails.records import Deed, Records

_ANY = "|".join(verb.sounds for verb in VERBS)
_SO = r"(?:just |already |now |also |both |all |then |successfully |officially |gone ahead and )*"
_WE_DID = re.compile(
    rf"\b(?:i|we)(?:'ve| have| went ahead and)?(?: just| already| now| also| then| gone ahead and|"
    rf" successfully| have)* (?P<verb>{_ANY})\b",
    re.IGNORECASE,
)
_BARELY = re.compile(
    r"^(?P<obeys>(?:(?:ok|okay|yes|sure|great|perfect|alright|all right|got it|done|understood)\b"
    r"[,!.:; —-]*)*)"
    rf"{_SO}(?P<verb>{_ANY})\b(?! (?:bookings?|leads?|inquir\w+|days?|dates?|on \w+days?)\b)(?!:)",
    re.IGNORECASE,
)
_STANDS = re.compile(
    r"\b(?:(?:has|have|'s|'ve) (?:now |just |already |all )?been|is|are|'s|'re|got|was|were|stays) "
    rf"{_SO}(?:just )?(?P<verb>{_ANY})\b(?! by (?:default|the|a) )",
    re.IGNORECASE,
)
_AND = re.compile(rf"\band {_SO}(?P<verb>{_ANY})\b", re.IGNORECASE)
_MARKED_AS = re.compile(
    r"\b(?:marked|set|moved|changed|updated|closed|put down)\b[^.,;]{0,40}? (?:as|to) (?P<verb>"
    r"lost|won|quoted|contacted|confirmed|cancell?ed|blocked|paid|booked|closed|paused)\b",
    re.IGNORECASE,
)
_ALL_DONE = re.compile(
    r"^\W*(?:(?:ok|okay|yes|sure|great)\W+)?done\b|\b(?:all set|all done|it's done|that's done|"
    r"is done|are done|taken care of|sorted out|is sorted|handled|consider it done|is live|"
    r"in effect|went through|gone through|o(?:ff|n) the (?:calendar|list|books))\b",
    re.IGNORECASE,
)
_WENT_OUT = re.compile(
    r"\b(?:went out|gone out|is out|on (?:its|their|the) way|(?:has|have|got) (?:her|his|their|"
    r"your|our|the) (?:message|answer|quote|text|reply)|knows?(?: now|[.!]|$))",
    re.IGNORECASE,
)
_HOLDS = re.compile(
    r"\b(?:you|i|we) (?:now )?have (?:\w+(?: \w+)?'s |the )?(?:conversation|chat)|\bis (?:yours|"
    r"mine)\b",
    re.IGNORECASE,
)
_STATES_SO = (_BARELY, _STANDS, _MARKED_AS)
_CARD = re.compile(
    r"\b(?:card|proposal)\b[^.!?\n]{0,60}\b(?:is (?:up|posted|there|ready|waiting|out)|waits?|was "
    r"(?:posted|put up)|has been (?:posted|put up)|posted)\b|\b(?:i|we)(?:'ve| have)? (?:just )?"
    r"(?:put|posted|made|raised|proposed|suggested)\b[^.!?\n]{0,60}\b(?:card|proposal|yes|approval)"
    r"\b|\bi(?:'ve| have) (?:proposed|asked for)\b|^proposed\b|\b(?:waits?|waiting|awaits?|"
    r"awaiting|pending) (?:for |on )?(?:your |a |somebody's |an |the )?(?:yes|approval|click|ok)\b",
    re.IGNORECASE,
)
_CLAUSES = re.compile(
    r"[;:]\s|,\s(?=(?:and|but|so|though|which|who|it|she|he|they|nothing|nobody)\b)|"
    r"\s(?=(?:but|though|although)\s)|\s[—–-]\s",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\b(?:not|n't|no|none|nobody|nothing|never|neither|nor|cannot|once|until|till|unless|if|when|"
    r"whenever|after|before|will|would|'ll|shall|should|could|can|may|might|must|to be|wants?|"
    r"asked (?:me|us|whether|for|to)|has to|have to|needs?|yet|untouched|without|supposed|please|"
    r"by the (?:day|date|week|month|time)|whether|only proposed|just proposed|do you|did you)\b|"
    r"n't\b|'ll\b",
    re.IGNORECASE,
)
_UNDER = re.compile(r"\b(?:once|until|till|unless|if|when|yet|after you)\b", re.IGNORECASE)
_EARLIER = re.compile(
    r"\b(?:already|earlier|before|previously|yesterday|ago|last|this morning|since|was|were|"
    r"on (?:mon|tues|wednes|thurs|fri|satur|sun)day|at \d|approved|yes|so far|in all|today|"
    r"this (?:week|month|year))\b",
    re.IGNORECASE,
)
_NAME = re.compile(
    rf"(?<=[a-z,] )(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:{MONTHS})\b|I\b|I'|Slack|Home|"
    r"Approve|Edit|Cancel|SMS\b|AI\b|CSV|Excel)[A-Z][a-z]+\b|^[A-Z][a-z]+(?='s |\b(?= (?:is|was|"
    r"has)\b))(?<!\bThe)(?<!\bIt)(?<!\bThat)(?<!\bThis)(?<!\bShe)(?<!\bHe)(?<!\bEverything)"
)
_NOW = re.compile(r"\b(?:now|just|successfully|officially)\b", re.IGNORECASE)
_STATES = re.compile(
    r"confirmed|quoted|lost|won|contacted|booked|blocked|closed|cancell?ed|paid|assigned|paused|"
    r"received|finished",
    re.IGNORECASE,
)
_HELD = r'"held_by":"'


def faults_of(sentence: str, records: Records) -> Iterator[str]:
    """What of a sentence nothing proves, in words for the model."""
    if sentence.rstrip().endswith("?"):
        return
    for clause in _CLAUSES.split(sentence.replace("’", "'")):
        yield from _faults_in(clause.strip(), records)


def _faults_in(clause: str, records: Records) -> Iterator[str]:
    if _CARD.search(clause):
        if not (records.proposed or records.waits):
            yield "it says that a card waits for a yes, and no tool proposed anything"
        return
    for said, is_backed in _claims(clause, records):
        if not is_backed:
            yield _fault(said, records)


def _claims(clause: str, records: Records) -> Iterator[tuple[str, bool]]:
    """The deeds that a clause claims, and whether they are backed."""
    every = (*records.done, *records.before)
    deeds = every if _EARLIER.search(clause) else records.done
    for found in (*_certain(_WE_DID, clause), *_certain(_AND, clause)):
        yield found["verb"], _is_backed(found["verb"], _near(found, clause), deeds)
    for found in (each for way in _STATES_SO for each in _certain(way, clause)):
        near = _near(found, clause)
        stood = not _is_new(found) and _stood(found["verb"], near, clause, records)
        yield found["verb"], stood or _is_backed(found["verb"], near, every)
    for _ in _certain(_ALL_DONE, clause):
        yield "done", bool(deeds)
    for _ in _certain(_WENT_OUT, clause):
        yield "sent", _is_backed("sent", clause, deeds) or _shows('"outbox"', clause, records)
    for _ in _certain(_HOLDS, clause):
        had = _is_backed("taken over", clause, deeds) or _shows(_HELD, clause, records)
        yield "taken over", had


def _is_new(found: re.Match[str]) -> bool:
    """Whether it is told as what was done just now, which nothing can show that was looked up."""
    if found.re is not _BARELY:
        return bool(_NOW.search(found[0]))
    return bool(found["obeys"]) or not _STATES.fullmatch(found["verb"])


def _certain(pattern: re.Pattern[str], clause: str) -> Iterator[re.Match[str]]:
    """What is said to be so, and not denied, wished or under a condition."""
    for found in pattern.finditer(clause):
        if not (_OPEN.search(clause[: found.end()]) or _UNDER.search(clause, found.end())):
            yield found


def _near(found: re.Match[str], clause: str) -> str:
    """The words between commas that a verb stands in: whom and which day it is said of."""
    first, last = clause.rfind(",", 0, found.start("verb")) + 1, clause.find(",", found.end())
    return clause[first : last if last > 0 else None].strip()


def _is_backed(verb: str, said: str, deeds: tuple[Deed, ...]) -> bool:
    """Whether some tool did what this verb says, to whom and on which day it is said."""
    named = list(_named(said))
    return any(
        all(any(one in deed.names for one in ways) for ways in named)
        for kind in _kinds(verb)
        for deed in deeds
        if (deed.now and deed.tool in kind.tools)
        or re.search(rf"\b(?:{kind.sounds})\b", deed.proof)
    )


def _stood(verb: str, said: str, clause: str, records: Records) -> bool:
    """Whether it was looked up that it is so, or was, of whom and of which day it is said."""
    is_past = bool(_EARLIER.search(clause))
    return any(
        _shows(kind.shows or kind.sounds, said, records)
        for kind in _kinds(verb)
        if is_past or not kind.told
    )


def _shows(sign: str, said: str, records: Records) -> bool:
    known = [entry.around for entry in records.seen if re.search(sign, entry.own)]
    return bool(known) and all(
        any(one in entry for entry in known for one in ways) for ways in _named(said)
    )


def _named(said: str) -> Iterator[tuple[str, ...]]:
    """Each person and day that is named, in the ways that results write it."""
    for name in _NAME.findall(said):
        yield (name.lower(),)
    for month, day in DAY.findall(said):
        yield ways_of(month, day)


def _kinds(said: str) -> list[Verb]:
    low = said.lower()
    return [verb for verb in VERBS if re.fullmatch(verb.sounds, low)]


def _fault(said: str, records: Records) -> str:
    if records.proposed:
        return f'it says "{said.lower()}", and it was only proposed: it waits for a yes on the card'
    return f'it says "{said.lower()}", and no tool did that in this turn'
