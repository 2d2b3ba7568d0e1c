"""Numbers that stand for a sum without a word of money beside them: "650 covers everybody",
"Chicken: 22", "somewhere around six-forty"."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from agents.guardrails.evidence import Evidence, owners_amounts
from bot.business.profile import Profile

_LEAST = 13  # below it a number counts things: dishes, hours, questions
_IN_WORDS = re.compile(
    r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|teen|hundred|thousand|grand|cien|"
    r"\bmil\b|half (?:a )?k\b|\bflat\b)",
    re.IGNORECASE,
)
_KEPT = 64
_UNIT = (
    r"(?:more |other |total |of (?:you|them|us|your|the)\b)?(?:-|–|\s)*(?:guests?|people|persons?|"
    r"ppl|adults?|kids?|child(?:ren)?|grown-?ups?|little ones|friends|colleagues|employees|of "
    r"(?:you|"
    r"them|us)|heads?|mouths|plates?|orders?|servings?|chefs?|grills?|min(?:ute)?s?|h(?:ou)?rs?|"
    r"days?|nights?|weeks?|months?|years?|yrs?|year-olds?|feet|foot|ft|inch(?:es)?|yards?|miles?"
    r"|mi|"
    r"percent|%|spots?|places?|seats?|spaces?|tables?|chairs?|portions?|pieces?|items?|questions?|"
    r"dishes|chickens?|steaks?|shrimps?|vegetables?|veggies?|vegetarians?|vegans?|birthday|"
    r"anniversary|degrees?|am|pm|a\.m|p\.m|o'clock|characters|texts?|messages?|times|"
    r"personas|invitados|adultos|niños|horas|minutos|días|semanas|meses|años|pies|por ciento)"
)
# Digits of what is no sum: times, dates, ordinals, years, telephones, ZIP codes, house numbers.
_NO_SUM = re.compile(
    r"\+?\d[\d ().-]{8,24}\d|\d{1,2}:\d\d|\d+(?:st|nd|rd|th)\b|\b20\d\d\b|\d{1,4}[/-]\d{1,2}(?:[/-]"
    r"\d{2,4})?|\b\d{5}\b|#\d+|\d+'?s\b"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\.? \d{1,2}\b"
    r"|\b\d{1,2}(?: de)? (?:of )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ene|abr|ago"
    r"|dic)"
    r"\w*|\b(?:the|el|al|lunes|martes|mi[eé]rcoles|jueves|viernes|s[aá]bado|domingo) \d{1,2}\b"
    rf"|\d[\d,]{{0,12}}(?:\.\d+)?(?:\s*(?:-|–|to|or|and|y|a|o)\s*\d[\d,]{{0,12}})?\s*{_UNIT}\b",
    re.IGNORECASE,
)
# What stands after a sign of money is looked at as an amount.
_DIGITS = re.compile(r"(?<![\w.,$])(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?![\w%])")
_ONES = "one two three four five six seven eight nine ten eleven twelve".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_TEENS = "thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_VALUES = (
    {word: n for n, word in enumerate(_ONES, 1)}
    | {word: n for n, word in enumerate(_TEENS, 13)}
    | {word: n * 10 for n, word in enumerate(_TENS, 2)}
)
# "six-forty", "two fifty", "seven ninety-nine": hundreds, or dollars and cents.
_SPOKEN = re.compile(
    rf"\b({'|'.join(_ONES)})[ -]({'|'.join(_TENS + _TEENS)})(?:[ -]({'|'.join(_ONES[:9])}))?\b",
    re.IGNORECASE,
)
_ANY = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_HUNDREDS = re.compile(r"\b\d{1,2} ?(?:hundred|thousand|grand)\b(?!\s*(?:guests?|people))", re.I)
_IS_COUNTED = re.compile(rf"\s*{_UNIT}\b", re.IGNORECASE)
_CLOCK = frozenset((0, 15, 30, 45))
_EACH = re.compile(
    r"\s*(?:a|per|each|total|all in|for (?:all|everyone|everybody|the)|tops|flat|even)\b", re.I
)
# "Steak: 30", "| Steak | 30 |": a price list, but for what is counted or dated.
_LISTED = re.compile(
    r"^[\W\d]*(?!(?:\w+ )*(?:it|noted|thanks|great|okay|so|guests?|adults?|kids|children|people"
    r"|party|date|day|time|phone|zip"
    r"|address"
    r"|invitados|adultos|niños|personas|fecha|hora)\b)[a-z][a-z' ]{2,30}?\s*[|:=–—-]+\s*"
    r"\$?(\d+(?:\.\d\d)?)\s*(?=\||[.,!]?\s*$|each|pp)",
    re.IGNORECASE,
)
# "A few hundred", "an even thousand": a sum that nobody can check.
_VAGUE = re.compile(
    r"\b(?:a few|few|a couple(?: of)?|couple|several|an even|a cool|about a|around a|under a"
    r"|over a|"
    r"less than a|just a|some|high|low|mid) (?:hundreds?|thousands?|grand)\b"
    r"(?!\s*(?:of )?(?:guests?|people|persons?|adults?|kids?|miles?|feet|times|thanks|parties|"
    r"events|reviews))|\b(?:unos|unas|varios) (?:cien|cientos|mil|pocos cientos)\b"
    r"|\bhalf (?:a )?(?:grand|k)\b",
    re.IGNORECASE,
)
# "At twenty", "for nineteen a pop": a price that only its small words show.
_AT = re.compile(
    rf"\b(?:at|just|only|for|runs|goes for|is) "
    rf"((?:{'|'.join(_TENS)})(?:-(?:{'|'.join(_ONES[:9])}))?"
    rf"|{'|'.join(_TEENS)})(?=\s+(?:is|a|per|each|makes|comes|gets|plus)\b|[.,!]|$)"
    rf"|\b({'|'.join(_TENS)}) (?:even|flat|tops|all in)\b",
    re.IGNORECASE,
)


def faults_of(sentence: str, evidence: Evidence) -> Iterator[str]:
    """Numbers that may be sums, and that nobody gave, in words for the model."""
    if any(map(str.isdigit, sentence)):
        yield from _in_figures(sentence, evidence)
    if _IN_WORDS.search(sentence):
        yield from _in_words(sentence, evidence)


def _in_figures(sentence: str, evidence: Evidence) -> Iterator[str]:
    for found in _DIGITS.findall(_NO_SUM.sub(" ", sentence)):
        value = Decimal(found.replace(",", ""))
        if value >= _LEAST and not _is_given(value, evidence):
            yield f"it names {found}, which no tool returned"
    if (listed := _LISTED.search(sentence)) and not _is_sum(Decimal(listed[1]), evidence):
        yield f"it names {listed[1]} as a price, which no tool returned"


def _in_words(sentence: str, evidence: Evidence) -> Iterator[str]:
    if _VAGUE.search(sentence) or _HUNDREDS.search(sentence):
        yield "it names a sum in words that nobody can check"
    for found in (*_spoken(sentence, evidence), *_at(sentence, evidence)):
        yield f'it names "{found}", which no tool returned'


def _is_sum(value: Decimal, evidence: Evidence) -> bool:
    return value < _LEAST or value * 100 in evidence.amounts


def _spoken(sentence: str, evidence: Evidence) -> Iterator[str]:
    """Sums said as one says them, which no clock shows and nobody gave."""
    for found in _SPOKEN.finditer(sentence):
        big, small = _value(found[1]), _value(found[2]) + _value(found[3] or "")
        after = sentence[found.end() :]
        if _IS_COUNTED.match(after) or (small in _CLOCK and not _EACH.match(after)):
            continue
        if not any(_is_given(Decimal(sum_), evidence) for sum_ in _meant(big, small)):
            yield found[0]


def _meant(big: int, small: int) -> tuple[Decimal, Decimal]:
    return Decimal(big * 100 + small), Decimal(big * 100 + small) / 100


def _at(sentence: str, evidence: Evidence) -> Iterator[str]:
    for found in _AT.finditer(sentence):
        said = found[1] or found[2]
        if not _is_given(Decimal(sum(map(_value, said.split("-")))), evidence):
            yield said


def _value(word: str) -> int:
    return _VALUES.get(word.strip().lower(), 0)


def _is_given(value: Decimal, evidence: Evidence) -> bool:
    """Whether a tool, the owner or the customer named the number."""
    return (
        value * 100 in evidence.amounts
        or value in _owners(evidence.profile)
        or value in _written(evidence.written)
    )


@lru_cache(maxsize=_KEPT)
def _written(text: str) -> frozenset[Decimal]:
    return frozenset(Decimal(each.replace(",", "")) for each in _ANY.findall(text))


def _owners(profile: Profile) -> frozenset[Decimal]:
    """The numbers of the owner's that are no sums: sizes of parties, minutes, days, percentages."""
    guests, service, notice = profile.guests, profile.service, profile.notice
    numbers = (
        *(guests.minimum, guests.maximum, guests.capacity_per_day),
        *(service.duration_minutes, service.arrival_minutes, service.guests_per_chef),
        *(notice.minimum_hours, notice.maximum_days, notice.maximum_days // 30),
        *(profile.cancellation.refund_days, profile.cancellation.change_days),
        *(profile.staff.reply_within_minutes, profile.menu.children.up_to_age),
        *(each // 100 for each in owners_amounts(profile) if each % 100 == 0),
    )
    return frozenset(map(Decimal, numbers))
