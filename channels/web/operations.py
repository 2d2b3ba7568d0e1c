"""The operations of the API, for its description."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from channels.web import contact, guests, inbound, looks, shapes, sse, staff, talk
from channels.web.pictures import SHOWN

STREAM = "text/event-stream"

_WHAT = {
    400: "The request cannot be read; the error says what to mend",
    401: "There is no token of the kind that is needed",
    403: "A token does not hold, or does not allow this; or the website may not speak to the bot",
    404: "There is no such thing, for this visitor",
    408: "The body takes too long to come",
    409: "Nothing was said in this thread yet, or it was decided already",
    413: "The body is too large",
    415: "The body is none of the pictures that are taken",
    426: "The connection must be upgraded to a WebSocket",
    429: "Too fast: Retry-After says in how many seconds to come again",
    503: "This is switched off, or the process cannot work just now",
    504: "The answer takes longer than a request may wait; ask again with the same message id",
}


class Operation(Struct, frozen=True):
    """One method of one path. body, query: the shape of what it takes; raw: the content types
    of a body that is bytes. answers: by status, a shape or a content type. problems: the statuses
    of what may go wrong. token: whether a visitor's is needed or taken, one of the staff's is
    needed, or none is wanted."""

    method: str
    path: str
    summary: str
    answers: Mapping[int, Any]
    problems: tuple[int, ...] = ()
    body: Any = None
    optional_body: bool = False
    query: Any = None
    raw: tuple[str, ...] = ()
    token: str = "needed"
    other_problems: Mapping[int, Any] = {}


_CHAT = "/api/v1/ai/chat"
_STAFF = "/api/v1/staff"
_CONTACT = "/api/v1/ai/contact"
_SAYING = (400, 403, 404, 413, 429)
_OWN = (400, 401, 403, 404, 413, 429)

OPERATIONS = (
    Operation(
        "post",
        _CHAT,
        "Says something, and waits for the answer",
        {200: shapes.ChatAnswer},
        (*_SAYING, 504),
        body=inbound.ChatRequest,
        token="taken",
    ),
    Operation(
        "post",
        f"{_CHAT}/stream",
        "Says something; the answer as events, while it is written",
        {200: STREAM},
        _SAYING,
        body=inbound.ChatRequest,
        token="taken",
    ),
    Operation(
        "get",
        f"{_CHAT}/stream",
        "For EventSource: says something or resumes a thread; the header Last-Event-ID resumes",
        {200: STREAM},
        _SAYING,
        query=sse.StreamQuery,
        token="taken",
    ),
    Operation(
        "get",
        f"{_CHAT}/{{thread_id}}/history",
        "What was said in a thread",
        {200: shapes.HistoryPage},
        (*_OWN[:4], 429),
        query=talk.HistoryQuery,
    ),
    Operation(
        "post",
        f"{_CHAT}/{{thread_id}}/rating",
        "Stars for the newest conversation of a thread",
        {200: shapes.Rated},
        (*_OWN, 409),
        body=talk.Stars,
    ),
    Operation(
        "post",
        "/api/v1/ai/messages/{message_id}/rating",
        "A thumb on what the bot or a person said",
        {200: shapes.Rated},
        _OWN,
        body=talk.Thumb,
    ),
    Operation(
        "post",
        "/api/v1/ai/uploads",
        "A picture, ahead of the message that names it",
        {201: shapes.Uploaded},
        (401, 403, 408, 413, 415, 429),
        raw=SHOWN,
    ),
    Operation(
        "get",
        "/api/v1/ai/media/{media_id}",
        "A picture of the visitor's history",
        {200: "*/*"},
        (400, 401, 403, 404, 429),
    ),
    Operation(
        "post",
        "/api/v1/visitors",
        "A token for a new visitor, a fresh one for a known one, or one for a website's user",
        {200: shapes.VisitorAnswer},
        (400, 403, 413, 429),
        body=guests.VisitorRequest,
        optional_body=True,
        token="taken",
    ),
    Operation(
        "post",
        "/api/v1/visitors/logout",
        "Ends all of a visitor's tokens",
        {200: shapes.VisitorLeft},
        (401, 403, 429),
    ),
    Operation(
        "get",
        "/api/v1/widget",
        "What the widget has to know before anybody speaks",
        {200: looks.WidgetConfig},
        (403, 429),
        token="none",
    ),
    Operation(
        "post",
        _CONTACT,
        "Who the visitor says they are",
        {200: shapes.ContactAnswer},
        _OWN,
        body=contact.ContactForm,
    ),
    Operation(
        "post",
        f"{_CONTACT}/code",
        "A code by text, to prove a phone",
        {202: shapes.CodeSent},
        (*_OWN, 503),
        body=contact.CodeWish,
    ),
    Operation(
        "post",
        f"{_CONTACT}/proof",
        "The code, given back",
        {200: shapes.PhoneProved},
        (401, 403, 404, 413, 429),
        body=contact.CodeGiven,
        other_problems={400: shapes.WrongCodeProblem},
    ),
    Operation(
        "post",
        f"{_CONTACT}/text",
        "Goes on by text, to a phone that is proved",
        {202: shapes.TextSent},
        (*_OWN, 503),
        body=contact.TextWish,
    ),
    Operation(
        "get",
        f"{_STAFF}/proposals",
        "What waits for a yes that this token may give",
        {200: shapes.ProposalList},
        (401, 403, 429),
        token="staff",
    ),
    Operation(
        "post",
        f"{_STAFF}/proposals/{{proposal_id}}",
        "Decides on a proposal, and waits for what comes of it",
        {200: shapes.ProposalShown},
        (*_OWN, 409, 503, 504),
        body=staff.DecisionRequest,
        token="staff",
    ),
    Operation(
        "get",
        f"{_STAFF}/files/{{file_id}}",
        "A chart, an export, a long answer that an agent made",
        {200: "*/*"},
        (400, 401, 403, 404, 429),
        token="staff",
    ),
    Operation("get", "/healthz", "The process lives", {200: shapes.Status}, token="none"),
    Operation(
        "get",
        "/readyz",
        "The database answers and has the schema",
        {200: shapes.Status},
        token="none",
        other_problems={503: shapes.Status},
    ),
)


def what_went_wrong(status: int) -> str:
    """A status in words."""
    return _WHAT[status]
