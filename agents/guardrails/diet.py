"""What a sentence claims of allergens and diets, held against the menu."""

import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from agents.guardrails.evidence import Evidence
from bot.business.dietary import menu_items
from bot.business.menu import Content, MenuItem, Suits
from bot.business.profile import Profile

_CLAUSE = re.compile(r";|,? but |,? while |,? and not |, not |: not ", re.IGNORECASE)
# A clause that says of whom or of what the following ones speak.
_HEAD = re.compile(
    r"\b(?:allerg\w+|intoleran\w+|without|[\w-]+[ -]free|diet\w*|vegan|vegetarian|halal|kosher)\b",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(
    r"\b(?:can't say|cannot say|not sure|unsure|don't know|do not know|our team|staff|ask|check|"
    r"won't guess|traces?|one grill|same grill|shared|cross[- ]contact)\b",
    re.IGNORECASE,
)
_NONE = (
    r"no (?:dish|plate|meal|item|sauce|food)\w*|none of (?:our|the|them|these)"
    r"|nothing (?:we|our|here|there|on)"
)
_FREE = re.compile(
    r"\b(?:(?:wo|will )n[o']t find|(?:does|do)(?:n't| not) (?:have|contain|include|use)|(?:not?"
    r"|never) (?:contain\w*|"
    r"includ\w*|any)|free (?:of|from)|without|contains? no|has no|have no"
    rf"|(?:{_NONE}) (?:\w+ ){{0,4}}(?:contain\w*|includ\w*|ha[sv]e?|uses?"
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
    r"fits?|can (?:eat|have|enjoy)|works?|good|perfect|are|is|all|everything|[\w-]+[ -]free)\b",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"\b(?:on request|can be (?:made|done)|can make|ask(?:ed)?|ahead|let us know|if you)\b", re.I
)
_ALL = re.compile(
    r"\b(?:everything|any of (?:our|the)|all (?:of )?(?:our |the )?(?:dish\w*|plates?|food|menu|"
    r"items)"
    rf"|{_NONE})\b",
    re.IGNORECASE,
)
_PLATES = ("plate", "dish", "meal", "one")
# Reassuring words that hold of no grill, whoever says them.
_REASSURES = re.compile(
    r"\ballergen[- ]free\b|\ballerg\w+ (?:won't|will not|isn't|is not|shouldn't|wouldn't)(?: be)? "
    r"(?:a |an |any )?(?:problem|issue|concern|worry)\b|\b(?:can|could|may) (?:safely )?eat "
    r"(?:everything|anything|it all|all of it)\b|\b(?:no|zero|without) (?:risk|chance|danger) of "
    r"(?:traces|cross\w*|contamination|contact)\b|\btraces are (?:impossible|not possible)\b|"
    r"\bseparate (?:grills?|pans?|fryers?|utensils|surfaces?|area|equipment)\b|"
    r"\bworr(?:y|ies|ied) about (?:\w+ ){0,4}allerg\w+|\b(?:totally|completely|perfectly|100%"
    r"|absolutely) safe\b",
    re.IGNORECASE,
)
_DENIES = re.compile(r"\b(?:can't|cannot|whether|no|we don't|not say)\b", re.IGNORECASE)
_NOTED = re.compile(
    r"\b(?:noted?|noting|got it|you (?:mentioned|said|have)|your|"
    r"let (?:us|our|them|me) (?:know|note)|tell (?:us|our|them)|pass(?:ed)?|confirm\w*|dietary:|"
    r"sorry|put you in touch|thank\w*)\b",
    re.IGNORECASE,
)


def faults_of(sentence: str, evidence: Evidence) -> Iterator[str]:
    """What of a sentence the menu does not say, in words for the model."""
    if sentence.rstrip().endswith("?") or sentence.lower() in evidence.passages:
        return
    if (found := _REASSURES.search(sentence)) and not _DENIES.search(sentence[: found.start()]):
        yield "it says that something is safe, which nobody can promise"
    words = _words_of(evidence.profile)
    if not words.anything.search(sentence):
        return
    head: Needs | None = None
    for clause in _CLAUSE.split(sentence):
        named = words.needs(clause)
        needs = named if named else head
        if named and _HEAD.search(clause):
            head = named
        if needs:
            yield from _faults(clause, needs, words, evidence)


class Needs(Struct, frozen=True):
    """Allergens and diets, by their keys."""

    allergens: frozenset[str]
    diets: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.allergens or self.diets)


def _faults(clause: str, needs: Needs, words: "_Words", evidence: Evidence) -> Iterator[str]:
    fits = _claim(clause)
    if fits is None:
        return
    items = words.items(clause)
    if not items and fits and not (_told(needs, words, evidence) or _NOTED.search(clause)):
        yield "it says something of allergens or diets that get_menu did not return"
    if not fits and _ALL.search(clause):
        return  # a warning of more than there is harms nobody
    for item in items:
        if not _holds(item, needs, fits=fits, ahead=bool(_AHEAD.search(clause))):
            yield f"what it says of {item.name} is not what the menu says: call get_menu"


def _told(needs: Needs, words: "_Words", evidence: Evidence) -> bool:
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


class _Words:
    """The menu's words, as they are looked for."""

    def __init__(self, profile: Profile) -> None:
        menu = profile.menu
        diets = {_spaced(key) for key in menu.diet_words}
        self._items = [
            (item, _pattern(name for name in _names(item) if name not in diets))
            for item in menu_items(profile)
        ]
        names = {name for item, _ in self._items for name in _names(item)}
        self._dishes = _pattern(names - diets)
        # "The vegetarian plate", where that is what a dish is called.
        self._plates = _pattern(f"{name} {plate}" for name in names & diets for plate in _PLATES)
        self._allergens = _patterns(menu.allergen_words)
        self._diets = _patterns(menu.diet_words)
        told = (*menu.allergen_words.items(), *menu.diet_words.items())
        self.anything = _pattern(word for key, also in told for word in (_spaced(key), *also))

    def items(self, clause: str) -> list[MenuItem]:
        """Those named; of "everything", all."""
        if _ALL.search(clause):
            return [item for item, _ in self._items]
        return [item for item, name in self._items if name.search(clause)]

    def needs(self, clause: str) -> Needs:
        """The allergens and diets named; a dish's own name is none."""
        bare = self._plates.sub(" ", self._dishes.sub(" ", clause))
        return Needs(_keys(self._allergens, bare), _keys(self._diets, bare))


_known: dict[str, _Words] = {}
_MOST_KNOWN = 8


def _words_of(profile: Profile) -> _Words:
    """Made once for each version of the profile."""
    if (words := _known.get(profile.content_hash)) is None:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        words = _known[profile.content_hash] = _Words(profile)
    return words


def _names(item: MenuItem) -> tuple[str, ...]:
    return item.name, _spaced(item.key), *item.also_called


def _spaced(key: str) -> str:
    return key.replace("_", " ")


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(set(words), key=len, reverse=True)
    either = "|".join(re.escape(word).replace(r"\ ", r"[\s-]") for word in longest_first)
    return re.compile(rf"\b(?:{either})(?:s|es)?\b", re.IGNORECASE)


def _patterns(words: Mapping[str, Iterable[str]]) -> dict[str, re.Pattern[str]]:
    return {key: _pattern((_spaced(key), *also)) for key, also in words.items()}


def _keys(patterns: Mapping[str, re.Pattern[str]], text: str) -> frozenset[str]:
    return frozenset(key for key, pattern in patterns.items() if pattern.search(text))
