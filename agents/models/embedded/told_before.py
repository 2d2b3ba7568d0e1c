"""What the customer told another time, and whether they say that it still holds."""

import re

from agents.models.embedded.context import Context
from agents.models.embedded.exchange import Exchange
from agents.models.embedded.reading import Reading
from agents.ports import Situation
from agents.understanding.intents import Intent

_STILL = re.compile(
    r"\b(?:still|same|as (?:before|last time)|(?:it|they|she|he) (?:does|do|is|will))\b"
)


def still_so(
    exchange: Exchange, reading: Reading, context: Context, situation: Situation
) -> list[str]:
    """The dietary needs just asked about of which the customer says that they hold."""
    agrees = reading.wants(Intent.YES) or _STILL.search(reading.text.lower())
    refuses = reading.wants(Intent.NO) and not reading.wants(Intent.YES)
    holds = context.asked_still and agrees and not refuses
    return asked_about(exchange, situation) if holds else []


def asked_about(exchange: Exchange, situation: Situation) -> list[str]:
    """The needs told another time that our last reply names."""
    told = situation.remembered.get("dietary", ())
    return [need for need in told if need in exchange.reply]
