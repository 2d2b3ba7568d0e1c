"""The one question that a reply ends with, or the read-back of everything."""

import re
from collections.abc import Sequence
from datetime import date

from agents.models.embedded import asking_phrases, phrases
from agents.models.embedded.hints import Hint
from agents.models.embedded.noting import refusals, refused_days
from agents.models.embedded.small_talk import person_offer
from agents.models.embedded.state import State
from agents.models.embedded.told_before import asked_about, still_so
from agents.models.embedded.wishes import of_plates
from agents.models.embedded.words import Words
from agents.readback import read_back_text
from agents.readback_proof import read_back_of
from agents.understanding.intents import Intent
from bot.business.dates import date_text, joined

_NO_QUESTION = frozenset({Intent.GOODBYE, Intent.COMPLAINT, Intent.OPT_OUT, Intent.CANCEL_BOOKING})
_DAY = re.compile(r"\b(?:date|day|when)\b", re.IGNORECASE)
_EVENT = frozenset({"event_date", "event_time", "guest_count", "location", "occasion"})


def question(state: State, words: Words, *, answered: bool, rest: str) -> str:
    """The question; empty where none fits. answered: something else is said in this reply, and
    rest is what."""
    if _is_no_time(state, answered=answered):
        return ""
    if asked_back := _asked_back(state, words):
        return asked_back
    if not state.situation.missing:
        return _still_so(state, words) or _read_back(state, words, rest)
    return _for_detail(state, words, rest, answered=answered)


def _asked_back(state: State, words: Words) -> str:
    """What must be settled before anything new: a value that is refused, or can mean two."""
    before, refused = state.exchange.reply, refusals(state)
    if refused.get("guest_count", {}).get("code") == "too_few" and not _insists(state, words):
        return words.fresh(asking_phrases.HOW_MANY_INSTEAD, before)
    if refused_days(refused) and not state.context.offered_days:
        return words.fresh(asking_phrases.ONE_OF_THESE_DAYS, before)
    if refused.get("event_time", {}).get("alternatives"):
        return words.fresh(asking_phrases.THAT_TIME, before)
    if choices := _days_to_choose(state):
        told = any("date" in result for _, result in state.results("get_availability"))
        ways = asking_phrases.WHICH_OF_THEM if told else asking_phrases.WHICH_OF_THESE
        return words.fresh(ways, before, choices=choices)
    if state.adds_to_nothing:
        return words.fresh(asking_phrases.HOW_MANY_IN_ALL, before)
    more = _wants_more_guests(state) or _wants_more_plates(state)
    return words.fresh(asking_phrases.HOW_MANY_NOW, before) if more else ""


def _for_detail(state: State, words: Words, rest: str, *, answered: bool) -> str:
    """The question for what is missing."""
    before, slot = state.exchange.reply, _next_slot(state)
    if slot == state.context.asked and state.context.asked_twice and _only_asks(state):
        return ""
    books = state.reading.wants(Intent.BOOKING)
    if slot == state.context.asked and state.context.asked_twice and not (answered or books):
        return _instead(state, words)
    if slot == "guest_count" and state.reading.plates and state.results("get_quote"):
        return words.fresh(asking_phrases.HOW_MANY_NOW, before)
    if slot == "event_date" and state.reading.month:
        return words.fresh(asking_phrases.WHICH_DAY, before, month=state.reading.month)
    asked = words.fresh(words.questions[slot], f"{before} {rest}")
    if state.situation.person_asked and state.result("request_human"):
        return f"{words.fresh(phrases.MEANWHILE, before)} {asked}"
    return asked


def _instead(state: State, words: Words) -> str:
    """A person, where the same was asked twice, and a third time would help nobody."""
    if state.situation.person_asked:
        return ""
    return person_offer(state.situation.scope, words)


def _is_no_time(state: State, *, answered: bool) -> bool:
    """Whether a question would be one too many."""
    reading, situation = state.reading, state.situation
    if situation.lead == "open" and not _wants_more_guests(state):
        return True
    if reading.intents & _NO_QUESTION or state.context.spanish:
        return True
    elsewhere = state.changes_booking and not state.adds_to_nothing
    if reading.lets_on(Hint.SCORN, Hint.THERE, Hint.PAID) or elsewhere:
        return True
    no_phone = reading.lets_on(Hint.NO_PHONE) and state.situation.missing == ("phone",)
    if reading.lets_on(Hint.ABOUT_ME) or state.asks_to_forget or no_phone:
        return True
    if reading.lets_on(Hint.LEAVING) and not reading.wants_price:
        return True
    waits = reading.wants(Intent.WAIT) and not reading.details
    counted = reading.more_guests is not None
    changes = reading.wants(Intent.CHANGE) and not (
        reading.details or answered or counted or _wants_more_guests(state)
    )
    denies = reading.wants(Intent.NO) and state.context.read_back and not reading.details
    nothing_begun = _EVENT.isdisjoint(situation.details)
    only_person = nothing_begun and situation.person_asked and not reading.wants(Intent.BOOKING)
    only_thanks = nothing_begun and reading.wants(Intent.THANKS) and not answered
    return waits or changes or denies or only_person or only_thanks


