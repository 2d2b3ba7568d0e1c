"""Whether somebody of the staff asked for a command in so many words: then these are their yes.

They have to say the deed and its values, and name what it is done to, in one breath; a question, a
condition or a denial asks for nothing. Whatever is not sure is asked by a card."""

import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection

from bot.business.command import Arguments, Command, Context, Heard
from bot.business.naming import Named, public_id_of
from bot.errors import CommandRefused

_QUOTED = re.compile(r"^\s*(?:>|&gt;).*$|[\"“”«»][^\"“”«»]*[\"“”«»]", re.MULTILINE)
_VERBS = (
    r"(?:please |i |i'll |you |can you |let's )*(?:take|taking|grab|claim|assign|give|giving|hand|"
    r"pass|release|return|close|end|finish|archive|resolve|wrap|mark|set|move|put|change|update|"
    r"lose|lost|drop|kill|forget|tell|send|text|write|ask|call|called|remind|book|convert|confirm|"
    r"cancel|block|unblock|show|list|read|find|add|note)\b"
)
_BREATHS = re.compile(
    rf"[.;!\n]+(?:\s|$)|(?<=\?)\s|,?\s+(?:and|then|but|also|so)\s+(?={_VERBS})|,\s*(?={_VERBS})",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\b(?:not|no|never|nobody|nothing|don't|dont|doesn't|didn't|haven't|won't|isn't|wasn't|can't|"
    r"cannot|without|stop|undo|instead|if|unless|when|once|until|before|after|whether|maybe|"
    r"perhaps|might|should|could have|would have|think|thinking|suppose|who|why|how|what|did|does|"
    r"was|were|has|had|will they|were to|tomorrow|later|tonight|next|soon)\b",
    re.IGNORECASE,
)
_POLITELY = re.compile(
    r"^\W*(?:hey|hi|ok|okay|so|and)?\W*(?:can|could|would|will)\s+(?:you|we|u)\b", re.IGNORECASE
)
_WHY = re.compile(
    r"\s*(?::|—|–|\s-+\s|\(|,|\b(?:because|since|cause|cuz|as they|as he|as she|to (?:an|some)"
    r"\w*)\b)",
    re.IGNORECASE,
)
_NAMES_NOBODY = re.compile(
    r"\b(?:please|pls|can|could|would|will|you|we|u|i|i'll|i'm|ill|im|let|lets|let's|go|ahead|hey|"
    r"hi|ok|okay|yes|just|now|also|the|a|an|this|that|one|to|of|from|with|by|for|on|in|as|is|are|"
    r"over|back|out|off|up|it|its|me|my|mine|our|us|her|his|their|conversations?|chats?|threads?|"
    r"texts?|talk|leads?|inquir(?:y|ies)|enquir(?:y|ies)|requests?|customers?|status|bot|"
    r"assistant|thanks|thank|thx|number|no\.|have|having|been|be|get|got|anymore|any more|longer|"
    r"mark|set|move|put|change|update|make|new|incomplete|unfinished|contacted|quoted|won|lost|quote|"
    r"price|estimate|offer|allerg(?:y|ic)|likes?|loves?|has|wants?)\b|"
    r"'s\b|#",
    re.IGNORECASE,
)
_SEPARATED = re.compile(r"\s*(?:,|&|/|\band\b)\s*", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,2}")
_LISTED = re.compile(r"^[\s>*_•-]*(\d{1,2})[.)]\s+(.+)$", re.MULTILINE)
_NAME_ENDS = re.compile(r"\s+[-–—]+\s+|:")


def is_asked(
    tx: Connection, context: Context, command: Command[Any], arguments: Arguments, heard: Heard
) -> bool:
    """Whether the one who asks said just this. arguments: with what they name as public ids."""
    if command.in_words is None:
        return False
    said = [re.compile(each, re.IGNORECASE) for each in command.in_words(arguments)]
    named = [
        (mark, getattr(arguments, name))
        for name, field in type(arguments).model_fields.items()
        for mark in field.metadata
        if isinstance(mark, Named)
    ]
    return any(
        _asks(breath, said)
        and all(_names(tx, context, *one, _left_of(breath, said), heard.before) for one in named)
        for words in heard.words
        for breath in _breaths(words)
    )


def _breaths(words: str) -> Iterator[str]:
    """The parts of somebody's own words that ask for one thing each."""
    for part in _BREATHS.split(_QUOTED.sub(" ", words.replace("’", "'"))):
        if part.strip():
            yield part.strip()


def _asks(breath: str, said: list[re.Pattern[str]]) -> bool:
    if breath.endswith("?") and not _POLITELY.match(breath):
        return False
    rest = breath
    for each in said:
        rest = each.sub(" ", rest)
    deed = _WHY.split(rest)[0]
    return all(each.search(breath) for each in said) and not _OPEN.search(deed)


def _left_of(breath: str, said: list[re.Pattern[str]]) -> str:
    """The words that can only name somebody: all but the deed, its reason, and small words."""
    for each in said:
        breath = each.sub(" , ", breath)
    heads = (part for part in _WHY.split(breath))
    bare = (" ".join(_NAMES_NOBODY.sub(" ", part).split()).strip(" .?!,") for part in heads)
    return next((part for part in bare if part), "")


def _names(
    tx: Connection, context: Context, mark: Named, public_id: str, left: str, before: str
) -> bool:
    """Whether these words mean just this: by a name, a phone or an id that fits it alone, or by
    its number in the list that was answered to."""
    return any(
        _is(tx, context, mark, public_id, said)
        for part in _SEPARATED.split(left)
        for said in (_line(before, part) if _NUMBER.fullmatch(part) else [part])
        if said
    )


def _line(before: str, number: str) -> list[str]:
    """Whose entry of a list this is, as it was shown: by name, or by phone."""
    lines = [line for at, line in _LISTED.findall(before) if at == number]
    if len(lines) != 1:
        return []
    head = _NAME_ENDS.split(lines[0])[0]
    return [part.strip(" *_") for part in head.split(",")[:2]]


def _is(tx: Connection, context: Context, mark: Named, public_id: str, said: str) -> bool:
    try:
        return public_id_of(tx, context.profile, mark, said, context.now) == public_id
    except CommandRefused:
        return False
