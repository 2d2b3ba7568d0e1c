"""Finds the name a customer gives: "I'm Dana Lee", "this is dana", "name's Bob"."""

import re
from collections.abc import Sequence

from agents.understanding.common_words import (
    FIRST_NAMES_AND_WORDS,
    FUNCTION_WORDS,
    ORDINARY_WORDS,
    SURNAMES_AND_WORDS,
)
from agents.understanding.date_grammar import undated_tokens
from agents.understanding.given_names import GIVEN_NAMES
from agents.understanding.token_types import Token

_PLAIN = (
    "my name is", "name to", "name should be", "name will be", "my names", "my name's", "name is",
    "name's", "names", "the name is", "name :", "i go by", "under the name of", "under the name",
    "name of", "me llamo", "mi nombre es",
)  # fmt: skip
_LOOSE = (
    "i'm", "i am", "im", "this is", "its", "it's", "it is", "under", "call me", "ask for", "soy",
)  # fmt: skip
_FILLERS = frozenset(
    "hi hey hello yes yeah yep sure ok okay of course it's its it is i'm i am im this my name names"
    " name's the thanks thank you oh so well and great cool sounds good last full sorry uh um no"
    " problem alright perfect yup here's here under put down just use , . : - ! first".split()
)
_GREETING = frozenset("hi hey hello hiya good morning afternoon evening there again , . !".split())
_GOES_ON = frozenset(
    "and from here my at phone number cell again with btw speaking calling".split()
)
_NO_NAME_ENDING = re.compile(
    r"(?:ing|ed|ly|ful|less|ous|able|ible|ish|ive|ment|tion|ness|est|ant|ent)$"
)
_NO_VOWEL = re.compile(r"hm|mm|sh|np|rn|nm|pf|[^aeiouyáéíóú]{3,}")
_MOST_WORDS = 4


def find_name(text: str, asked: bool) -> str | None:
    """The name given in the message, in capitals as names are written, or None.

    `asked` says that the name was just asked for, so that a bare "dana lee" is one.
    """
    tokens = undated_tokens(text)
    return (
        _introduced(text, tokens)
        or _at_the_edge(text, tokens)
        or (_bare(text, tokens) or _listed(text, tokens) if asked else None)
    )


def _introduced(text: str, tokens: Sequence[Token]) -> str | None:
    words = [token.word for token in tokens]
    for phrases, loose in ((_PLAIN, False), (_LOOSE, True)):
        for phrase in phrases:
            parts = phrase.split()
            if parts[0] not in words:
                continue
            for index in range(len(words) - len(parts)):
                if words[index : index + len(parts)] == parts and not _anothers(words, index):
                    run = _run(text, tokens, index + len(parts), loose)
                    if run:
                        return _written(text, run)
    return None


def _anothers(words: Sequence[str], index: int) -> bool:
    """Whether somebody else's name follows ("my husband's name is …"), or soy the food."""
    before = words[index - 1] if index else ""
    if words[index] == "soy":
        return before not in ("", ",", ".", "hola", "si", "yo")
    return before.endswith("'s") or before in ("his", "her", "their", "your")


def _run(text: str, tokens: Sequence[Token], start: int, loose: bool) -> list[Token]:
    """The words of a name from start; empty where the first is none.

    After a loose introduction ("I'm …") a word without a capital must be a known given name.
    """
    while start < len(tokens) and tokens[start].word == ":":
        start += 1
    if start >= len(tokens) or not _given(text, tokens[start], loose):
        return []
    run = [tokens[start]]
    for token in tokens[start + 1 : start + 2 * _MOST_WORDS]:
        joined = token.kind == "-" and token.start == run[-1].end
        if joined or (token.kind == "." and run[-1].end - run[-1].start == 1):
            continue
        if not _family(text, run[-1], token) or len(run) == _MOST_WORDS:
            break
        run.append(token)
    return run


def _capital(text: str, token: Token) -> bool:
    return text[token.start].isupper() and not text.isupper()


def _given(text: str, token: Token, loose: bool) -> bool:
    word = token.word.removesuffix("'s")
    if token.kind != "w" or not word.replace("'", "").isalpha():
        return False
    if word in GIVEN_NAMES or word in FIRST_NAMES_AND_WORDS:
        return not loose or word not in ORDINARY_WORDS | FUNCTION_WORDS or _capital(text, token)
    if word in FUNCTION_WORDS or word in ORDINARY_WORDS or _NO_VOWEL.fullmatch(word):
        return False
    if loose:
        return _capital(text, token) and not _NO_NAME_ENDING.search(word)
    return _capital(text, token) or not _NO_NAME_ENDING.search(word)


def _family(text: str, before: Token, token: Token) -> bool:
    """Whether the token goes on with the name: a plain neighbour, no word of the sentence."""
    gap = text[before.end : token.start]
    if token.kind != "w" or gap.strip(" .-"):
        return False
    if token.word in SURNAMES_AND_WORDS:
        return _capital(text, token) or before.word in GIVEN_NAMES
    if token.word in FUNCTION_WORDS or token.word in ORDINARY_WORDS:
        return False
    return _capital(text, token) or not (
        _capital(text, before) or _NO_NAME_ENDING.search(token.word)
    )


def _at_the_edge(text: str, tokens: Sequence[Token]) -> str | None:
    """ "Dana here" at the start, after a greeting too, "- Dana" at the end."""
    start = next((at for at, token in enumerate(tokens) if token.word not in _GREETING), 0)
    run = _run(text, tokens, start, loose=True)
    after = start + len(run)
    follows = [token.word for token in tokens[after : after + 1]]
    if run and tokens[after - 1] is run[-1] and follows == ["here"]:
        return _written(text, run)
    dashes = [index for index, token in enumerate(tokens) if token.kind == "-" and index]
    for index in dashes[-1:]:
        run = _run(text, tokens, index + 1, loose=True)
        spaced = text[tokens[index].start - 1].isspace()
        if run and spaced and run[-1] is tokens[-1]:
            return _written(text, run)
    return None


def _bare(text: str, tokens: Sequence[Token]) -> str | None:
    """The answer to "what is your name?": nothing else stands before the name."""
    start = 0
    while start < len(tokens) and tokens[start].word in _FILLERS:
        start += 1
    run = _run(text, tokens, start, loose=False)
    if not run or any(token.kind == "?" for token in tokens):
        return None
    after = next((token for token in tokens if token.start >= run[-1].end), None)
    if after is not None and after.kind == "w" and after.word not in _GOES_ON:
        return None
    return _written(text, run)


def _listed(text: str, tokens: Sequence[Token]) -> str | None:
    """The name in a row of answers: "30 guests, april 10, Kim Park"; it must be a known one."""
    for index, token in enumerate(tokens):
        if token.word not in GIVEN_NAMES or (index and tokens[index - 1].kind not in ",."):
            continue
        run = _run(text, tokens, index, loose=False)
        after = next((later for later in tokens if run and later.start >= run[-1].end), None)
        if run and (after is None or after.kind in ",.pz"):
            return _written(text, run)
    return None


def _written(text: str, run: Sequence[Token]) -> str:
    """The name with its capitals; what was typed with care is left as it is."""
    span = text[run[0].start : run[-1].end].removesuffix("'s")
    return " ".join(_capitals(part) for part in span.replace(".", ". ").split())


def _capitals(part: str) -> str:
    if not (part.islower() or (part.isupper() and len(part) > 2)):
        return part
    return re.sub(r"(^|[-'’])(\w)", lambda found: found[1] + found[2].upper(), part.lower())
