"""What our last reply left open: an answer now is an answer to that."""

import re

from msgspec import Struct

from agents.models.embedded import asking_phrases, phrases
from agents.models.embedded.exchange import Exchange
from agents.models.embedded.hints import Hint, agrees_in_spanish
from agents.models.embedded.languages import agrees_elsewhere
from agents.models.embedded.reading import Reading
from agents.models.embedded.words import Words
from agents.understanding.intents import Intent

_PLAIN_YES = re.compile(r"\W*(?:yes|yeah|yep|please|pls|sure)\b", re.IGNORECASE)
_FORGET = re.compile(r"\b(?:forget|erase|delete|remove|wipe)\b")
_SHORT_ANSWERS = frozenset({Intent.YES, Intent.NO, Intent.THANKS})


class Context(Struct, frozen=True):
    """first: nothing was said to the customer yet. warned: our last reply warned of traces, and
    named the team for serious allergies. offered_person, offered_days, read_back,
    lost: our last reply offered a person, offered other days, read the details back, said that it
    did not understand. asked_which: it asked, for the first time, which day is meant.
    asked: the detail it asked for; asked_twice: so did the one before. spanish: the talk is in
    Spanish. asked_still: it asked whether what was told another time still holds. told_booking: it
    told of a booking that stands. told_facts: it told what is known of the customer."""

    first: bool
    offered_person: bool
    warned: bool
    offered_days: bool
    read_back: bool
    lost: bool
    asked_which: bool
    asked: str | None
    asked_twice: bool
    spanish: bool
    asked_still: bool = False
    told_booking: bool = False
    told_facts: bool = False

    def forgets_told(self, reading: Reading) -> bool:
        """Whether what we have just told of the customer is to be forgotten."""
        return self.told_facts and _FORGET.search(reading.text.lower()) is not None

    def accepts_person(self, reading: Reading) -> bool:
        yes = Intent.YES in reading.intents and Intent.NO not in reading.intents
        if self.warned and yes and not self.offered_person:
            return _PLAIN_YES.match(reading.text) is not None
        agrees = yes or (self.spanish and agrees_in_spanish(reading.text))
        return self.offered_person and (agrees or agrees_elsewhere(reading.text))


def context_of(exchange: Exchange, reading: Reading, words: Words) -> Context:
    reply, asked = exchange.reply, reading.answering
    told = words.tells_any
    in_spanish = (*phrases.SPANISH, *phrases.SPANISH_CALLED, *phrases.SPANISH_THANKS)
    spanish_reply = told(in_spanish, reply)
    return Context(
        first=not reply,
        offered_person=told(words.person_offers, reply),
        warned=told((words.wording.cross_contact,), reply)
        and not (words.is_read_back(reply) or told(asking_phrases.READ_BACK_OFFER, reply)),
        offered_days=words.offers_days(reply),
        read_back=words.is_read_back(reply),
        lost=told(phrases.NOT_UNDERSTOOD, reply),
        asked_which=len(reading.offered) > 1
        and "which" in reply.lower()
        and not told(asking_phrases.WHICH_OF_THESE, reply),
        asked=asked,
        asked_twice=asked is not None and words.asked(exchange.reply_before) == asked,
        spanish=Hint.SPANISH in reading.hints
        or (spanish_reply and reading.intents <= _SHORT_ANSWERS),
        asked_still=told(asking_phrases.STILL_SO, reply),
        told_booking=told(phrases.BOOKING, reply),
        told_facts=told((*phrases.KNOWN_BEFORE, *phrases.KNOWN_HERE), reply),
    )
