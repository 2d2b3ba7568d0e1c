"""Sentences from the tools' results: what is not in a result is not said."""

from collections.abc import Iterator, Sequence
from datetime import date

from agents.models.embedded import phrases
from agents.models.embedded.about_you import about_you
from agents.models.embedded.food import diet_answers, menu_answers
from agents.models.embedded.hints import Hint
from agents.models.embedded.noting import place_asked_after, refusals
from agents.models.embedded.pages import page_answers
from agents.models.embedded.small_talk import person_offer
from agents.models.embedded.state import Result, State, failed
from agents.models.embedded.words import Words, sentences
from agents.understanding.intents import Intent
from bot.business.dates import date_text, joined


def answers(state: State, words: Words, page_room: int) -> list[str]:
    """The answers to what was asked, the plainest first. page_room: how long what is told of an
    owner's page may be."""
    found = [
        *_bot(state, words),
        *about_you(state, words),
        *_bookings(state, words),
        *_availability(state, words),
        *_prices(state, words),
        *menu_answers(state, words),
        *diet_answers(state, words),
        *_area(state, words),
        *page_answers(state, words, page_room),
    ]
    return _once(list(dict.fromkeys(found)), state, words)


def _once(found: list[str], state: State, words: Words) -> list[str]:
    """The sentences without those just said; what suits a need, a warning of traces, and an answer
    that was asked for again, are said again as such."""
    before = state.exchange.reply
    fresh = [sentence for sentence in found if sentence not in before]
    old = [sentence for sentence in found if sentence in before]
    kept = (phrases.SUITED, words.wording.cross_contact)
    said = [s for s in old if not fresh or words.tells_any(kept, s)]
    return ([again(" ".join(said), before, words)] if said else []) + fresh


def again(sentence: str, before: str, words: Words) -> str:
    """The sentence, marked as said before."""
    if sentence.endswith("?"):
        return sentence
    # As one sentence, none of the old ones is heard twice.
    told = "; ".join(map(_joinable, sentences(sentence)))
    return words.fresh(phrases.AS_SAID, before, sentence=f"{told}.")


def _joinable(sentence: str) -> str:
    """A sentence as a part of one: without its full stop and, but for names, its capital."""
    kept = sentence[:2].isupper() or sentence.startswith(("I ", "I'"))
    return (sentence if kept else sentence[0].lower() + sentence[1:]).rstrip(".")


def _bot(state: State, words: Words) -> Iterator[str]:
    if state.reading.lets_on(Hint.ABOUT_BOT):
        yield words.fresh(phrases.AUTOMATED, state.exchange.reply)
        if not (state.situation.details or state.situation.person_asked):
            yield person_offer(state.situation.scope, words)
    if state.reading.lets_on(Hint.WHO, Hint.DOUBT):
        yield words.fresh(phrases.WHO_WE_ARE, state.exchange.reply)
    if state.reading.lets_on(Hint.DOUBT):
        yield words.fresh(phrases.REACH_US, state.exchange.reply)


def _availability(state: State, words: Words) -> Iterator[str]:
    told = state.result("note_details") or {}
    refused = told.get("refused", {}).get("event_date", {}).get("message")
    results = state.results("get_availability")
    if open_days := [result["date"] for _, result in results if result.get("available")]:
        yield _open_days(state, words, open_days, results[0][0].arguments.get("guest_count"))
    for _, result in results:
        if "message" in result and result["message"] != refused:
            yield result["message"]


def _open_days(state: State, words: Words, days: Sequence[str], guests: int | None) -> str:
    scope, before = state.situation.scope, state.exchange.reply
    today = scope.profile.local(scope.received_at).date()
    named = joined([date_text(date.fromisoformat(day), today) for day in days], "and")
    party = f" for {guests} guests" if guests else ""
    if len(days) > 1:
        return words.fresh(phrases.DATES_OPEN, before, dates=named, party=party)
    return words.fresh(phrases.DATE_OPEN, before, date=named, party=party)


def _prices(state: State, words: Words) -> Iterator[str]:
    texts = state.situation.scope.profile.wording.quotes
    left_out = {words.fill(texts.gratuity)}
    if state.situation.scope.channel == "sms":
        left_out.add(words.fill(texts.choice_open))
    told = (words.fill(texts.minimum_spend_applies), words.fill(texts.travel_unknown))
    kept = {note for note in told if note not in state.exchange.reply}
    for _, result in state.results("get_quote"):
        if "say" not in result:
            continue
        notes = [note for note in result["notes"] if note in kept - left_out]
        yield " ".join((result["say"], *notes, *_travel(result, state, words)))


def _travel(result: Result, state: State, words: Words) -> Iterator[str]:
    fee = result.get("lowest", result)["travel"]
    if any(figure in fee for figure in "123456789"):
        yield words.fresh(phrases.TRAVEL_INCLUDED, state.exchange.reply, fee=fee)


def _area(state: State, words: Words) -> Iterator[str]:
    """Whether we come to the place asked after: it was noted, and nothing was said against it."""
    place = place_asked_after(state)
    if place and "location" not in refusals(state):
        # "We come to 90210" would sound like a sum.
        ways = phrases.IN_OUR_AREA if any(map(str.isdigit, place)) else phrases.WE_COME
        yield words.fresh(ways, state.exchange.reply, place=place)


def _bookings(state: State, words: Words) -> Iterator[str]:
    before = state.exchange.reply
    for _, result in state.results("my_bookings"):
        nothing = not result.get("events") and not failed(result)
        if nothing and _asks_for_none(state):
            continue
        if result.get("error") == "not_proved":
            yield words.fresh(phrases.NOT_PROVED, before)
        elif events := result.get("events"):
            for event in events[:3]:
                yield _event(event, before, words)
        elif state.reading.wants(Intent.CANCEL_BOOKING) and state.situation.details:
            yield words.fresh(phrases.NOTHING_TO_CANCEL, before)
        elif not failed(result):
            yield words.fresh(phrases.NO_BOOKINGS, before)


def _asks_for_none(state: State) -> bool:
    """Whether it was only to be known if there is a booking, and none was asked for."""
    about_more = state.adds_to_nothing or state.reading.wish is not None
    return about_more or state.reading.lets_on(Hint.ABOUT_ME)


def _event(event: Result, before: str, words: Words) -> str:
    parts: Sequence[str] = [
        _spoken_day(event["date"]) if "date" in event else "",
        f"at {event['time']}" if "time" in event else "",
        f"for {event['guests']} guests" if "guests" in event else "",
        f"in {event['place']}" if "place" in event else "",
    ]
    told = " ".join(part for part in parts if part)
    ways = phrases.BOOKING if event["kind"] == "booking" else phrases.INQUIRY
    status: str = phrases.STATUSES.get(event["status"]) or event["status"]
    return words.fresh(ways, before, event=told, status=status)


def _spoken_day(written: str) -> str:
    """ "2027-04-17 (Saturday)" as people say it, with its year."""
    day = date.fromisoformat(written[:10])
    return f"{date_text(day, day)}, {day.year}"
