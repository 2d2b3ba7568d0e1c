"""Whether a reply may be said: sentence by sentence, and as a whole."""

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from agents.guardrails import claims, diet, numbers, prices, promises, strangers, yeses
from agents.guardrails.evidence import Evidence
from agents.guardrails.figures import amounts, percentages
from agents.guardrails.plain import unmarked
from agents.guardrails.sentences import sentences
from agents.guardrails.spanish import in_english, reads_as_spanish
from agents.guardrails.tongue import is_read
from bot.business.money import format_cents

_QUOTED = ("name", "location", "occasion")
_SHORT = 4  # words of a question whose answer means nothing without it
_MONEY = re.compile(
    r"\b(?!us|in|of|the|more|few|any|your|extra|our)[\w-]+ (?:dollars|bucks)\b", re.IGNORECASE
)
# A percentage beside these is the deposit's, and no other one.
_DOWN = re.compile(
    r"\b(?:up ?front|down payment|(?:%|percent) (?:down|deposit)|deposit (?:is|of|would be)|to "
    r"(?:hold|"
    r"reserve|secure|lock in))\b",
    re.IGNORECASE,
)
_UNREAD = (
    "it is in a language in which nobody here can prove what it says: answer in English, or in "
    "Spanish to somebody who writes Spanish, in short plain words"
)
_BUDGET = re.compile(
    r"\b(?:budget|(?:your|the|a) (?:\w+ )?(?:limit|maximum|max|cap)|to spend)\b", re.IGNORECASE
)


def faults_of(
    text: str, evidence: Evidence, of_one: Callable[[str], list[str]] | None = None
) -> list[str]:
    """What must not be said of a whole reply, in words for the model; none: it may be said.
    of_one: faults_in, for one who has asked of some sentences before."""
    of_one = of_one or (lambda sentence: faults_in(sentence, evidence))
    told = sentences(text)
    found = [fault for each in with_questions(told) for fault in of_one(each)]
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
    if not found and not is_read(sentence):
        found = [_UNREAD]
    return found


def _faults_in(sentence: str, evidence: Evidence) -> list[str]:
    return [
        *_figures(sentence, evidence),
        *prices.faults_of(sentence, evidence),
        *numbers.faults_of(sentence, evidence),
        *claims.faults_of(sentence, evidence),
        *yeses.faults_of(sentence, evidence),
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
    rates = evidence.percentages
    if _DOWN.search(sentence):
        rates = frozenset((evidence.profile.prices.deposit_percent.normalize(),))
        rates |= {Decimal(100)} if "full" in sentence.lower() else frozenset()
    for percent in sorted(percentages(sentence) - rates):
        yield f"it names {percent}%, which no tool returned"


def _whole(text: str, evidence: Evidence) -> Iterator[str]:
    if evidence.secret.is_in(text, lambda: evidence.passages):
        yield "it repeats its instructions"
