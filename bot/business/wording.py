"""The texts an owner may edit, with the placeholders each may use; all are checked when read."""

import re
from collections.abc import Callable
from string import Formatter
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from bot.business.facts import FACTS

# Carriers act on these words, whatever the sender meant by them: asking a customer to "reply
# CANCEL" would opt the customer out.
_ASKS_FOR_KEYWORD = re.compile(
    r"\b(?:reply|text|answer|type)\s+(?:with\s+|us\s+)?[\"']?"
    r"(stop|stopall|unsubscribe|cancel|end|quit|revoke|optout|opt out|start|unstop|help|info)\b",
    re.IGNORECASE,
)


def placeholders(template: str) -> tuple[str, ...]:
    """Return the names in braces. Raises ValueError for braces that are no plain {name}."""
    try:
        fields = [field for field in Formatter().parse(template) if field[1] is not None]
    except ValueError as error:
        raise ValueError(f"has a brace without its partner ({error})") from None
    for _, name, form, conversion in fields:
        if form or conversion or not (name or "").isidentifier():
            raise ValueError(f"has {{{name}}} in braces: write a plain name such as {{phone}}")
    return tuple(name or "" for _, name, _, _ in fields)


def _only(*extra: str) -> Callable[[str], str]:
    def check(template: str) -> str:
        for name in placeholders(template):
            if name not in FACTS and name not in extra:
                known = ", ".join(f"{{{known}}}" for known in (*extra, *sorted(FACTS)))
                raise ValueError(f"has an unknown placeholder {{{name}}}: use one of {known}")
        return template

    return check


def _no_keyword(template: str) -> str:
    if match := _ASKS_FOR_KEYWORD.search(template):
        raise ValueError(
            f'asks for "{match.group(1)}", which carriers act on themselves: ask in other words'
        )
    return template


def _tells_the_way_out(template: str) -> str:
    if not {"STOP", "HELP"} <= set(re.findall(r"[A-Z]+", template)):
        raise ValueError('must keep "Reply STOP to opt out, HELP for help": carriers require it')
    return template


def _tells_code(template: str) -> str:
    if "code" not in placeholders(template):
        raise ValueError("must hold {code}: it is what the customer waits for")
    return template


def _tells_text(template: str) -> str:
    if "text" not in placeholders(template):
        raise ValueError("must hold {text}: it is what your colleague wrote")
    return template


_NotEmpty = Annotated[str, Field(min_length=1)]
_Safe = Annotated[_NotEmpty, AfterValidator(_no_keyword)]

Text = Annotated[_Safe, AfterValidator(_only())]
"""A template that may use the facts of the business, as in FACTS, and nothing else."""


class _Texts(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class WhenTexts(_Texts):
    """The phrase {when}: how soon a person answers."""

    open: Annotated[_Safe, AfterValidator(_only("reply_time"))]
    closing: Annotated[_Safe, AfterValidator(_only("closes", "day", "opens"))]
    closed: Annotated[_Safe, AfterValidator(_only("day", "opens"))]
    unknown: Text


class Questions(_Texts):
    """What the bot asks for a detail that is still missing."""

    name: Text
    phone: Text
    event_date: Text
    event_time: Text
    guests: Text
    place: Text
    dishes: Text
    dietary: Text


_Refusing = "instead", "person"
_DateRefusal = Annotated[_Safe, AfterValidator(_only(*_Refusing, "date", "weekday", "holiday"))]
_GuestRefusal = Annotated[_Safe, AfterValidator(_only(*_Refusing, "guests"))]
_PlaceRefusal = Annotated[_Safe, AfterValidator(_only(*_Refusing, "place"))]


class RefusalTexts(_Texts):
    """A sentence for each value that cannot be taken as it is, by its code."""

    closed_day: _DateRefusal
    holiday: _DateRefusal
    past: _DateRefusal
    short_notice: _DateRefusal
    too_far_ahead: _DateRefusal
    too_few: _GuestRefusal
    too_many: _GuestRefusal
    outside_area: _PlaceRefusal
    unknown_place: _PlaceRefusal
    time_outside_window: Annotated[
        _Safe, AfterValidator(_only(*_Refusing, "date", "weekday", "time", "window"))
    ]
    instead: Annotated[_Safe, AfterValidator(_only("alternatives"))]
    person: Text


class QuoteTexts(_Texts):
    """How a price is told, and the notes that go with it."""

    exact: Annotated[_Safe, AfterValidator(_only("guests", "total", "deposit", "per_guest"))]
    range: Annotated[
        _Safe,
        AfterValidator(_only("guests", "total_low", "total_high", "deposit_low", "deposit_high")),
    ]
    choice_open: Text
    minimum_spend_applies: Text
    travel_unknown: Text
    gratuity: Text


class Wording(_Texts):
    """The bot's own sentences; the model words the rest."""

    greeting: Text
    first_message: Annotated[_NotEmpty, AfterValidator(_only()), AfterValidator(_tells_the_way_out)]
    hours: Text
    apology: Annotated[_Safe, AfterValidator(_only("when"))]
    unknown_answer: Annotated[_Safe, AfterValidator(_only("when"))]
    person_offered: Annotated[_Safe, AfterValidator(_only("when"))]
    person_called: Annotated[_Safe, AfterValidator(_only("when"))]
    assistant_off: Annotated[_Safe, AfterValidator(_only("when"))]
    too_fast: Text
    staff_text: Annotated[
        _Safe, AfterValidator(_only("staff", "text")), AfterValidator(_tells_text)
    ] = "{staff} from {business_name}: {text}"
    staff_greeting: Annotated[_Safe, AfterValidator(_only("staff"))] = (
        "Hi, this is {staff} from {business_name}. How can I help you?"
    )
    assistant_again: Text = "This is our automated assistant again."
    opted_out: Text
    code: Annotated[_Safe, AfterValidator(_only("code", "minutes")), AfterValidator(_tells_code)]
    continue_by_text: Text
    card_number: Text
    read_back: Annotated[_Safe, AfterValidator(_only("details"))]
    read_back_answers: tuple[Text, ...] = ()
    inquiry_received: Annotated[_Safe, AfterValidator(_only("name", "when"))]
    day_full: Annotated[_Safe, AfterValidator(_only("date", "remaining"))]
    cross_contact: Text
    dietary_unknown: Annotated[_Safe, AfterValidator(_only("need", "when"))]
    thanks: Text
    goodbye: Text
    when: WhenTexts
    questions: Questions
    refusals: RefusalTexts
    quotes: QuoteTexts
