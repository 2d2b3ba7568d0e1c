"""What our last reply left open: an answer now is an answer to that."""

from msgspec import Struct

from agents.models.embedded import hints, phrases
from agents.models.embedded.exchange import Exchange
from agents.models.embedded.reading import Reading
from agents.models.embedded.words import Words
from agents.understanding.intents import Intent


class Context(Struct, frozen=True):
    """first: nothing was said to the customer yet. offered_person, offered_days, read_back,
    lost: our last reply offered a person, offered other days, read the details back, said that it
    did not understand. asked: the detail it asked for; asked_twice: so did the one before.
    spanish: the talk is in Spanish."""

    first: bool
    offered_person: bool
    offered_days: bool
    read_back: bool
    lost: bool
    asked: str | None
    asked_twice: bool
    spanish: bool

    def accepts_person(self, reading: Reading) -> bool:
        if not self.offered_person:
            return False
        yes = Intent.YES in reading.intents and Intent.NO not in reading.intents
        return yes or (self.spanish and hints.agrees_in_spanish(reading.text))


def context_of(exchange: Exchange, reading: Reading, words: Words) -> Context:
    reply = exchange.reply
    asked = reading.answering
    spanish_reply = words.tells_any((*phrases.SPANISH, *phrases.SPANISH_CALLED), reply)
    return Context(
        first=not reply,
        offered_person=words.tells_any(words.person_offers, reply),
        offered_days=words.tells_any(phrases.ONE_OF_THESE_DAYS, reply),
        read_back=words.is_read_back(reply),
        lost=words.tells_any(phrases.NOT_UNDERSTOOD, reply),
        asked=asked,
        asked_twice=asked is not None and words.asked(exchange.reply_before) == asked,
        spanish=hints.is_spanish(reading.text)
        or (spanish_reply and not (reading.intents - {Intent.YES, Intent.NO, Intent.THANKS})),
    )
