"""The talk around the matter: greetings, thanks, goodbyes, a moment's pause, a yes or a no, and
what was not understood."""

from agents.models.embedded import phrases
from agents.models.embedded.hints import Hint
from agents.models.embedded.plan import State
from agents.models.embedded.words import Words
from agents.ports import Scope
from agents.understanding.intents import Intent
from bot.business.staff_hours import staff_hours_line


def opening(state: State, words: Words, *, alone: bool) -> str:
    """How the first reply of a conversation begins. alone: there is nothing else to say."""
    if not state.context.first or state.context.spanish:
        return ""
    if name := state.situation.scope.name:
        welcome = words.fresh(phrases.WELCOME_BACK, "", first_name=name.split()[0])
        return f"{welcome} {words.fill(phrases.HOW_TO_HELP[0])}" if alone else welcome
    if alone and not state.reading.wants(Intent.AVAILABILITY):
        return words.fill(words.wording.greeting)
    return words.fresh(phrases.OPENING, "")


def small_talk(state: State, words: Words) -> str:
    """What is said to words that neither ask nor tell anything; empty where nothing need be."""
    reading, before = state.reading, state.exchange.reply
    if not reading.text.strip():
        return words.fresh(phrases.PICTURE, before)
    if reading.details:
        return ""
    if state.context.asked == "location" and reading.lets_on(Hint.OWN_PLACE):
        return words.fresh(phrases.YOUR_PLACE, before)
    if state.lost:
        return _lost(state, words)
    return _parting(state, words) or _answer(state, words)


def _lost(state: State, words: Words) -> str:
    """Nothing was understood: the second time running a person is offered."""
    if not state.context.lost:
        return (
            "" if state.context.first else words.fresh(phrases.NOT_UNDERSTOOD, state.exchange.reply)
        )
    return person_offer(state.situation.scope, words)


def person_offer(scope: Scope, words: Words) -> str:
    when = staff_hours_line(scope.profile, scope.received_at)
    return words.fill(words.wording.person_offered, when=when)


def _parting(state: State, words: Words) -> str:
    reading, before, wording = state.reading, state.exchange.reply, words.wording
    if reading.wants(Intent.OPT_OUT):
        return words.fresh(phrases.NOT_WRITING, before)
    if reading.lets_on(Hint.LEAVING) and not reading.wants(Intent.WAIT):
        return words.fresh(phrases.NO_HURT, before)
    if reading.wants(Intent.GOODBYE):
        return words.fresh((wording.goodbye, *phrases.GOODBYE_AGAIN), before)
    if reading.wants(Intent.WAIT):
        return words.fresh(phrases.TAKE_YOUR_TIME, before)
    if reading.wants(Intent.THANKS):
        return words.fresh((wording.thanks, *phrases.THANKS_AGAIN), before)
    return ""


def _answer(state: State, words: Words) -> str:
    """To a yes, a no or a doubt that answers what we said."""
    reading, context, before = state.reading, state.context, state.exchange.reply
    if reading.lets_on(Hint.THERE):
        return words.fresh(phrases.ASK_AWAY, before)
    if context.asked and reading.lets_on(Hint.UNDECIDED):
        return words.fresh(phrases.LATER, before)
    if reading.wants(Intent.CHANGE) or (reading.wants(Intent.NO) and context.read_back):
        return words.fresh(phrases.WHAT_TO_CHANGE, before)
    if reading.wants(Intent.NO):
        ways = phrases.AS_YOU_ASKED if context.offered_days else phrases.ALL_RIGHT
        return words.fresh(ways, before)
    if reading.wants(Intent.GREETING) and not context.first:
        return words.fresh(phrases.HELLO_AGAIN, before)
    if reading.wants(Intent.BOOKING) and not context.first:
        return words.fresh(phrases.GLADLY, before)
    if state.situation.person_asked and not state.situation.details:
        return words.fresh(phrases.HERE_FOR_YOU, before)
    if reading.wants(Intent.YES) and not (context.first or context.asked):
        return words.fresh(phrases.GREAT, before)
    if reading.lets_on(Hint.SMALL_TALK) and not context.first:
        return words.fresh(phrases.GOOD_TALK, before)
    return ""
