"""What the customer said since our last reply, understood: wishes, questions, details."""

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from agents.models.embedded import phrases
from agents.models.embedded.days import days_in, days_offered, month_in
from agents.models.embedded.dishes import Dishes
from agents.models.embedded.exchange import Exchange
from agents.models.embedded.hints import Hint, read_hints
from agents.models.embedded.names import name_in
from agents.models.embedded.payments import tells_payment
from agents.models.embedded.questions import (
    asks_for_deposit,
    goes_on,
    haggles,
    is_question,
    questions_in,
)
from agents.models.embedded.words import Words
from agents.ports import Scope
from agents.tools.said import children_alone, parties_in, times_in
from agents.understanding.allergies import denies_allergies
from agents.understanding.contact import find_email, find_phone
from agents.understanding.intents import Intent, read_intents
from agents.understanding.occasion import find_occasion
from agents.understanding.party_changes import find_change
from agents.understanding.tokens import MAX_TEXT

_LOOKED_UP = frozenset({Intent.POLICY, Intent.SERVICE, Intent.EVENT_TYPES})
_A_QUESTION = 3  # words
_CHILD = re.compile(r"\b(?:kid|child|toddler|bab(?:y|ies)\b)", re.IGNORECASE)
_NO_LOOKUP = frozenset({Hint.THERE, Hint.RECAP, Hint.WHO})
_CORRECTING = frozenset({Intent.CHANGE, Intent.WAIT, Intent.NO})

Intents = frozenset[Intent]


class Reading(Struct, frozen=True):
    """details: what note_details is told. days: each day named, ISO or in the customer's words.
    offered: the days that our last reply named. needs: diets and allergies. plates: {dish:
    plates}. for_all: the dish that everybody is to have. names_dish: a dish is named, of which
    neither tells how many have it. asked: the questions for the owner's
    pages. answering: the detail that was just asked for. month: a month named without a day.
    asks_of_dish: how a dish is, not whether there is any. more_guests: by how many the party
    grows."""

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
    asked: tuple["Question", ...]
    answering: str | None
    month: str | None
    asks_of_dish: bool = False
    more_guests: int | None = None

    def wants(self, *intents: Intent) -> bool:
        return not self.intents.isdisjoint(intents)

    def lets_on(self, *hints: Hint) -> bool:
        return not self.hints.isdisjoint(hints)

    @property
    def wants_price(self) -> bool:
        """Whether a price is asked for; "too expensive" asks for none."""
        complains = self.lets_on(Hint.DEAR) and Hint.QUESTION not in self.hints
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


class Question(Struct, frozen=True):
    """A question in the customer's words. priced, dated: a price, a day's room is asked for in it
    too."""

    text: str
    priced: bool = False
    dated: bool = False


def read(exchange: Exchange, scope: Scope, words: Words, noted: date | None) -> Reading:
    """Reads the messages together; what was said later counts where both cannot. noted: the day
    that stands."""
    said, asked = exchange.said, _asked(exchange, words)
    texts = [message.content[:MAX_TEXT] for message in said]
    whole = "\n".join(texts)
    by_text = {text: read_intents(text) for text in texts}
    intents: Intents = frozenset().union(*by_text.values())
    hints = read_hints(whole)
    if asked == "name" and Hint.REACHING_OUT not in hints:
        intents -= {Intent.PERSON}  # "Priscilla, office manager"
    chooses = "which" in exchange.reply.lower() or words.offers_days(exchange.reply)
    offered = days_offered(exchange.shown, scope.profile.zone, whole, asked=chooses)
    corrects = bool(intents & _CORRECTING)
    days = days_in(said, offered, scope.profile.zone, corrects=corrects, noted=noted)
    plates = words.dishes.plates_in(texts[-1]) if texts else {}
    for_all = None if plates else words.dishes.for_all_in(whole)
    needs = tuple(dict.fromkeys(need for text in texts for need in words.dishes.needs_in(text)))
    if plates:  # "4 veggie" beside "5 chicken" are plates
        needs = tuple(need for need in needs if not need.endswith("vegetarian"))
    details = _details(exchange, scope, words, asked, intents)
    talks_of_price = words.tells_price(f"{exchange.reply_before} {exchange.reply}")
    if talks_of_price and (goes_on(whole) or "guest_count" in details):
        intents |= {Intent.PRICE}  # "and if we all get shrimp?"
    if len(days) == 1:
        details["event_date"] = days[0]
    if needs and not _only_asks(texts, needs):
        details["dietary"] = ", ".join(needs)
    if needs:
        for_all = None
    if plates or for_all:
        each = [f"{n} {key}" for key, n in plates.items()] or [f"{for_all} for all"]
        details["message"] = f"Dishes: {', '.join(each)}"
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
        asked=()
        if _looks_nothing_up(hints, details)
        else _questions(by_text, details, needs, words.dishes),
        answering=asked,
        month=None if days else month_in(whole),
        asks_of_dish=words.dishes.asks_of(whole),
        more_guests=None if "guest_count" in details else find_change(whole),
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
    if Intent.YES in intents and words.tells_any(phrases.THAT_TIME, exchange.reply):
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


def _only_asks(texts: Sequence[str], needs: Sequence[str]) -> bool:
    """Whether a diet is asked after, not told of: "anything without shellfish?"."""
    told = any(" allergy" in need or need[:1].isdigit() for need in needs)
    return not told and all(map(is_question, texts))


def _looks_nothing_up(hints: frozenset[Hint], details: Collection[str]) -> bool:
    """Whether a question is only a form: "u there?", "can u do 4/24 for 30 in our yard?"."""
    return bool(hints & _NO_LOOKUP) or (Hint.REQUEST in hints and len(details) > 1)


def _questions(
    by_text: dict[str, Intents], noted: Collection[str], needs: Collection[str], dishes: Dishes
) -> tuple[Question, ...]:
    """The sentences that the owner's pages may answer."""
    return tuple(_each_question(by_text, noted, needs, dishes))


def _each_question(
    by_text: dict[str, Intents], noted: Collection[str], needs: Collection[str], dishes: Dishes
) -> Iterator[Question]:
    for text, intents in by_text.items():
        parts = questions_in(text)
        for part in parts:
            found = intents if part == text else read_intents(part)
            if tells_payment(part):
                continue  # what a page says of deposits would sound like a receipt
            of_diets = Intent.DIETARY in found and not (needs or denies_allergies(part))
            of_food = not needs and (dishes.sides_in(part) or dishes.asks_of(part))
            at_large = of_diets or bool(of_food)
            if found & _LOOKED_UP or at_large or haggles(part):
                priced = asks_for_deposit(part) or (Intent.PRICE in found and not haggles(part))
                yield Question(part, priced, Intent.AVAILABILITY in found)
            elif found or needs or (noted and len(parts) == 1) or len(part.split()) < _A_QUESTION:
                continue
            elif is_question(part) and Hint.ABOUT_BOT not in read_hints(part):
                yield Question(part)
