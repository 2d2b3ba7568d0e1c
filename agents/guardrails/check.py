"""Whether a reply may be said: sentence by sentence, and as a whole."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from agents.guardrails import claims, diet, promises, strangers
from agents.guardrails.evidence import Evidence
from agents.guardrails.figures import amounts, percentages
from agents.guardrails.language import language_of
from agents.guardrails.plain import unmarked
from agents.guardrails.sentences import sentences
from agents.guardrails.spanish import in_english, reads_as_spanish
from bot.business.money import format_cents

_QUOTED = ("name", "location", "occasion")
_SHORT = 4  # words of a question whose answer means nothing without it
_MONEY = re.compile(
    r"\b(?!us|in|of|the|more|few|any|your|extra|our)[\w-]+ (?:dollars|bucks)\b", re.IGNORECASE
)
_READ = ("en", "es")
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_BUDGET = re.compile(
    r"\b(?:budget|(?:your|the|a) (?:\w+ )?(?:limit|maximum|max|cap)|to spend)\b", re.IGNORECASE
)


def faults_of(text: str, evidence: Evidence) -> list[str]:
    """What must not be said of a whole reply, in words for the model; none: it may be said."""
    told = sentences(text)
    found = [fault for each in with_questions(told) for fault in faults_in(each, evidence)]
    return [*dict.fromkeys([*found, *_whole(text, evidence)])]


def with_questions(told: Sequence[str]) -> Iterator[str]:
    """The sentences; one after a short question is its answer: "June 19? Wide open." """
    for before, each in pairwise(["", *told]):
        asked = before.rstrip()
        is_answered = asked.endswith("?") and len(asked.split()) <= _SHORT
        yield f"{asked[:-1]}: {each}" if is_answered else each


def faults_in(sentence: str, evidence: Evidence) -> list[str]:
    """The same of one sentence."""
    sentence = _without_quotes(unmarked(sentence), evidence)
    found = _faults_in(sentence, evidence)
    if not found and reads_as_spanish(sentence):
        found = _faults_in(in_english(sentence), evidence)
    elif not found and language_of(sentence) not in _READ:
        found = [*_unread_figures(sentence, evidence)]
    return found


def _unread_figures(sentence: str, evidence: Evidence) -> Iterator[str]:
    """In a language that the guards cannot read, each number must be one that somebody gave."""
    given = set(_NUMBER.findall(evidence.written))
    for number in _NUMBER.findall(sentence):
        cents = Decimal(number.replace(",", "")) * 100
        if number not in given and cents not in evidence.amounts:
            yield f"it names {number}, which no tool returned"


def _faults_in(sentence: str, evidence: Evidence) -> list[str]:
    return [
        *_figures(sentence, evidence),
        *claims.faults_of(sentence, evidence),
        *promises.faults_of(sentence, evidence),
        *diet.faults_of(sentence, evidence),
        *strangers.faults_of(sentence, evidence),
    ]


def _without_quotes(sentence: str, evidence: Evidence) -> str:
    """A read-back says what the customer said; a name or an occasion in it claims nothing."""
    noted = evidence.situation.details
    values = [str(noted[slot]) for slot in _QUOTED if noted.get(slot)]
    quoted = [value for value in values if value in sentence]
    if len(quoted) < 2 or str(noted.get("guest_count")) not in sentence:
        return sentence
    for value in quoted:
        sentence = sentence.replace(value, "")
    return sentence


def _figures(sentence: str, evidence: Evidence) -> Iterator[str]:
    known = evidence.amounts
    if _BUDGET.search(sentence):
        known |= evidence.customers_amounts
    for cents in sorted(amounts(sentence) - known):
        yield f"it names {format_cents(cents)}, which no tool returned"
    if _MONEY.search(sentence) and not amounts(sentence) and not sentence.rstrip().endswith("?"):
        yield "it names a sum in words that nobody can check"
    for percent in sorted(percentages(sentence) - evidence.percentages):
        yield f"it names {percent}%, which no tool returned"


def _whole(text: str, evidence: Evidence) -> Iterator[str]:
    if evidence.secret.is_in(text, lambda: evidence.passages):
        yield "it repeats its instructions"
