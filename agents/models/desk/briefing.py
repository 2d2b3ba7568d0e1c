"""What a day begins with, in a few lines."""

from agents.models.desk.finding import items_of
from agents.models.desk.lines import (
    block,
    booking_line,
    conversation_line,
    counted,
    lead_line,
    section,
    todo_line,
)
from agents.models.desk.rules import Groups, rule
from agents.models.desk.talk import Result, Steps, Talk, Told, trouble
from agents.models.embedded.exchange import Call


def briefed(talk: Talk, groups: Groups) -> Steps:
    result = yield Call("briefing", {})
    if wrong := trouble(result):
        return Told(wrong)
    return Told(_lines(result), shown=items_of("lead", result.get("leads")))


def _lines(result: Result) -> str:
    today = result.get("bookings_today") or []
    week = counted(result.get("bookings_this_week", 0), "booking")
    guests = counted(result.get("guests_this_week", 0), "guest")
    leads = counted(result.get("open_leads", 0), "open inquiry", "open inquiries")
    return block(
        [
            f"{result.get('day')}: {counted(len(today), 'booking')} today; in seven days {week}, "
            f"{guests}.",
            *(f"- {booking_line(row)}" for row in today),
            *section("Waiting for a person", result.get("waiting"), conversation_line),
            *section("Deposits awaited", result.get("deposits_awaited"), booking_line),
            *(section(leads, result.get("leads"), lead_line) or [f"{leads}."]),
            *section("Your to-dos that are due", result.get("todos_due"), todo_line),
            *_cards(result),
        ]
    )


def _cards(result: Result) -> list[str]:
    titles = result.get("proposals_open") or []
    return ["Cards that wait for a yes:", *(f"- {title}" for title in titles)] if titles else []


BRIEFING_RULES = (
    rule(
        "briefing",
        briefed,
        r"(?:good )?morning(?: (?:all|everyone|team|everybody))?",
        r"(?:SHOW |what is )?(?:the |my |our |today 's |a )*(?:morning |daily |day 's )*"
        r"(?:briefing|brief|rundown|overview of the day)(?: .*)?",
        r"what is (?:on|up|new|going on|happening|the plan)",
        r"(?:is there )?anything (?:new|i should know|to know|going on)",
        r"brief me(?: .*)?",
        r"what (?:do|should) (?:i|we) (?:need to )?know(?: today| now)?",
    ),
)
