"""What a party costs, what is served, and what the owner's pages say."""

from typing import Any

from agents.models.desk.details import dishes_in, place_in
from agents.models.desk.lines import block, joined
from agents.models.desk.rules import Groups, rule
from agents.models.desk.talk import Result, Steps, Talk, Told, trouble
from agents.models.embedded.exchange import Call
from agents.models.embedded.texts import brief
from agents.understanding.diet import find_diet
from agents.understanding.party import Party, find_party
from bot.business.dietary import named

_MOST_OF_PAGE = 500  # characters of a passage


def quote(talk: Talk, groups: Groups) -> Steps | None:
    party = find_party(talk.text, asked=True)
    return _quoted(_asked(talk, talk.text, party)) if party else _ask_guests(talk)


def price_of_party(talk: Talk, groups: Groups) -> Steps | None:
    """ "How much is 50 people in Long Beach"; without guests it asks of the menu."""
    if plates := dishes_in(talk, talk.text, 0):
        place = place_in(talk, talk.text)
        where = {"location": place} if place else {}
        return _quoted({"guest_count": sum(plates.values()), "proteins": plates, **where})
    party = find_party(talk.text, asked=False)
    return _quoted(_asked(talk, talk.text, party)) if party and party.total else None


def _ask_guests(talk: Talk) -> Steps:
    yield from ()

    def go_on(later: Talk) -> Steps | None:
        party = find_party(later.text, asked=True)
        if party is None:
            return None
        return _quoted(_asked(later, f"{talk.text} {later.text}", party))

    return Told("For how many adults and children?", then=go_on)


def _asked(talk: Talk, text: str, party: Party) -> dict[str, Any]:
    asked: dict[str, Any] = {}
    if party.adults is not None:
        asked["adults"] = party.adults
        if party.children:
            asked["children"] = party.children
    elif "adult" in text.lower() and not party.children:
        asked["adults"] = party.total
    else:
        asked["guest_count"] = party.total
        if party.children:
            asked["children"] = party.children
    adults = asked.get("adults", (party.total or 0) - (party.children or 0))
    if plates := dishes_in(talk, text, adults):
        asked["proteins"] = plates
    if place := place_in(talk, text):
        asked["location"] = place
    return asked


def _quoted(asked: dict[str, Any]) -> Steps:
    result = yield Call("get_quote", asked)
    if wrong := trouble(result):
        return Told(wrong)
    lines = [str(result.get("say"))]
    if result.get("exact"):
        lines.append(_bill(result))
    else:
        lines += [f"Lowest: {_bill(result.get('lowest') or {})}",
                  f"Highest: {_bill(result.get('highest') or {})}"]  # fmt: skip
    notes = [f"- {note}" for note in result.get("notes") or ()]
    person = "A person must look at this one." if result.get("needs_person") else ""
    return Told(block([*lines, *notes, person]))


def _bill(bill: Result) -> str:
    parts = ("food", "travel", "tax", "total", "deposit")
    return joined(*(f"{part} {bill[part]}" for part in parts if bill.get(part)))


def menu(talk: Talk, groups: Groups) -> Steps:
    needs = find_diet(talk.text)
    if not needs:
        return _listed()
    need = " ".join(word for word in needs[0].split() if not word.isdigit())
    if named(talk.scope.profile.menu.diet_words, need):
        return _suited({"diet": need})
    return _suited({"without": need.removesuffix("-free").removesuffix(" allergy")})


def _listed() -> Steps:
    result = yield Call("get_menu", {})
    if wrong := trouble(result):
        return Told(wrong)
    child = result.get("child") or {}
    kids = f"Children up to {child.get('up_to_age')}: {child.get('price')}" if child else ""
    dishes = [f"- {row['name']} {row['price']}" for row in result.get("dishes") or ()]
    extras = [f"- {row['name']} {row['price']}" for row in result.get("extras") or ()]
    return Told(block(["Dishes, per adult:", *dishes, kids, "Extras:" if extras else "", *extras]))


def _suited(asked: dict[str, Any]) -> Steps:
    result = yield Call("get_menu", asked)
    if wrong := trouble(result):
        return Told(wrong)
    lists = {
        "fit_as_served": "Fit as served", "on_request_ahead": "On request ahead",
        "do_not_fit": "Do not fit", "unknown": "Not known",
    }  # fmt: skip
    told = [f"{title}: {', '.join(result[key])}" for key, title in lists.items() if result.get(key)]
    return Told(block([*told, str(result.get("say") or "")]))


def pages(talk: Talk, groups: Groups) -> Steps:
    question = talk.text.strip()[:400]
    result = yield Call("search_knowledge", {"question": question})
    if wrong := trouble(result):
        return Told(wrong)
    found = result.get("passages") or []
    if not found:
        return Told(f'The pages say nothing on "{question.rstrip("?!. ")}".')
    told = (brief(row["text"], question, _MOST_OF_PAGE) for row in found[:2])
    return Told(block(f"{row['title']}: {text}" for row, text in zip(found, told, strict=False)))


TRADE_RULES = (
    rule(
        "get_quote",
        quote,
        r"(?:a |give me a |make a |run a |need a |what is the |get a |do a |calculate |new"
        r" )*(?:quote|ballpark"
        r"|estimate|pricing)(?: .*)?",
        r"(?:price|cost|total)(?: for| of| :)* (?:\d+) .*",
        r"price (?:out )?\d+.*",
    ),
    rule(
        "get_quote",
        price_of_party,
        r"(?:how much|what|price|cost|total)(?: .*)?",
    ),
    rule(
        "get_menu",
        menu,
        r"(?:SHOW )*(?:the |our )?(?:menu|dishes|food|prices|price list|extras)(?: .*)?",
        r"(?:what|which|how much)(?: .*)? (?:cost|costs|price|prices|dishes|menu|dish"
        r"|charge)(?: .*)?",
        r"(?:how much|what) (?:is|are|do|does) (?:the |a |our )*(?:chicken|steak|shrimp|salmon"
        r"|lobster"
        r"|filet|scallops?|vegetables?|tofu|noodles|kids|children|child|gyoza|dish\w*).*",
        r"(?:anything|something|what|which|do|does|is|are|have)(?: .*)? (?:vegan|vegans|vegetarian"
        r"|vegetarians|gluten|nuts?|dairy|halal|kosher|shellfish|soy|eggs?|allergy|allergic"
        r"|peanuts?"
        r"|sesame|fish|pescatarian|celiac)(?: .*)?",
        r"(?:gluten|dairy|nut|egg|soy) - free.*",
        r"(?:price of|cost of) (?:the )?[a-z ]+",
    ),
)

PAGE_RULES = (
    rule(
        "search_knowledge",
        pages,
        r"(?:what|how|do|does|is|are|can|when|where|why|which|should|must|will) .+",
        r".+ (?:policy|policies|rules?|insurance|tip|gratuity|setup|parking|rain|refund|refunds)",
        r"(?:policy|policies|faq)(?: .*)?",
        r"(?:search|find in|look in) (?:the )?(?:pages|knowledge).*",
    ),
)
