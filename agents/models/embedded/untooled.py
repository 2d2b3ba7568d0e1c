"""What is said while no tools may be used: no price, no date, no booking; a person helps."""

from agents.models.embedded import phrases
from agents.models.embedded.hints import Hint
from agents.models.embedded.plan import State
from agents.models.embedded.words import Words
from agents.understanding.intents import Intent


def respond_without_tools(state: State, words: Words) -> str:
    before, reading = state.exchange.reply, state.reading
    if reading.wants(Intent.GOODBYE, Intent.OPT_OUT):
        return words.fresh((words.wording.goodbye, *phrases.GOODBYE_AGAIN), before)
    if state.context.spanish:
        return words.fresh(phrases.NO_TOOLS_SPANISH, before)
    automated = ""
    if reading.lets_on(Hint.ABOUT_BOT):
        automated = words.fresh(phrases.AUTOMATED, before)
    told = words.tells_any((*phrases.NO_TOOLS, *phrases.NO_TOOLS_THANKS), before)
    ways = phrases.NO_TOOLS_THANKS if told else phrases.NO_TOOLS
    hello = words.fresh(phrases.OPENING, before) if state.context.first else ""
    return " ".join(filter(None, (hello, automated, words.fresh(ways, before))))
