"""What staff hear of the budgets for the language model."""

from collections.abc import Callable

from sqlalchemy import Connection

from bot.budget import News, Tell
from bot.business.money import format_cents
from bot.desk.notices import Desk
from bot.ports import Clock

_GOES_ON = "What does not fit any more is answered by the embedded assistant"
_KINDS = {
    "nearing": "budget",
    "day": "budget_day",
    "agent": "budget_agent",
    "conversation": "budget_conversation",
}


def teller_of(desk: Callable[[], Desk], clock: Clock) -> Tell:
    """Tells the desk; what is told at most once is the budget's to see to."""

    def tell(tx: Connection, news: News) -> None:
        fields = {"reason": reason_of(news)}
        desk().notify(
            tx, clock.now(), _KINDS[news.kind], fields, conversation_id=news.conversation_id
        )

    return tell


def reason_of(news: News) -> str:
    """What happened, and what that means."""
    spent, limit = _dollars(news.spent), _dollars(news.limit)
    held = f"{spent} of {limit} is spent or reserved"
    if news.kind == "nearing":
        return f"{held} on {news.day}. Past the limit the embedded assistant goes on alone"
    if news.kind == "day":
        return f"{held} on {news.day}. {_GOES_ON}, until budget.per_day is raised or the day ends"
    if news.kind == "agent":
        knob = f"budget.{news.agent}.per_day"
        return (
            f"{held} by the {news.agent} agent on {news.day}. {_GOES_ON}, until {knob} is raised "
            "or the day ends"
        )
    knob = f"budget.{news.agent}.per_conversation"
    return f"{held} in this conversation. {_GOES_ON}, unless {knob} is raised"


def _dollars(micros: int) -> str:
    """Rounded up to a cent: nothing that cost something is shown as free."""
    return format_cents(-(-micros // 10_000))
