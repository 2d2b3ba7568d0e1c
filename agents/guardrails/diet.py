"""What a sentence claims of allergens and diets, held against the menu."""

import re
from collections.abc import Iterator

from agents.guardrails.bare_yes import is_bare_yes
from agents.guardrails.clauses import stated
from agents.guardrails.evidence import Evidence
from agents.guardrails.menu_words import ALL, NONE, MenuWords, Needs, words_of
from bot.business.menu import Content, MenuItem, Suits

_CLAUSE = re.compile(r";|,? but |,? while |,? and not |, not |: not ", re.IGNORECASE)
# A clause that says of whom or of what the following ones speak.
_HEAD = re.compile(
    r"\b(?:allerg\w+|intoleran\w+|without|[\w-]+[ -]free|diet\w*|vegan|vegetarian|halal|kosher)\b",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(
    r"\b(?:can't say|cannot say|not sure|unsure|don't know|do not know|our team|staff|ask|check|"
    r"won't guess|(?<!not a )(?<!no )(?<!a )traces?|one grill|same grill|shared|cross[- "
    r"]contact)\b",
    re.IGNORECASE,
)
_FREE = re.compile(
    r"\b(?:(?:wo|will )n[o']t find|(?:does|do)(?:n't| not) (?:have|contain|include|use)|(?:not?"
    r"|never) (?:ha[ds]\b|contain\w*|"
    r"includ\w*|any)|free (?:of|from)|without|contains? no|has no|have no"
    rf"|(?:{NONE}) (?:\w+ ){{0,4}}(?:contain\w*|includ\w*|ha[sv]e?|uses?"
    r"|(?:made|cooked|prepared) with))\b",
    re.IGNORECASE,
)
_UNFIT = re.compile(
    r"^\s*not\b|\b(?:isn't|aren't|is not|are not|not (?:safe|suitable|ok|okay|fine)|contains?|"
    r"includes?|(?:made|cooked|prepared) with|is out|has|(?<!can )(?<!could )have|avoid|can't "
    r"(?:eat|have)|cannot (?:eat|"
    r"have)|unsuitable)\b",
    re.IGNORECASE,
)
_FIT = re.compile(
    r"\b(?:as served|on request|can be made|by our menu|safe|fine|ok|okay|suitable|friendly|suits?|"
    r"fits?|relax|no (?:problem\w*|worries|trouble|issue)|can (?:eat|have|enjoy)|works?|good"
    r"|perfect|are|is|all|everything|(?:it|that|they|this)(?:'s|'re)|"
    r"loves?|enjoys?|[\w-]+[ -]free)\b",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"\b(?:on request|can be (?:made|done)|can make|ask(?:ed)?|ahead|let us know|if you)\b", re.I
)
# "Someone who can't have wheat" names a need, and says nothing of a dish.
_WHOSE = re.compile(
    r"\b(?:who|that) (?:can't|cannot|can not|don't|doesn't|won't|may not|isn't allowed to) "
    r"(?:\w+ )?"
    r"(?:eat|have|tolerate|do|touch|stand|digest)\b",
    re.IGNORECASE,
)
# What no list of the menu's names, so that nothing can be said for it.
_UNLISTED = re.compile(
    r"\b(?:zabiha|dhabiha|keto|paleo|low[- ]carb|low[- ]sodium|msg|gmo|organic|grass[- ]fed"
    r"|hormone|antibiotic|"
    r"mustard|celery|lupin|corn|pork|lard|gelatin|sulfites?|fodmap|diabetic|diabetes|whole30"
    r"|raw fish)s?\b",
    re.IGNORECASE,
)
_NO_DISH_FITS = re.compile(
    rf"\b(?:{NONE}) (?:\w+ ){{0,4}}(?:is|are|can|suits?|fits?|works?|qualif\w+)\b", re.IGNORECASE
)
_MAY_EAT = re.compile(r"\b(?:can|may|could) (?:\w+ )?(?:eat|have|enjoy|try|get)\b", re.IGNORECASE)
_PERSON = re.compile(
    r"\b(?:aunt|uncle|cousin|son|daughter|mom|mother|dad|father|wife|husband|sister|brother"
    r"|friend|nephew"
    r"|niece|grandma|grandpa|grandmother|grandfather|boss|guest|kid|child|baby|girlfriend"
    r"|boyfriend|"
    r"fianc\w+|he|she)\b",
    re.IGNORECASE,
)
_SOME = re.compile(r"\b(?:options?|something|choices?|some|several|a few|dish(?:es)? for)\b", re.I)
# Reassuring words that hold of no grill, whoever says them.
_REASSURES = re.compile(
    r"\ballergen[- ]free\b|\ballerg\w+ (?:won't|will not|isn't|is not|shouldn't|wouldn't)(?: be)? "
    r"(?:a |an |any )?(?:problem|issue|concern|worry)\b|\b(?:can|could|may) (?:safely )?eat "
    r"(?:everything|anything|it all|all of it)\b|\b(?:no|zero|without) (?:risk|chance|danger) of "
    r"(?:traces|cross\w*|contamination|contact)\b|\btraces are (?:impossible|not possible)\b|"
    r"\bseparate (?:grills?|pans?|fryers?|utensils|surfaces?|area|equipment)\b|"
    r"\bworr(?:y|ies|ied) about (?:\w+ ){0,4}allerg\w+|\b(?:totally|completely|perfectly|100%"
    r"|absolutely|entirely|a hundred percent) safe\b|\b(?:no|zero|without(?: any)?|free of"
    r"|never any) "
    r"(?:cross[- ]?(?:contact|contamination)|contamination|allerg\w+ (?:worries|concerns?"
    r"|issues?|problems?|"
    r"risks?))\b|\b(?:nobody|no one) (?:ever )?(?:got|gets"
    r"|has gotten|went) (?:sick|ill|a reaction)\b|\bhandle (?:that|it|them|allerg\w+) all the "
    r"time\b",
    re.IGNORECASE,
)
_DENIES = re.compile(r"\b(?:can't|cannot|whether|no|we don't|not say)\b", re.IGNORECASE)
_NOTED = re.compile(
    r"\b(?:noted?|noting|got it|you (?:mentioned|said|have)|"
    r"let (?:us|our|them|me) (?:know|note)|tell (?:us|our|them)|pass(?:ed)?|confirm\w*|dietary:|"
    r"sorry|put you in touch|thank\w*)\b",
    re.IGNORECASE,
)


def faults_of(sentence: str, evidence: Evidence) -> Iterator[str]:
    """What of a sentence the menu does not say, in words for the model."""
    sentence = stated(sentence)
    if not sentence or sentence.lower() in evidence.passages:
        return
    words = words_of(evidence.profile)
    yield from _reassurances(sentence, evidence)
    if is_bare_yes(sentence):
        yield from _yes(words, evidence)
    if words.anything.search(sentence):
        yield from _by_clauses(sentence, words, evidence)
    elif _MAY_EAT.search(sentence):
        yield from _for_somebody(sentence, words, evidence)


def _reassurances(sentence: str, evidence: Evidence) -> Iterator[str]:
    """What holds of no grill, or of nothing that the menu names."""
    if (found := _REASSURES.search(sentence)) and not _DENIES.search(sentence[: found.start()]):
        yield "it says that something is safe, which nobody can promise"
    if (found := _UNLISTED.search(sentence)) and not _NOTED.search(sentence):
        word = found[0].lower()
        if word not in evidence.passages and _claim(sentence):
            yield f"it says something of {word}, which the menu does not name"


def _yes(words: MenuWords, evidence: Evidence) -> Iterator[str]:
    """A bare yes says what was asked."""
    asked = words.needs(evidence.asked) if evidence.asked.rstrip().endswith("?") else None
    if asked and not _told(asked, words, evidence):
        yield "it says yes to a question of allergens or diets that get_menu was not asked"


def _by_clauses(sentence: str, words: MenuWords, evidence: Evidence) -> Iterator[str]:
    head: Needs | None = None
    for clause in _CLAUSE.split(sentence):
        named = words.needs(clause)
        needs = named if named else head
        if named and _HEAD.search(clause):
            head = named
        if needs:
            yield from _faults(clause, needs, words, evidence)


def _faults(clause: str, needs: Needs, words: MenuWords, evidence: Evidence) -> Iterator[str]:
    clause = _WHOSE.sub("for", clause)
    if _NO_DISH_FITS.search(clause) and not _FREE.search(clause):
        return  # whoever is told so asks a person
    fits = True if needs.allergens and words.denies(clause) else _claim(clause)
    if fits is None:
        return
    items = words.items(clause)
    is_proved = items or not fits or _NOTED.search(clause)
    if not is_proved and not (
        _told(needs, words, evidence) and _some_plate(clause, needs, evidence)
    ):
        yield "it says something of allergens or diets that get_menu did not return"
    if not fits and ALL.search(clause):
        return  # a warning of more than there is harms nobody
    for item in items:
        if not _holds(item, needs, fits=fits, ahead=bool(_AHEAD.search(clause))):
            yield f"what it says of {item.name} is not what the menu says: call get_menu"


def _for_somebody(sentence: str, words: MenuWords, evidence: Evidence) -> Iterator[str]:
    """ "Your cousin can have the noodles": held against what the customer said of that cousin."""
    who = {found.lower() for found in _PERSON.findall(sentence)}
    said = str(evidence.situation.details.get("dietary") or "")
    for part in re.split(r"[,;.]| and ", said):
        is_meant = not who.isdisjoint(part.lower().split()) or "he" in who or "she" in who
        if is_meant and (needs := words.needs(part)):
            yield from _faults(sentence, needs, words, evidence)


def _some_plate(clause: str, needs: Needs, evidence: Evidence) -> bool:
    """Whether there is a plate of which it may be said; of "options", anything on the menu."""
    menu, ahead = evidence.profile.menu, bool(_AHEAD.search(clause))
    items = menu.dishes + menu.extras if _SOME.search(clause) else menu.dishes
    return any(_holds(item, needs, fits=True, ahead=ahead) for item in items)


def _told(needs: Needs, words: MenuWords, evidence: Evidence) -> bool:
    told = [words.needs(each) for each in evidence.needs_told]
    return all(
        any(need in each.allergens | each.diets for each in told)
        for need in needs.allergens | needs.diets
    )


def _claim(clause: str) -> bool | None:
    """Whether what it names is said to fit, or not to; None: it claims nothing."""
    if _UNKNOWN.search(clause):
        return None
    if _FREE.search(clause):
        return True
    if _UNFIT.search(clause):
        return False
    return True if _FIT.search(clause) else None


def _holds(item: MenuItem, needs: Needs, *, fits: bool, ahead: bool) -> bool:
    """ahead: it is said that the dish is made so when asked."""
    contents = {item.content(each) for each in needs.allergens}
    suits = {item.suits(each) for each in needs.diets}
    if fits:
        fitting = {Content.FREE_OF} | ({Content.CAN_BE_MADE} if ahead else set())
        suiting = {Suits.YES} | ({Suits.CAN_BE_MADE} if ahead else set())
        return contents <= fitting and suits <= suiting
    # What is said not to fit harms nobody, unless the menu says that it does.
    surely = contents == {Content.FREE_OF} or suits == {Suits.YES}
    return not surely
