"""What is said while no tools may be used: no price, no date, no booking; a person helps."""

from agents.models.embedded import phrases
from agents.models.embedded.hints import Hint
from agents.models.embedded.state import State
from agents.models.embedded.words import Words
from agents.understanding.intents import Intent

NO_TOOLS: phrases.Phrase = (
    "I can't look anything up or take a request just now, but a person from {business_name} will "
    "gladly help: leave your question here, or call {phone}.",
    "Prices, dates and bookings are for our team at the moment. Write down what you need and how "
    "to reach you, or call {phone}: a person will help you.",
)
NO_TOOLS_SPANISH: phrases.Phrase = (
    "¡Hola! Ahora no puedo contestar preguntas, pero una persona de {business_name} le puede "
    "ayudar: {phone}.",
    "Una persona de {business_name} le puede ayudar en el {phone}.",
)
NO_TOOLS_THANKS: phrases.Phrase = (
    "Thank you! A person from {business_name} will help you with it. You can also call {phone}.",
    "Thanks! A person will take it from here, or you can call {phone} or write to {email}.",
)


def respond_without_tools(state: State, words: Words) -> str:
    before, reading = state.exchange.reply, state.reading
    if reading.wants(Intent.GOODBYE, Intent.OPT_OUT):
        return words.fresh((words.wording.goodbye, *phrases.GOODBYE_AGAIN), before)
    if state.context.spanish:
        return words.fresh(NO_TOOLS_SPANISH, before)
    automated = ""
    if reading.lets_on(Hint.ABOUT_BOT):
        automated = words.fresh(phrases.AUTOMATED, before)
    told = words.tells_any((*NO_TOOLS, *NO_TOOLS_THANKS), before)
    ways = NO_TOOLS_THANKS if told else NO_TOOLS
    hello = words.fresh(phrases.OPENING, before) if state.context.first else ""
    return " ".join(filter(None, (hello, automated, words.fresh(ways, before))))
