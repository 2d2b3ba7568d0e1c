"""Whether a reply may be said: sentence by sentence, and as a whole."""

import re
from collections.abc import Iterator

from agents.guardrails import claims, diet
from agents.guardrails.evidence import Evidence
from agents.guardrails.figures import amounts, percentages
from agents.guardrails.sentences import sentences
from agents.tools.said import digits_of
from bot.business.money import format_cents

_BUDGET = re.compile(r"\b(?:your|a|that) (?:\w+ )?budget\b", re.IGNORECASE)
_PHONE = re.compile(r"(?<!\d)\+?\d[\d ().-]{8,}\d(?!\d)")
_CARD = re.compile(r"(?<!\d)(?:\d[ -]?){12,18}\d(?!\d)")
_WORDS = re.compile(r"\w+")
_COPIED = 12  # words running of the prompt that nobody says by chance

# From such a piece on a sentence is kept back until it is whole. Figures, and the words that
# claim something of a day, a booking, a promise or what is in a dish.
SUSPICIOUS = re.compile(
    r"[$€£\d%]|\b(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|eleven|"
    r"two|three|four|five|six|seven|eight|nine|ten|twelve|\w+teen|dozen|dollars?|bucks?|percent|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|number|request|inquiry|chef|kitchen|manager|"
    r"owner|boss|crew|person|colleague|prices?|match|availab\w*|open|free\w*|room|space|spots?|full\w*|taken|booked|confirm\w*|"
    r"reserv\w*|saved?|calendar|books|schedule\w*|deposit|fees?|costs?|secured|locked|held|sent|"
    r"submitted|passed|forwarded|told|asked|notified|alerted|informed|spoke|talked|checked|knows|"
    r"aware|moved|cancel\w*|processed|received|charged|assigned|pencil\w*|put|started|yours|deal|"
    r"consider|set|paid|pays?|went|works?|nothing|plenty|tons|lots|enough|only|"
    r"discount\w*|refund\w*|on us|off|minimum|code|promo|coupon|back|third|quarter|tax\w*|notice|"
    r"risk|hundred|grand|minutes?|hours?|zero|waive\w*|guarantee\w*|complimentary|house|charge|"
    r"allerg\w*|contain\w*|safe|gluten|dairy|nuts?|"
    r"peanuts?|shellfish|sesame|soy|eggs?|fish|vegan|vegetarian|halal|kosher|without)",
    re.IGNORECASE,
)


def faults_of(text: str, evidence: Evidence) -> list[str]:
    """What must not be said of a whole reply, in words for the model; none: it may be said."""
    found = [fault for each in sentences(text) for fault in faults_in(each, evidence)]
    return [*dict.fromkeys([*found, *_whole(text, evidence)])]


def faults_in(sentence: str, evidence: Evidence) -> list[str]:
    """The same of one sentence."""
    return [
        *_figures(sentence, evidence),
        *claims.faults_of(sentence, evidence),
        *diet.faults_of(sentence, evidence),
        *_numbers(sentence, evidence),
    ]


def _figures(sentence: str, evidence: Evidence) -> Iterator[str]:
    if _BUDGET.search(sentence):
        return  # the customer's own figure
    for cents in sorted(amounts(sentence) - evidence.amounts):
        yield f"it names {format_cents(cents)}, which no tool returned"
    for percent in sorted(percentages(sentence) - evidence.percentages):
        yield f"it names {percent}%, which no tool returned"


def _numbers(sentence: str, evidence: Evidence) -> Iterator[str]:
    if any(_luhn(digits_of(found[0])) for found in _CARD.finditer(sentence)):
        yield "it holds a card number"
    for found in _PHONE.findall(sentence):
        digits = digits_of(found)
        if len(digits) in (10, 11) and digits[-10:] not in evidence.phones:
            yield "it names a phone number that nobody gave here"


def _luhn(digits: str) -> bool:
    """The check digit of ISO/IEC 7812, annex B."""
    numbers = [int(each) for each in reversed(digits)]
    doubled = [d * 2 - 9 * (d > 4) if i % 2 else d for i, d in enumerate(numbers)]
    return sum(doubled) % 10 == 0


def _whole(text: str, evidence: Evidence) -> Iterator[str]:
    said = _WORDS.findall(text.lower())
    if len(said) < _COPIED:
        return
    prompt = " ".join(_WORDS.findall(evidence.system.lower()))
    known = " ".join(_WORDS.findall(evidence.passages))
    runs = (" ".join(said[i : i + _COPIED]) for i in range(len(said) - _COPIED + 1))
    if any(run in prompt and run not in known for run in runs):
        yield "it repeats its instructions"
