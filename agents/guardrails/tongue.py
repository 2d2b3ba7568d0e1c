"""Whether a sentence is in a language whose claims the guards can prove: English or Spanish.

What nobody can read may say anything: that a day is free, that a dish is safe. So it is not said,
and the model is asked for one of the two languages."""

import re
from functools import lru_cache

from agents.guardrails import everyday
from agents.guardrails.language import ENGLISH, language_of
from agents.guardrails.plain import unmarked
from agents.guardrails.sentences import sentences
from agents.guardrails.spanish import reads_as_spanish
from agents.models.embedded.languages import OFFERS

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# Letters that neither English nor Spanish has, but for a name or a "crème brûlée".
_ELSEWHERE = re.compile(r"[^\W\d_a-zA-ZáéíóúüñÁÉÍÓÚÜÑ]")
# Small words of other languages that share many with Spanish.
_NOT_SPANISH = re.compile(
    r"\b(?:não|você|vocês|obrigad[oa]|já|und|ist|der|das|nicht|les|est|vous|pour|avec|het|een|voor|"
    r"ang|mga|nie|jest|non|della|degli|sono|che|di|em|na|com|uma?)\b",
    re.IGNORECASE,
)
# How the words of this trade begin, in English: with the everyday ones, most of what is said here.
_TRADE = re.compile(
    r"(?:(?:ha)+|\w+(?:teen|ing|ed|ly|day|'s|'ll|'ve|'re|n't)|twenty|thirty|forty|fifty|sixty"
    r"|seventy|eighty|"
    r"ninety|hundred|thousand|eleven|two|three|four|five|six|seven|eight|nine|ten|twelve|dozen"
    r"|dollar"
    r"|percent|half|third|quarter|january|february|march|april|may|june|july|august|september"
    r"|october"
    r"|november|december|inquir|request|chef|kitchen|manager|owner|boss|crew|staff|team|price|match"
    r"|availab|open|free|room|space|spot|full|gone|book|confirm|reserv|schedul|deposit|fee|cost"
    r"|secur"
    r"|hold|sent|send|notice|work|plenty|enough|only|discount|refund|minimum|total|tax|hour|minute"
    r"|zero|guarant|complimentary|allerg|contain|safe|gluten|dairy|nut|peanut|shell|sesame|soy|egg|"
    r"fish|vegan|vegetarian|vegetable|halal|kosher|without|cover|card|rule|chicken|steak|shrimp"
    r"|rice|"
    r"noodle|salad|sauce|drink|side|extra|tip|gratuity|travel|balance|weather|rain|wind|propane"
    r"|table"
    r"|chair|cutlery|napkin|glass|no|yes|yep|nope|sure|also|between|against|never|nothing|none"
    r"|because"
    r"|person|people|per|all|under|over|up|reply|message|text|we|policy|cancel|change|move|kid"
    r"|child)\w*"
)
_FEW = 3  # words; fewer tell nothing
_LEAST_SHARE, _MORE = 0.34, 0.5  # of the words that are known; more, where a letter is strange


def is_read(sentence: str) -> bool:
    """Whether the guards can read it. What they cannot judge, being a word or two, they can."""
    return _is_read(sentence) or _is_read(_OFFERED.sub(" ", sentence))


# The offers of a person, as the embedded model makes them in the customer's language.
_OFFERED = re.compile(
    "|".join(
        re.escape(each.rstrip("?"))
        for told in OFFERS.values()
        for each in sentences(unmarked(told))
    )
)


@lru_cache(maxsize=256)
def _is_read(sentence: str) -> bool:
    strange = len(_ELSEWHERE.findall(sentence))
    if strange * 4 > sum(map(str.isalpha, sentence)):
        return False
    if reads_as_spanish(sentence):
        return not strange and not _NOT_SPANISH.search(sentence)
    if language_of(sentence) not in ("en", "es"):
        return False
    # A name says nothing of the language.
    words = [word.replace("’", "'") for word in _WORD.findall(sentence)]
    told = [word.lower() for at, word in enumerate(words) if at == 0 or word[0].islower()]
    known = sum(_is_english(word) for word in told)
    return len(told) < _FEW or known >= (_MORE if strange else _LEAST_SHARE) * len(told)


def _is_english(word: str) -> bool:
    return word in everyday.ENGLISH or word in ENGLISH or _TRADE.fullmatch(word) is not None
