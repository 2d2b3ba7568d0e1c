"""Sentences from the tools' results: what is not in a result is not said."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from agents.models.embedded import hints, phrases
from agents.models.embedded.choices import dishes_named, not_served
from agents.models.embedded.exchange import Call
from agents.models.embedded.plan import State, wants_menu, wants_price
from agents.models.embedded.texts import brief
from agents.models.embedded.words import Words
from agents.understanding.intents import Intent
from bot.business.dates import date_text, joined

Result = Mapping[str, Any]


def answers(state: State, words: Words, page_room: int) -> list[str]:
    """The answers to what was asked, the plainest first. page_room: how long what is told of an
    owner's page may be."""
    found = [
        *_bot(state, words),
        *_bookings(state, words),
        *_availability(state, words),
        *_prices(state, words),
        *_menu(state, words),
        *_diets(state, words),
        *_pages(state, page_room),
    ]
    return _once(list(dict.fromkeys(found)), state, words)


def _once(found: list[str], state: State, words: Words) -> list[str]:
    """The sentences without those just said; a warning of traces, and an answer that was asked
    for again, are said again as such."""
    before = state.exchange.reply
    fresh = [sentence for sentence in found if sentence not in before]
    warning = words.fill(words.wording.cross_contact)
    said = [s for s in found if s in before and (not fresh or s == warning)]
    return fresh + ([again(" ".join(said), before, words)] if said else [])


def again(sentence: str, before: str, words: Words) -> str:
    """The sentence, marked as said before."""
    if sentence.endswith("?"):
        return sentence
    lowered = sentence if sentence[:2].isupper() or sentence[0] == "I" else _lower(sentence)
    return words.fresh(phrases.AS_SAID, before, sentence=lowered)


def _lower(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]


def failed(result: Result) -> bool:
    """Whether a tool could not be asked at all."""
    return result.get("error") in ("failed", "unknown_tool", "invalid")


def _bot(state: State, words: Words) -> Iterator[str]:
    if hints.asks_whether_bot(state.reading.text):
        yield words.fresh(phrases.AUTOMATED, state.exchange.reply)


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
    kept = {words.fill(texts.minimum_spend_applies), words.fill(texts.travel_unknown)}
    for _, result in state.results("get_quote"):
        if "say" not in result:
            continue
        notes = [note for note in result["notes"] if note in kept - left_out]
        yield " ".join((result["say"], *notes))


def _menu(state: State, words: Words) -> Iterator[str]:
    if not wants_menu(state):
        return
    before, reading = state.exchange.reply, state.reading
    menu = next((r for call, r in state.results("get_menu") if not call.arguments), None)
    if menu is None or "dishes" not in menu:
        return
    if reading.wants(Intent.MENU):
        yield from _dishes(menu, state, words)
    if wants_price(reading) and not reading.wants(Intent.MENU):
        yield _per_person(menu, before, words)
        if "child" in reading.text.lower() or "kid" in reading.text.lower():
            child = menu["child"]
            values = {"age": str(child["up_to_age"]), "price": child["price"]}
            yield words.fresh(phrases.CHILD_PLATE, before, **values)


def _dishes(menu: Result, state: State, words: Words) -> Iterator[str]:
    text, before = state.reading.text, state.exchange.reply
    profile = state.situation.scope.profile
    priced = {item["name"]: item["price"] for item in (*menu["dishes"], *menu["extras"])}
    if missing := not_served(text, profile):
        items = joined(words.dish_names([dish["name"] for dish in menu["dishes"]]), "and")
        item = joined(missing, "or").capitalize()
        yield words.fresh(phrases.NOT_SERVED, before, item=item, items=items)
        return
    if named := [item.name for item in dishes_named(text, profile) if item.name in priced]:
        items = joined([f"{name} ({priced[name]})" for name in named], "and")
        yield words.fresh(phrases.WE_SERVE, before, items=items)
        return
    names = words.dish_names([item["name"] for item in menu["dishes"]])
    items = joined(
        [f"{name} {item['price']}" for name, item in zip(names, menu["dishes"], strict=True)], "and"
    )
    yield words.fresh(phrases.MENU, before, items=items)
    extras = joined([f"{item['name']} {item['price']}" for item in menu["extras"]], "and")
    if extras and any(word in text.lower() for word in ("extra", "side", "appetizer", "menu")):
        yield words.fresh(phrases.EXTRAS, before, items=extras)


