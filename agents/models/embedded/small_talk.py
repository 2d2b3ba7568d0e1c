"""The talk around the matter: greetings, thanks, goodbyes, a moment's pause, a yes or a no, and
what was not understood."""

from agents.models.embedded import asking_phrases, phrases
from agents.models.embedded.hints import Hint
from agents.models.embedded.state import State
from agents.models.embedded.words import Words
from agents.understanding.intents import Intent
from bot.business.scope import Scope
from bot.business.staff_hours import staff_hours_line


def opening(state: State, words: Words, *, alone: bool) -> str:
    """How the first reply of a conversation begins. alone: there is nothing else to say."""
    if not state.context.first or state.context.spanish:
        return ""
    if name := state.situation.scope.name:
        welcome = words.fresh(phrases.WELCOME_BACK, "", first_name=name.split()[0])
        return f"{welcome} {words.fill(phrases.HOW_TO_HELP[0])}" if alone else welcome
    if alone and not (state.reading.wants(Intent.AVAILABILITY) or state.adds_to_nothing):
        return words.fill(words.wording.greeting)
    if state.situation.scope.channel == "web":
        return ""  # the widget has said already who we are
    return words.fresh(phrases.OPENING, "")


def small_talk(state: State, words: Words) -> str:
    """What is said to words that neither ask nor tell anything; empty where nothing need be."""
    reading, before = state.reading, state.exchange.reply
    if reading.details or reading.more_guests is not None:
        return ""
    if state.context.asked == "location" and reading.lets_on(Hint.OWN_PLACE):
        return words.fresh(phrases.YOUR_PLACE, before)
    if reading.lets_on(Hint.NO_PHONE) and "phone" in state.situation.missing:
        return words.fresh(phrases.ANY_PHONE, before)
    if reading.lets_on(Hint.DEAR) and not reading.lets_on(Hint.LEAVING):
        ways = phrases.HERE_FOR_YOU if state.situation.person_asked else phrases.TOO_DEAR
        return words.fresh(ways, before)
    if state.lost:
        return _lost(state, words)
    return _parting(state, words) or _answer(state, words)


def _lost(state: State, words: Words) -> str:
    """Nothing was understood: the second time running a person is offered."""
    if state.situation.person_asked:
        return words.fresh(phrases.HERE_FOR_YOU, state.exchange.reply)
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
    ways = _to_our_words(state) or _to_their_own(state)
    return words.fresh(ways, state.exchange.reply) if ways else ""


def _to_our_words(state: State) -> phrases.Phrase:
    """What answers a reply to what we asked or offered; empty where nothing need be said."""
    reading, context = state.reading, state.context
    denies, sent = reading.wants(Intent.NO), state.situation.lead == "open"
    if reading.lets_on(Hint.UNDECIDED) and (context.asked or state.situation.details):
        return phrases.LATER
    if reading.lets_on(Hint.MORE_GUESTS) and state.situation.details:
        return ()
    if (denies and context.read_back) or (reading.wants(Intent.CHANGE) and not (denies and sent)):
        return asking_phrases.WHAT_TO_CHANGE
    if denies:
        return phrases.AS_YOU_ASKED if context.offered_days else phrases.ALL_RIGHT
    return ()


def _to_their_own(state: State) -> phrases.Phrase:
    """What answers a greeting, a wish to book or a friendly word in the middle of the talk."""
    reading, context = state.reading, state.context
    if context.first:
        return ()
    if reading.lets_on(Hint.THERE):
        return phrases.ASK_AWAY
    if reading.wants(Intent.GREETING):
        return phrases.HELLO_AGAIN
    if reading.wants(Intent.BOOKING):
        return phrases.GLADLY
    if state.situation.lead == "open":
        return ()
    if state.situation.person_asked and not state.situation.details:
        return phrases.HERE_FOR_YOU
    if reading.wants(Intent.YES) and not context.asked:
        return phrases.GREAT
    return phrases.GOOD_TALK if reading.lets_on(Hint.SMALL_TALK) else ()
