"""Settings: changed and taken back, in an admin's own words."""

import re
from typing import Any

import orjson

from agents.models.desk.doing import reported
from agents.models.desk.finding import on_one
from agents.models.desk.refs import kind_meant, ref_of
from agents.models.desk.rules import Groups
from agents.models.desk.spans import at_work, named_days
from agents.models.desk.talk import Item, Steps, Talk
from agents.models.desk.words import lazily
from agents.models.embedded.exchange import Call
from agents.understanding.dates import find_times
from bot.business.dates import date_text
from bot.business.hours import WEEKDAYS
from bot.business.overlay import slug

# What people call a setting, and where it stands.
_SETTINGS = {
    "minimum guests": "guests.minimum", "guest minimum": "guests.minimum",
    "minimum guest count": "guests.minimum", "smallest group": "guests.minimum",
    "maximum guests": "guests.maximum", "capacity per day": "guests.capacity_per_day",
    "daily capacity": "guests.capacity_per_day", "capacity": "guests.capacity_per_day",
    "kids price": "menu.children.price", "child price": "menu.children.price",
    "children price": "menu.children.price", "price for kids": "menu.children.price",
    "deposit": "prices.deposit_percent", "deposit percent": "prices.deposit_percent",
    "deposit percentage": "prices.deposit_percent", "minimum spend": "prices.minimum_spend",
    "food minimum": "prices.minimum_spend", "spend minimum": "prices.minimum_spend",
    "sales tax": "prices.tax_percent", "tax": "prices.tax_percent",
    "daily budget": "budget.per_day", "budget": "budget.per_day",
    "budget alert": "budget.alert_at", "cost alert": "budget.alert_at",
    "spending alert": "budget.alert_at", "alert threshold": "budget.alert_at",
}  # fmt: skip
_SHARE = lazily(
    r"(?P<agent>customer|staff|admin|analytics)(?:s|'s)?(?: agent| agent's| agent 's)?"
    r"(?: (?P<daily>daily)| (?P<talk>conversation))? budget(?P<each> per conversation)?"
)


_PRICED = lazily(r"\$|dollar|buck|price|cost| to | at ")
_FEE = lazily(r"(?P<area>.+?)(?: 's|'s)? (?:travel|travel fee|travel charge|travel price)")
_WEEKDAY = lazily(rf"\b(?:{'|'.join(WEEKDAYS)})\b")


_WEEKDAYS = lazily(rf"\b({'|'.join(WEEKDAYS)})(?:'?s)?\b")


_HOURS = lazily(r"closed|\d\d:\d\d ?- ?\d\d:\d\d(?:, ?\d\d:\d\d ?- ?\d\d:\d\d)*")


def set_price(talk: Talk, groups: Groups) -> Steps | None:
    path = _priced(talk, groups["what"].lower())
    if _counts(talk, groups["what"].lower()):
        return None
    return _changed(path, _number(groups["value"])) if path else None


def _counts(talk: Talk, what: str) -> bool:
    """ "Kids are 20" and "veggies are 12" count people; "kids plates are 20 now" is a price."""
    text = f" {talk.text.lower()} "
    if _PRICED().search(text):
        return False
    if what.removeprefix("the ") in ("kids", "children"):
        return True
    return " are " in text and not re.search(r"\bnow\b", text)


def _priced(talk: Talk, what: str) -> str | None:
    words = set(re.findall(r"[a-z]+", what))
    menu = talk.scope.profile.menu
    for group, items in (("dishes", menu.dishes), ("extras", menu.extras)):
        for item in items:
            if words & {item.key, *item.also_called}:
                return f"menu.{group}.{item.key}.price"
    return "menu.children.price" if words & {"kids", "kid", "child", "children"} else None


def _number(written: str) -> str:
    return re.sub(r"[$,%\s]|dollars?|bucks?|percent", "", written.lower())


def set_named(talk: Talk, groups: Groups) -> Steps | None:
    """A setting by its path, or by what people call it."""
    what = groups["what"].strip().lower().removeprefix("the ").removesuffix(" setting")
    path = (
        what
        if re.fullmatch(r"[a-z_]+(?:\.[\w ]+)+", what)
        else _SETTINGS.get(what) or _share(what) or _fee(talk, what)
    )
    if path is None:
        return None
    value = groups["value"].strip(" .")
    plain = (
        _number(value)
        if re.fullmatch(r"\$?\s?[\d.,]+(?: ?dollars?| ?bucks| ?%| percent)?", value)
        else value
    )
    return _changed(path, plain)


def _share(what: str) -> str | None:
    """An agent's share of the day's budget, or what one of its conversations may cost."""
    found = _SHARE().fullmatch(what)
    if found is None or (found["daily"] and found["each"]):
        return None
    kind = "per_conversation" if found["talk"] or found["each"] else "per_day"
    return f"budget.{found['agent']}.{kind}"


def _fee(talk: Talk, what: str) -> str | None:
    """The travel fee of the one area that is so called."""
    found = _FEE().fullmatch(what)
    said = set(re.findall(r"\w+", found["area"])) if found else set()
    areas = [slug(area.name) for area in talk.scope.profile.areas]
    named = [area for area in areas if said and said <= set(area.split("_"))]
    return f"areas.{named[0]}.travel_fee" if len(named) == 1 else None


def start_at(talk: Talk, groups: Groups) -> Steps | None:
    """When the first event of a weekday may start; the end of its hours stays."""
    named, times = _WEEKDAYS().search(talk.text.lower()), find_times(talk.text)
    if named is None or not times:
        return None
    hours = getattr(talk.scope.profile.event_starts, named[1])
    if len(hours) != 1:
        return None
    until = f"{hours[0].closes // 60:02}:{hours[0].closes % 60:02}"
    return _changed(f"event_starts.{named[1]}", f"{at_work(times[0]):%H:%M}-{until}")


def close_day(talk: Talk, groups: Groups) -> Steps | None:
    """A day on which there are no parties: a holiday among the settings."""
    named = named_days(talk.text, talk.today)
    if not named or not is_admin(talk):
        return None  # others of the staff have the day blocked
    day = named[0].days[0]
    yearly = bool(re.search(r"every year|each year|always|annually", talk.text.lower()))
    on = day.strftime("%m-%d") if yearly else str(day)
    name = date_text(day, day).partition(", ")[2]
    value = orjson.dumps({"on": on, "events": "closed"}).decode()
    return _changed(f"holidays.{name}", value)


def is_admin(talk: Talk) -> bool:
    return talk.scope.staff is not None and talk.scope.staff.role == "admin"


def _changed(path: str, value: str) -> Steps:
    result = yield Call("change_setting", {"path": path, "value": value})
    return reported(result, item=Item("setting", path, path))


def set_hours(talk: Talk, groups: Groups) -> Steps | None:
    """The hours in which events may start, of a weekday."""
    named, value = _WEEKDAY().search(talk.text.lower()), groups["value"].strip(" .").lower()
    if named is None or not _HOURS().fullmatch(value):
        return None
    return _changed(f"event_starts.{named[0]}", value)


def undo(talk: Talk, groups: Groups) -> Steps | None:
    ref = ref_of(talk, groups.get("change") or "that")
    if ref.name:
        return on_one(talk, ref, "change", lambda change: _undone({"change": change.id}))
    if ref.number is not None and kind_meant(talk, ref) == "change":
        return on_one(talk, ref, "change", lambda change: _undone({"change": change.id}))
    return _undone({})


def _undone(asked: dict[str, Any]) -> Steps:
    result = yield Call("undo_setting", asked)
    return reported(result)