def _per_person(menu: Result, before: str, words: Words) -> str:
    by_price = sorted((_cents(item["price"]), item["price"]) for item in menu["dishes"])
    low, high = by_price[0][1], by_price[-1][1]
    ways = phrases.ONE_PRICE if low == high else phrases.PER_PERSON
    return words.fresh(ways, before, low=low, high=high)


def _cents(price: str) -> int:
    return int("".join(figure for figure in price if figure.isdigit()))


def _diets(state: State, words: Words) -> Iterator[str]:
    closing: dict[str, None] = {}
    for call, result in state.results("get_menu"):
        if not call.arguments or failed(result):
            continue
        if result["known"]:
            yield from _suited(call, result, state, words)
        if "without" in call.arguments or not result["known"]:
            closing[result["say"]] = None
    yield from closing


def _suited(call: Call, result: Result, state: State, words: Words) -> Iterator[str]:
    before, asked = state.exchange.reply, _dishes_asked(result["need"], state, words)

    def named(group: str, conjunction: str) -> str:
        names = [name for name in result[group] if not asked or name in asked]
        return joined(words.dish_names(names), conjunction)

    parts = (
        (phrases.AS_SERVED, named("fit_as_served", "and")),
        (phrases.TOLD_AHEAD, named("on_request_ahead", "and")),
        (phrases.NOT_SUITED, named("do_not_fit", "or")),
    )
    told = [template.format(items=items) for template, items in parts if items]
    unknown = named("unknown", "and")
    if told or not unknown:
        need, whole = _label(call, result["need"]), "; ".join(told) or phrases.NOTHING_SUITS
        yield words.fresh(phrases.SUITED, before, need=need, told=whole)
    if unknown:
        yield words.fresh(phrases.ASK_ABOUT, before, items=unknown)


def _label(call: Call, need: str) -> str:
    """ "Without shellfish", "With a nut allergy", "Vegan"."""
    if need.endswith(" allergy"):
        article = "an" if need[0] in "aeiou" else "a"
        return f"With {article} {need}"
    if "diet" in call.arguments or need.endswith("-free"):
        return need[0].upper() + need[1:]
    return f"Without {need.removeprefix('no ')}"


def _dishes_asked(need: str, state: State, words: Words) -> set[str]:
    """The dishes that a question is about; "no shrimp" is about all the others."""
    profile = words.profile
    named = {item.name for item in dishes_named(state.reading.text, profile)}
    return named - {item.name for item in dishes_named(need, profile)}


def _pages(state: State, room: int) -> Iterator[str]:
    """What the owner's pages say; an unknown answer only where nothing else was said."""
    unknown = ""
    for call, result in state.results("search_knowledge"):
        if passages := result.get("passages"):
            yield brief(passages[0]["text"], call.arguments["question"], room)
        else:
            unknown = unknown or result.get("say", "")
    if unknown and not state.situation.person_asked:
        yield unknown


def _bookings(state: State, words: Words) -> Iterator[str]:
    before = state.exchange.reply
    for _, result in state.results("my_bookings"):
        if result.get("error") == "not_proved":
            yield words.fresh(phrases.NOT_PROVED, before)
        elif events := result.get("events"):
            for event in events[:3]:
                yield _event(event, before, words)
        elif state.reading.wants(Intent.CANCEL_BOOKING):
            yield words.fresh(phrases.NOTHING_TO_CANCEL, before)
        elif not failed(result):
            yield words.fresh(phrases.NO_BOOKINGS, before)


def _event(event: Result, before: str, words: Words) -> str:
    parts: Sequence[str] = [
        _spoken_day(event["date"]) if "date" in event else "",
        f"at {event['time']}" if "time" in event else "",
        f"for {event['guests']} guests" if "guests" in event else "",
        f"in {event['place']}" if "place" in event else "",
    ]
    told = " ".join(part for part in parts if part)
    ways = phrases.BOOKING if event["kind"] == "booking" else phrases.INQUIRY
    return words.fresh(ways, before, event=told, status=event["status"])


def _spoken_day(written: str) -> str:
    """ "2027-04-17 (Saturday)" as people say it, with its year."""
    day = date.fromisoformat(written[:10])
    return f"{date_text(day, day)}, {day.year}"
