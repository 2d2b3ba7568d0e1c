"""Sentences about the food: dishes, their prices, and what of them suits a need."""

from collections.abc import Iterator, Sequence

from agents.models.embedded import phrases
from agents.models.embedded.exchange import Call
from agents.models.embedded.plan import wants_menu
from agents.models.embedded.state import Result, State, failed
from agents.models.embedded.words import Words, sentences
from agents.understanding.intents import Intent
from bot.business.dates import joined


def menu_answers(state: State, words: Words) -> Iterator[str]:
    if not wants_menu(state):
        return
    before, reading = state.exchange.reply, state.reading
    menu = next((r for call, r in state.results("get_menu") if not call.arguments), None)
    if menu is None or "dishes" not in menu:
        return
    if reading.asks_how_made:
        yield from _described(menu, state, words)
    elif reading.wants(Intent.MENU) and not _told_by_page(state, words):
        yield from _dishes(menu, state, words)
    if reading.wants_price and not reading.wants(Intent.MENU):
        if reading.wants_child_price:
            child = menu["child"]
            values = {"age": str(child["up_to_age"]), "price": child["price"]}
            yield words.fresh(phrases.CHILD_PLATE, before, **values)
        if not (reading.wants_child_price and words.tells_price(before)):
            yield _dish_prices(menu, state, words) or _per_person(menu, state, words)


def _told_by_page(state: State, words: Words) -> bool:
    """Whether a page answers what comes along with a plate."""
    sides = words.dishes.sides_in(state.reading.text)
    pages = (r.get("passages", ())[:1] for _, r in state.results("search_knowledge"))
    told = " ".join(passage["text"].lower() for found in pages for passage in found)
    return any(side in told for side in sides)


def _dishes(menu: Result, state: State, words: Words) -> Iterator[str]:
    text, before = state.reading.text, state.exchange.reply
    priced = {item["name"]: item["price"] for item in (*menu["dishes"], *menu["extras"])}
    if missing := words.dishes.missing_in(text):
        items = joined(words.dish_names([dish["name"] for dish in menu["dishes"]]), "and")
        item = joined(missing, "or").capitalize()
        yield words.fresh(phrases.NOT_SERVED, before, item=item, items=items)
        return
    if named := [item.name for item in words.dishes.named_in(text) if item.name in priced]:
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


def _described(menu: Result, state: State, words: Words) -> Iterator[str]:
    """How the dishes that are named are made, in the owner's words."""
    named = {item.name for item in words.dishes.named_in(state.reading.text)}
    for item in (*menu["dishes"], *menu["extras"]):
        if item["name"] in named:
            values = {"dish": item["name"], "description": item["description"].rstrip(".")}
            yield words.fresh(phrases.HOW_MADE, state.exchange.reply, **values)


def _dish_prices(menu: Result, state: State, words: Words) -> str:
    """The prices of the dishes that the customer names."""
    named = {item.name for item in words.dishes.named_in(state.reading.text)}
    dishes = [dish for dish in menu["dishes"] if dish["name"] in named]
    told = [f"{dish['name']} is {dish['price']}" for dish in dishes]
    if not told:
        return ""
    return words.fresh(phrases.DISH_PRICE, state.exchange.reply, items=joined(told, "and"))


def _per_person(menu: Result, state: State, words: Words) -> str:
    before = state.exchange.reply
    by_price = sorted((_cents(item["price"]), item["price"]) for item in menu["dishes"])
    low, high = by_price[0][1], by_price[-1][1]
    ways = phrases.ONE_PRICE if low == high else phrases.PER_PERSON
    if state.reading.wants_child_price and low != high:
        ways = phrases.PER_ADULT
    return words.fresh(ways, before, low=low, high=high)


def _cents(price: str) -> int:
    return int("".join(figure for figure in price if figure.isdigit()))


def diet_answers(state: State, words: Words) -> Iterator[str]:
    closing: dict[str, None] = {}
    unsure: dict[str, None] = {}
    asked = [(call, r) for call, r in state.results("get_menu") if call.arguments and not failed(r)]
    known = [(call, result) for call, result in asked if result["known"]]
    suited: dict[str, list[str]] = {}
    for call, result in known:
        unknown = _named(result, "unknown", state, words)
        unsure |= dict.fromkeys(unknown)
        told = _suited(result, state, words, briefly=len(known) > 1)
        if told or not unknown:
            whole = told or phrases.NOTHING_SUITS
            suited.setdefault(whole, []).append(_label(call, result["need"]))
    for told, labels in suited.items():
        need = joined([labels[0], *(label[0].lower() + label[1:] for label in labels[1:])], "and")
        yield phrases.SUITED.format(need=need, told=told)
    for call, result in known:
        if "without" in call.arguments:
            closing[_warning(result["say"], state, words)] = None
    if unknown_needs := [result for _, result in asked if not result["known"]]:
        closing[_not_known(unknown_needs, state.exchange.reply, words)] = None
    if unsure:
        items = joined(words.dish_names(list(unsure)), "and")
        yield words.fresh(phrases.ASK_ABOUT, state.exchange.reply, items=items)
    yield from closing


def _not_known(results: Sequence[Result], before: str, words: Words) -> str:
    """That the menu does not answer, said once of all that was asked."""
    needs = list(dict.fromkeys(_bare(str(result["need"])) for result in results))
    said: str = results[0]["say"]
    if said in before:
        return words.fresh(phrases.ONLY_THE_TEAM, before, need=joined(needs, "and"))
    return said.replace(needs[0], joined(needs, "and"), 1) if len(needs) > 1 else said


def _bare(need: str) -> str:
    """ "Mustard" of a "mustard allergy", as the owner's text has it."""
    return need.removeprefix("no ").removesuffix(" allergy")


def _warning(said: str, state: State, words: Words) -> str:
    """What goes with an answer on allergens; its offer of a person only where there is room for
    it, and none is called."""
    warns = said == words.fill(words.wording.cross_contact)
    elsewhere = state.result("request_human") or (state.result("note_details") or {}).get("refused")
    return sentences(said)[0] if warns and elsewhere else said


def _suited(result: Result, state: State, words: Words, *, briefly: bool) -> str:
    """Which dishes suit a need. briefly: only those, where there are any."""

    def named(group: str, conjunction: str) -> str:
        return joined(words.dish_names(_named(result, group, state, words)), conjunction)

    parts = (
        (phrases.AS_SERVED, named("fit_as_served", "and")),
        (phrases.TOLD_AHEAD, named("on_request_ahead", "and")),
        (phrases.NOT_SUITED, named("do_not_fit", "or")),
    )
    told = [template.format(items=items) for template, items in parts if items]
    if briefly and parts[-1][1] and len(told) > 1:
        told.pop()
    return "; ".join(told)


def _named(result: Result, group: str, state: State, words: Words) -> list[str]:
    """The dishes of a group, of those asked about."""
    asked = _dishes_asked(result["need"], state, words)
    return [name for name in result[group] if not asked or name in asked]


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
    named = {item.name for item in words.dishes.named_in(state.reading.text)}
    return named - {item.name for item in words.dishes.named_in(need)}
