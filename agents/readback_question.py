"""Whether a reply asks for a yes to what it tells, and to nothing else.

What else a model might ask has no end, so it is looked at the other way round: each word of the
sentence that asks must be one of those that such a question is made of, or one of the details.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from agents.readback import told_text
from agents.tools.said import words_of
from agents.understanding.dates import find_dates, find_times
from agents.understanding.tokens import scan
from bot.business.facts import render
from bot.business.profile import Profile

_INQUIRY = (
    r"(?:it|this|that|these|them|all|everything|(?:your|the) (?:inquiry|request|details"
    r"|information|booking request))"
)
_ASKS_FOR_YES = re.compile(
    r"\b(?:right|correct|accurate|confirmed)\W*\?"
    r"|\b(?:is|are|does|do|did|have|has)"
    r" (?:that|this|it|all|everything|these|those|i|we|the details)\b.*"
    r"\b(?:right|correctly|correct|accurate|good|ok|okay|fine|in order)\b"
    r"|\b(?:looks?|sounds?) (?:all )?(?:good|right|fine|correct)\b|\bgood to go\b|\ball set\b"
    r"|\b(?:can|could|do|will|would) you (?:please )?confirm\b"
    rf"|\b(?:send|submit|forward|pass|share) (?:{_INQUIRY}|(?:on |along |over )?to (?:our|the)"
    r" (?:team|staff))\b"
    r"|\b(?:send|submit|proceed|go ahead)\W*\?",
    re.IGNORECASE | re.DOTALL,
)
_ASKS_TO_CONFIRM = re.compile(
    r"\b(?:(?:just|let me|please|pls) )*(?:to )?confirm\b(?! (?:it|this|that)? ?(?:later|by|within"
    r"|once|when))",
    re.IGNORECASE,
)
_OTHERS_DO = re.compile(r"\b(?:will|team|staff|they|we'll|to us)\b[^.!?]*\bconfirm", re.IGNORECASE)
_TO_YOU = re.compile(
    r"\b(?:send|submit|forward|pass|share)\b.* to (?:you|me|them)\b", re.IGNORECASE
)
_ABOUT_IT_ALL = re.compile(
    r"\b(?:send|submit|forward|pass|share|details|information|inquiry|request|everything|all|these"
    r"|those)\b",
    re.IGNORECASE,
)
_MEANS_MORE = re.compile(
    r"\b(?:(?:a|your|answering|saying) yes (?:also|means|includes|signs)|answering yes|yes also"
    r"|you(?:'ll| will)? (?:also )?(?:agree|accept|consent)|by (?:confirming|answering|replying)"
    r"|sign(?:s|ing)? you up)\b",
    re.IGNORECASE,
)
_ASKING = frozenset(
    "is are does do did have has i we you it that this these those them all everything each of"
    " our us me details information request inquiry booking right correct correctly accurate good"
    " great fine ok okay well look looks sound sounds seem seems looking get got noted down order"
    " shall should may can could will would let lets so and if like please to for up on along over"
    " through now then go ahead be proceed send submit forward pass share confirm confirmed"
    " confirming check double just make sure still team staff set your the with here as thats its"
    " im ive id ill weve lets youre everythings".split()
)
_LABELS = frozenset(
    "date day guests guest people persons person party event place location name phone number"
    " occasion dietary needs adults kids children total time start under in at by them".split()
)


def asks_for_yes(text: str, values: Mapping[str, Any], profile: Profile, now: datetime) -> bool:
    """Whether its only question asks for a yes to the details (values) that it tells; or, where
    it asks nothing, it is to be confirmed, or worded as the owner words it."""
    own = told_text(values)
    before, _, after = render(profile, profile.wording.read_back, details="\n").partition("\n")
    closing = after.strip(" .")
    questions = re.findall(r"[^.!?\n]*\?", text.replace(own, "\n"))
    if len(questions) > 1 or _MEANS_MORE.search(text):
        return False
    if closing and closing in text:
        return True
    if questions:
        asked = questions[0]
        return (
            _ASKS_FOR_YES.search(asked) is not None
            and _is_of_details(asked, values, now)
            and not _TO_YOU.search(asked)
            and (_ABOUT_IT_ALL.search(asked) is not None or _follows(text, asked, values, now))
        )
    if not closing and before.strip(" .") and before.strip() in text:
        return True
    return _is_to_be_confirmed(text.replace(own, ""), values, now)


def _is_to_be_confirmed(text: str, values: Mapping[str, Any], now: datetime) -> bool:
    asked = [each for each in re.split(r"[.!\n]", text) if _ASKS_TO_CONFIRM.search(each)]
    return bool(asked) and all(
        _is_of_details(each, values, now) and not _OTHERS_DO.search(each) for each in asked
    )


def _is_of_details(sentence: str, values: Mapping[str, Any], now: datetime) -> bool:
    """Whether it holds nothing but an asking for a yes, and details; which day, hour and phone
    they are is held against what is noted elsewhere."""
    dates = [found.text for found in find_dates(sentence, now)]
    for words in (*dates, *(found.text for found in find_times(sentence))):
        sentence = sentence.replace(words, " ")
    told = words_of(told_text(values))
    known = _ASKING | _LABELS | told
    return all(
        words_of(token.word) <= known or (token.kind in "nc" and str(token.value) in told)
        for token in scan(sentence).tokens
        if token.kind != "p"
    )


def _follows(text: str, asked: str, values: Mapping[str, Any], now: datetime) -> bool:
    """Whether "is that right?" is of the details: it tells of them, or what stands before it
    does."""
    before = text[: text.rindex(asked)] if asked in text else text
    last = next((line for line in reversed(re.split(r"[.!?\n]+", before)) if line.strip()), "")
    told = words_of(told_text(values)) - _ASKING - _LABELS
    return any(told & words_of(each) or find_dates(each, now) for each in (asked, last))
