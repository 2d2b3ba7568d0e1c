"""Reads what a message is after: questions, wishes, answers, and the talk around them.

Phrases looked up in a table, no model: a whole message takes some tens of microseconds, the same
words always give the same answer, and an owner can see why. The phrases lie in question_phrases,
request_phrases, person_phrases and talk_phrases; yes and no in answers.
"""

from functools import cache

from agents.understanding.answers import says_no, says_yes
from agents.understanding.intent_kinds import Intent
from agents.understanding.person_phrases import NOT_PERSON, PERSON
from agents.understanding.phrases import PhraseBook
from agents.understanding.question_phrases import NOT_QUESTIONS, QUESTIONS
from agents.understanding.request_phrases import NOT_REQUESTS, REQUESTS
from agents.understanding.speech import speech
from agents.understanding.talk_phrases import NOT_TALK, TALK

__all__ = ["Intent", "read_intents"]


@cache
def _book() -> PhraseBook[Intent]:
    return PhraseBook(
        {**QUESTIONS, **REQUESTS, **PERSON, **TALK},
        {**NOT_QUESTIONS, **NOT_REQUESTS, **NOT_PERSON, **NOT_TALK},
    )


def read_intents(text: str) -> frozenset[Intent]:
    """Everything the message is after; the empty set where that is unknown.

    YES is an answer, not any sentence with the word; "yes but make it 40" is YES and CHANGE, and
    the change is what counts.
    """
    words = speech(text).words
    if not words:
        return frozenset()
    found = {hit.label for hit in _book().find(words)}
    if says_yes(words):
        found.add(Intent.YES)
    if says_no(words):
        found.add(Intent.NO)
    return frozenset(_sorted_out(found))


def _sorted_out(found: set[Intent]) -> set[Intent]:
    """Drops what a plainer reading explains: a wish to cancel is no wish to book."""
    if Intent.CANCEL_BOOKING in found:
        found -= {Intent.BOOKING, Intent.MY_BOOKINGS}
    if Intent.OPT_OUT in found:
        found -= {Intent.CHANGE, Intent.PERSON, Intent.BOOKING, Intent.NO}
    return found
