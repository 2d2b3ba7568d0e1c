"""Lists as the 2010-04-01 API pages them: newest first, with URIs of the neighbouring pages."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

from multidict import MultiMapping

from tests.fakes.twilio.messages import Message

_PAGE_SIZE, _MOST_A_PAGE = 50, 1000
_PAGING = ("Page", "PageSize", "PageToken")


def matching(messages: Sequence[Message], query: MultiMapping[str]) -> list[Message]:
    """The messages a query of To, From, DateSent, `DateSent<`, `DateSent>` asks for.

    A message without a date of sending is taken by its creation: the API's documentation does
    not say which, and a caller in doubt about a send must find it.
    """
    wanted = _conditions(query)
    return [message for message in reversed(messages) if all(holds(message) for holds in wanted)]


def _conditions(query: MultiMapping[str]) -> list[Callable[[Message], bool]]:
    conditions: list[Callable[[Message], bool]] = []
    if to := query.get("To"):
        conditions.append(lambda message: message.to == to)
    if sender := query.get("From"):
        conditions.append(lambda message: message.from_ == sender)
    if on := query.get("DateSent"):
        conditions.append(lambda message: _day(_moment(message)) == _day(_parsed(on)))
    if before := query.get("DateSent<"):
        conditions.append(lambda message: _moment(message) < _end(before))
    if after := query.get("DateSent>"):
        conditions.append(lambda message: _moment(message) >= _parsed(after))
    return conditions


def page(
    items: Sequence[dict[str, object]], *, name: str, path: str, query: MultiMapping[str]
) -> dict[str, object]:
    """One page, its fields named as the SDK reads them; `name` is the key of the records."""
    size = min(int(query.get("PageSize", _PAGE_SIZE)), _MOST_A_PAGE)
    number = int(query.get("Page", "0"))
    start = number * size
    shown = items[start : start + size]

    def uri(page_number: int) -> str:
        kept = [(key, value) for key, value in query.items() if key not in _PAGING]
        token = [("PageToken", f"PA{page_number}")] if page_number else []
        asked = [*kept, ("PageSize", str(size)), ("Page", str(page_number)), *token]
        return f"{path}?{urlencode(asked)}"

    return {
        "end": start + max(len(shown) - 1, 0),
        "first_page_uri": uri(0),
        name: list(shown),
        "next_page_uri": uri(number + 1) if start + size < len(items) else None,
        "page": number,
        "page_size": size,
        "previous_page_uri": uri(number - 1) if number else None,
        "start": start,
        "uri": uri(number),
    }


def _moment(message: Message) -> datetime:
    return message.sent or message.created


def _parsed(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _day(moment: datetime) -> date:
    return moment.astimezone(UTC).date()


def _end(text: str) -> datetime:
    """A bare date means up to its end, a moment means itself and its second."""
    whole_day = len(text) == len("2026-01-01")
    return _parsed(text) + (timedelta(days=1) if whole_day else timedelta(seconds=1))
