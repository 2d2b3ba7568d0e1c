"""What the customer said since our last reply, understood: wishes, questions, details."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from agents.models.embedded import asking_phrases
from agents.models.embedded.contents import whose_allergies
from agents.models.embedded.days import days_in, days_offered, in_month_told, month_in
from agents.models.embedded.exchange import Exchange
from agents.models.embedded.for_pages import LOOKED_UP, Question, questions_for_pages
from agents.models.embedded.hints import Hint, read_hints
from agents.models.embedded.names import name_in
from agents.models.embedded.questions import (
    asks_for_deposit,
    asks_instead,
    asks_why,
    goes_on,
    is_question,
    without_wait,
)
from agents.models.embedded.wishes import wish_in
from agents.models.embedded.words import Words
from agents.tools.said import children_alone, parties_in, times_in
from agents.understanding.contact import find_email, find_phone
from agents.understanding.intents import Intent, read_intents
from agents.understanding.occasion import find_occasion
from agents.understanding.party_changes import find_change, find_change_of_children
from agents.understanding.tokens import MAX_TEXT
from bot.business.scope import Scope

_CHILD = re.compile(
    r"\b(?:kid|child|toddler|infant|bab(?:y|ies)\b|\d{1,2}[- ]?(?:yr|year)s?[- ]?olds?\b)",
    re.IGNORECASE,
)
_CORRECTING = frozenset({Intent.CHANGE, Intent.WAIT, Intent.NO})

Intents = frozenset[Intent]


class Reading(Struct, frozen=True):
    """details: what note_details is told. days: each day named, ISO or in the customer's words.
    offered: the days that our last reply named. needs: diets and allergies. plates: {dish:
    plates}. for_all: the dish that everybody is to have. names_dish: a dish is named, of which
    neither tells how many have it. asked: the questions for the owner's
    pages. answering: the detail that was just asked for. month: a month named without a day.
    asks_of_dish: how a dish is, not whether there is any; asks_how_made: how it is made.
    more_guests: by how many the party grows; more_children: as much of it as are children. wish:
    what more is wanted that is no guest."""

    text: str
    intents: Intents
    hints: frozenset[Hint]
    details: dict[str, Any]
    days: tuple[str, ...]
    offered: tuple[date, ...]
    needs: tuple[str, ...]
    plates: dict[str, int]
    for_all: str | None
    names_dish: bool
    asked: tuple[Question, ...]
    answering: str | None
    month: str | None
    asks_of_dish: bool = False
    asks_how_made: bool = False
    more_guests: int | None = None
    more_children: int | None = None
    wish: str | None = None

    def wants(self, *intents: Intent) -> bool:
        return not self.intents.isdisjoint(intents)

    def lets_on(self, *hints: Hint) -> bool:
        return not self.hints.isdisjoint(hints)

    @property
    def wants_price(self) -> bool:
        """Whether a price is asked for; "too expensive" asks for none."""
        asks = self.lets_on(Hint.QUESTION) and not asks_why(self.text)
        complains = self.lets_on(Hint.DEAR) and not asks
        lower = Hint.DISCOUNT in self.hints
        return Intent.PRICE in self.intents and not complains and not lower

    @property
    def wants_child_price(self) -> bool:
        """Whether it is a child's plate of which the price is asked for, and no party's."""
        return (
            self.wants_price
            and "children" not in self.details
            and _CHILD.search(self.text) is not None
        )

    @property
    def wants_deposit(self) -> bool:
        return asks_for_deposit(self.text)


def read(exchange: Exchange, scope: Scope, words: Words, noted: date | None) -> Reading:
    """Reads the messages together; what was said later counts where both cannot. noted: the day
    that stands."""
    said, asked = exchange.said, _asked(exchange, words)
    texts = [message.content[:MAX_TEXT] for message in said]
    whole = "\n".join(texts)
    by_text = {text: read_intents(without_wait(text)) for text in texts}
    intents: Intents = frozenset().union(*by_text.values())
    hints = read_hints(whole)
    if Hint.DOUBT in hints:
        intents -= {Intent.COMPLAINT}  # "is this a scam?"
    if asked == "name" and Hint.REACHING_OUT not in hints:
        intents -= {Intent.PERSON}  # "Priscilla, office manager"
    chooses = "which" in exchange.reply.lower() or words.offers_days(exchange.reply)
    offered = days_offered(exchange.shown, scope.profile.zone, whole, asked=chooses)
    corrects = bool(intents & _CORRECTING)
    days = days_in(said, offered, scope.profile.zone, corrects=corrects, noted=noted)
    if not offered:
        today = scope.profile.local(scope.received_at).date()
        days = in_month_told(days, whole, exchange.said_before, today)
    plates = words.dishes.plates_in(texts[-1]) if texts else {}
    for_all = None if plates else words.dishes.for_all_in(whole)
    needs = tuple(dict.fromkeys(need for text in texts for need in words.dishes.needs_in(text)))
    if plates:  # "4 veggie" beside "5 chicken" are plates
        needs = tuple(need for need in needs if not need.endswith("vegetarian"))
    details = _details(exchange, scope, words, asked, intents)
    if asks_instead(whole) and not details:
        intents -= {Intent.CHANGE}
        by_text = {text: found - {Intent.CHANGE} for text, found in by_text.items()}
    talks_of_price = words.tells_price(f"{exchange.reply_before} {exchange.reply}")
    once_more = goes_on(whole) and intents.isdisjoint(LOOKED_UP)
    if talks_of_price and (once_more or "guest_count" in details):
        intents |= {Intent.PRICE}  # "and if we all get shrimp?"
    if len(days) == 1:
        details["event_date"] = days[0]
    if needs and not _only_asks(texts, needs):
        details["dietary"] = _diet(needs, texts)
    if needs:
        for_all = None
    halves = [] if plates or for_all else words.dishes.halves_in(whole)
    if plates or for_all or halves:
        each = [f"{n} {key}" for key, n in plates.items()] or [f"half {key}" for key in halves]
        each = each or [f"{for_all} for all"]
        details["message"] = f"Dishes: {', '.join(each)}"
    told_apart = {"guest_count", "adults"} & details.keys()
    more_children = None if told_apart else find_change_of_children(whole)
    more_guests = None if "guest_count" in details else find_change(whole)
    if more_children is not None:
        more_guests = more_children
        details.pop("children", None)
    if wish := wish_in(whole) if more_guests is None else None:
        intents -= {Intent.CHANGE}
        hints -= {Hint.MORE_GUESTS}
        details.setdefault("message", wish)
    return Reading(
        text=whole,
        intents=intents,
        hints=hints,
        details=details,
        days=days,
        offered=offered,
        needs=needs,
        plates=plates,
        for_all=for_all,
        names_dish=not (plates or for_all) and words.dishes.names_plate(whole),
        asked=questions_for_pages(by_text, hints, details, needs, words.dishes),
        answering=asked,
        month=None if days else month_in(whole),
        asks_of_dish=words.dishes.asks_of(whole),
        asks_how_made=words.dishes.asks_how_made(whole),
        more_guests=more_guests,
        more_children=more_children,
        wish=wish,
    )


def _asked(exchange: Exchange, words: Words) -> str | None:
    """The detail our last reply asked for; the one before it, where the last asked for nothing."""
    last = words.asked(exchange.reply)
    return last if last or "?" in exchange.reply else words.asked(exchange.reply_before)


def _details(
    exchange: Exchange, scope: Scope, words: Words, asked: str | None, intents: Intents
) -> dict[str, Any]:
    texts = [message.content for message in exchange.said]
    details: dict[str, Any] = {}
    for text in texts:
        found = _contacts(text, scope, words, asked)
        place = found.get("location", "")
        if "location" in details and place.isalpha() and not words.places.is_known(place):
            del found["location"]  # "culver city", then "lena"
        details |= found
        if occasion := find_occasion(text):
            details["occasion"] = occasion
    if name := name_in(texts, asked, words.places):
        details["name"] = name
    details |= _party(exchange)
    if (start := _start(exchange, words, intents)) and Intent.PERSON not in intents:
        details["event_time"] = start
    return details


def _start(exchange: Exchange, words: Words, intents: Intents) -> str | None:
    """When the event is to start; a yes takes the time that was offered."""
    if times := times_in(exchange.said):
        return times[-1].text
    if Intent.YES in intents and words.tells_any(asking_phrases.THAT_TIME, exchange.reply):
        return next((time.text for time in reversed(times_in(exchange.offered))), None)
    return None


def _contacts(text: str, scope: Scope, words: Words, asked: str | None) -> dict[str, str]:
    found = {
        "phone": find_phone(text, scope.profile.texting.countries[0]),
        "email": find_email(text),
        "location": words.places.place_in(text, asked == "location"),
    }
    return {slot: value for slot, value in found.items() if value}


def _party(exchange: Exchange) -> dict[str, int]:
    parties = parties_in(exchange.said, exchange.shown)
    if not parties:
        return {}
    party = parties[-1]
    if children_alone(party):
        return {"children": int(party.children or 0)}
    counts = {
        "guest_count": party.total,
        "adults": party.adults,
        "children": party.children,
    }
    return {slot: count for slot, count in counts.items() if count is not None}


def _diet(needs: Sequence[str], texts: Sequence[str]) -> str:
    """ "Mustard allergy (my dad is allergic)": what it is, and whose."""
    whose = [told for text in texts for told in whose_allergies(text)]
    told = ", ".join(needs)
    return f"{told} ({'; '.join(whose)})" if whose else told


def _only_asks(texts: Sequence[str], needs: Sequence[str]) -> bool:
    """Whether a diet is asked after, not told of: "anything without shellfish?"."""
    told = any(" allergy" in need or need[:1].isdigit() for need in needs)
    return not told and all(map(is_question, texts))
