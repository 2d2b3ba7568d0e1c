"""What a text says about being texted. The network's bare words are recorded and not answered:
Twilio has answered them (its default handling, or Advanced Opt-Out, which then says so)."""

from collections.abc import Callable
from typing import Literal

from bot.messages import Inbound
from storage.consent import PLAIN_WORDS, Word

Keyword = Literal["stop", "start", "help"]

# https://help.twilio.com/articles/223134027, and the FCC's rule of 2025.
_WORDS: dict[str, Keyword] = {
    "STOP": "stop",
    "STOPALL": "stop",
    "UNSUBSCRIBE": "stop",
    "CANCEL": "stop",
    "END": "stop",
    "QUIT": "stop",
    "REVOKE": "stop",
    "OPTOUT": "stop",
    "START": "start",
    "UNSTOP": "start",
    "HELP": "help",
    "INFO": "help",
}
_STATES: dict[Keyword, Literal["out", "in"]] = {"stop": "out", "start": "in"}

ReadsAsOptOut = Callable[[str], bool]


def keyword_of(inbound: Inbound) -> Keyword | None:
    """The network's word that a text is, as the vendor says or as its one word says."""
    if inbound.lane.channel != "sms":
        return None
    return _WORDS.get((inbound.keyword or inbound.text).strip().upper())


def word_of(inbound: Inbound, reads_as_opt_out: ReadsAsOptOut) -> Word | None:
    """What a text says of consent by itself; in force once it is stored.

    YES is in the network's list too, but means consent only from somebody who is out, which
    storage.consent knows; from anybody else it is an ordinary answer."""
    if inbound.lane.channel != "sms" or inbound.phone is None:
        return None
    keyword = keyword_of(inbound)
    if keyword in _STATES:
        source = "vendor" if inbound.keyword else "keyword"
        return Word(inbound.phone, _STATES[keyword], source)
    if inbound.text.strip().upper() == "YES":
        return Word(inbound.phone, "in", "keyword")
    if keyword is None and reads_as_opt_out(inbound.text):
        return Word(inbound.phone, "out", PLAIN_WORDS)
    return None
