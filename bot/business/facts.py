"""The facts of a profile that its texts and knowledge pages may name in braces.

A page says {deposit_percent}, never a number, so that what is said follows what is charged.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from string import Formatter
from typing import TYPE_CHECKING

from bot.business.dates import clock_text, joined
from bot.business.hours import MINUTES_A_DAY, WEEKDAYS, Span, WeekHours, as_time
from bot.business.menu import Content, MenuItem, Suits
from bot.business.money import format_cents

if TYPE_CHECKING:
    from bot.business.places import Area
    from bot.business.profile import Profile


def render(profile: "Profile", template: str, **values: str) -> str:
    """Fill a template with values, and with the profile's facts for the names not given.

    Raises KeyError for a name that is neither; a profile's own templates are checked when read.
    """
    names = {name for _, name, _, _ in Formatter().parse(template) if name}
    facts = {name: FACTS[name](profile) for name in names - values.keys()}
    return template.format_map(facts | values)


def bullets(lines: Iterable[str]) -> str:
    """Return lines as a Markdown list."""
    return "\n".join(f"- {line}" for line in lines)


def span_text(span: Span) -> str:
    """Return "11 am to 8 pm"."""
    closes = "midnight" if span.closes == MINUTES_A_DAY else clock_text(as_time(span.closes))
    return f"{clock_text(as_time(span.opens))} to {closes}"


def spans_text(spans: Iterable[Span]) -> str:
    """Return a day's spans in words, "closed" where there are none."""
    return joined([span_text(span) for span in spans], "and") or "closed"


def _week_lines(week: WeekHours) -> list[str]:
    """Return "Tuesday to Thursday 11 am to 8 pm" and so on, closed days left out."""
    runs = _runs([spans_text(spans) for spans in week.days()])
    return [f"{days} {hours}" for days, hours in runs if hours != "closed"]


def _open_days(week: WeekHours) -> str:
    """Return "Tuesday to Sunday"."""
    runs = _runs(["open" if spans else "closed" for spans in week.days()])
    return joined([days for days, state in runs if state == "open"], "and")


def _closed_days(week: WeekHours) -> str:
    """Return "Mondays"."""
    days = zip(WEEKDAYS, week.days(), strict=True)
    closed = [f"{name.capitalize()}s" for name, spans in days if not spans]
    return joined(closed, "and") or "no day of the week"


def _runs(states: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each run of weekdays in one state, as "Tuesday" or "Tuesday to Sunday"."""
    for state, group in groupby(zip(WEEKDAYS, states, strict=True), key=lambda day: day[1]):
        names = [name.capitalize() for name, _ in group]
        yield (names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}"), state


def _holiday_lines(profile: "Profile") -> Iterable[str]:
    for holiday in profile.holidays:
        if holiday.events is not None:
            hours = spans_text(holiday.events)
            yield f"{holiday.name}: {hours if not holiday.events else f'events start {hours}'}"


def _menu_line(item: MenuItem, each: str) -> str:
    return f"{item.name}, {format_cents(item.price_cents)} a {each}: {item.description}"


def _fee_line(area: "Area") -> str:
    fee = area.travel_fee_cents
    return f"{area.name}: {format_cents(fee) + ' travel fee' if fee else 'no travel fee'}"


def _city_line(area: "Area") -> str:
    return f"{_fee_line(area)} ({', '.join(area.cities)})"


def _named(keys: Iterable[str]) -> str:
    return ", ".join(key.replace("_", " ") for key in keys)


def _allergen_line(profile: "Profile", item: MenuItem) -> str:
    def with_content(content: Content) -> str:
        return _named(key for key in profile.menu.allergen_words if item.content(key) is content)

    told = {
        "contains": with_content(Content.CONTAINS),
        "can be made without": with_content(Content.CAN_BE_MADE),
        "made without": with_content(Content.FREE_OF),
        "ask our team about": with_content(Content.UNKNOWN),
    }
    return f"{item.name}: " + "; ".join(f"{verb} {keys}" for verb, keys in told.items() if keys)


def _diet_line(profile: "Profile", diet: str) -> str:
    def suiting(suits: Suits) -> str:
        return ", ".join(i.name for i in profile.menu.dishes if i.suits(diet) is suits)

    told = {
        "yes": suiting(Suits.YES),
        "can be made so": suiting(Suits.CAN_BE_MADE),
        "ask our team about": suiting(Suits.UNKNOWN),
    }
    parts = "; ".join(f"{verb}: {names}" for verb, names in told.items() if names)
    return f"{_named([diet]).capitalize()} - {parts or 'no dish'}"


FACTS: Mapping[str, Callable[["Profile"], str]] = {
    "business_name": lambda p: p.business.name,
    "business_description": lambda p: p.business.description,
    "phone": lambda p: p.business.phone_as_read,
    "email": lambda p: p.business.email,
    "website": lambda p: p.business.website,
    "minimum_guests": lambda p: str(p.guests.minimum),
    "maximum_guests": lambda p: str(p.guests.maximum),
    "capacity_per_day": lambda p: str(p.guests.capacity_per_day),
    "minimum_notice": lambda p: f"{p.notice.minimum_hours} hours",
    "closed_days": lambda p: _closed_days(p.event_starts),
    "open_days": lambda p: _open_days(p.event_starts),
    "event_starts": lambda p: bullets(_week_lines(p.event_starts)),
    "staff_hours": lambda p: "; ".join(_week_lines(p.staff.hours)),
    "holidays": lambda p: bullets(_holiday_lines(p)),
    "price_low": lambda p: format_cents(min(i.price_cents for i in p.menu.dishes)),
    "price_high": lambda p: format_cents(max(i.price_cents for i in p.menu.dishes)),
    "dishes": lambda p: joined([i.name for i in p.menu.dishes], "and"),
    "menu": lambda p: bullets(_menu_line(i, "person") for i in p.menu.dishes),
    "extras": lambda p: bullets(_menu_line(i, "portion") for i in p.menu.extras),
    "child_price": lambda p: format_cents(p.menu.children.price_cents),
    "child_age": lambda p: str(p.menu.children.up_to_age),
    "minimum_spend": lambda p: format_cents(p.prices.minimum_spend_cents),
    "tax_percent": lambda p: f"{p.prices.tax_percent:f}%",
    "deposit_percent": lambda p: f"{p.prices.deposit_percent:f}%",
    "balance_due": lambda p: p.prices.balance_due,
    "gratuity": lambda p: p.prices.gratuity,
    "refund_days": lambda p: str(p.cancellation.refund_days),
    "change_days": lambda p: str(p.cancellation.change_days),
    "areas": lambda p: joined([area.name for area in p.areas], "and"),
    "area_fees": lambda p: bullets(map(_city_line, p.areas)),
    "included": lambda p: bullets(p.service.included),
    "host_provides": lambda p: bullets(p.service.host_provides),
    "event_types": lambda p: joined(p.service.event_types, "and"),
    "duration": lambda p: f"{p.service.duration_minutes} minutes",
    "arrival": lambda p: f"{p.service.arrival_minutes} minutes",
    "guests_per_chef": lambda p: str(p.service.guests_per_chef),
    "allergens": lambda p: bullets(_allergen_line(p, i) for i in p.menu.dishes + p.menu.extras),
    "diets": lambda p: bullets(_diet_line(p, diet) for diet in p.menu.diet_words),
}
"""Each fact by its placeholder's name."""