def _wants_more_guests(state: State) -> bool:
    """Whether the number of guests is to change, by how many is not clear: "2 more people"."""
    reading = state.reading
    counts = reading.lets_on(Hint.MORE_GUESTS) and "guest_count" in state.situation.details
    unclear = not reading.details and reading.more_guests is None
    return counts and reading.wants(Intent.CHANGE) and unclear


def _wants_more_plates(state: State) -> bool:
    """Whether there are to be more plates for a party whose size is known."""
    wish = state.reading.wish
    sized = "guest_count" in state.situation.details and "guest_count" not in state.reading.details
    return wish is not None and of_plates(wish) and sized


def _only_asks(state: State) -> bool:
    """Whether the customer wants to know something first, and was asked often enough."""
    return bool(state.exchange.done) and not state.reading.details


def _insists(state: State, words: Words) -> bool:
    """Whether the customer stays with what was asked back before."""
    return words.tells_any(asking_phrases.HOW_MANY_INSTEAD, state.exchange.reply)


def _days_to_choose(state: State) -> str:
    """The days of which the customer wants one, not saying which."""
    reading, scope = state.reading, state.situation.scope
    days: Sequence[str] = ()
    if len(reading.days) > 1:
        days = [day for day in reading.days if day[:1].isdigit()]
    elif state.context.offered_days and reading.wants(Intent.YES) and not reading.days:
        noted = state.situation.details.get("event_date")
        days = [str(day) for day in reading.offered if str(day) != noted]
    elif state.context.asked_which and not (reading.days or reading.wants(Intent.NO)):
        days = [str(day) for day in reading.offered]
    if len(days) < 2:
        return ""
    today = scope.profile.local(scope.received_at).date()
    return joined([date_text(date.fromisoformat(day), today) for day in days], "or")


def _next_slot(state: State) -> str:
    """What is missing, in order; first what an answer just asked for would need."""
    missing, reading, asked = state.situation.missing, state.reading, state.context.asked
    if reading.wants_price and "guest_count" in missing:
        return "guest_count"
    if reading.wants(Intent.AVAILABILITY) and "event_date" in missing:
        return "event_date"
    if asked in missing and reading.wants(Intent.YES) and not (reading.details or state.calls):
        return asked  # "sure" to "may I have your name?"
    # Whoever only asks questions is asked who they are before they leave.
    ask_for = state.situation.ask_for
    if ask_for in missing and _EVENT.isdisjoint(state.situation.details):
        return ask_for
    open_yet = "event_date" if _DAY.search(reading.text) else asked
    if len(missing) > 1 and missing[0] == open_yet and reading.lets_on(Hint.UNDECIDED):
        return missing[1]
    return missing[0]


def _still_so(state: State, words: Words) -> str:
    """Whether an allergy told another time holds: it is asked, and never taken for granted."""
    needs = state.situation.unasked or _unanswered(state, words)
    if not needs:
        return ""
    return words.fresh(asking_phrases.STILL_SO, state.exchange.reply, needs=joined(needs, "and"))


def _unanswered(state: State, words: Words) -> Sequence[str]:
    """The needs just asked about, where the answer says neither yes nor no; asked twice at most."""
    exchange, reading = state.exchange, state.reading
    context, situation = state.context, state.situation
    told = reading.wants(Intent.NO) or "dietary" in reading.details
    told = told or bool(still_so(exchange, reading, context, situation))
    again = words.tells_any(asking_phrases.STILL_SO, exchange.reply_before)
    return () if told or again or not context.asked_still else asked_about(exchange, situation)


def _read_back(state: State, words: Words, rest: str) -> str:
    """Everything noted, read back so that a yes confirms it; offered only, where what else is
    said would leave in doubt what the yes is to."""
    situation, before = state.situation, state.exchange.reply
    noted = {slot: {"value": value, "version": 1} for slot, value in situation.details.items()}
    text = words.read_back_again(read_back_text(noted, situation.scope.profile), before)
    if read_back_of(f"{rest} {text}", situation, noted) is not None:
        return text
    return words.fresh(asking_phrases.READ_BACK_OFFER, before)
