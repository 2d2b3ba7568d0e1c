"""A small business for the desk's embedded model: what its tools would answer, without them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from agents.models.desk.grammar import business
from agents.models.desk.model import DeskModel
from agents.ports import ModelRequest, Situation, ToolSpec
from bot.business.profile import Profile
from bot.business.profile_files import load_profile
from bot.business.scope import Scope
from bot.messages import Colleague, Message, ToolCall

NOW = datetime(2027, 5, 20, 18, 0, tzinfo=UTC)  # Thursday, 11 am in Los Angeles
_MOST_STEPS = 12

LEADS = [
    {"id": "ld-ruiz", "status": "new", "name": "Bianca Ruiz", "phone": "+13105550142",
     "date": "2027-06-12", "when": "Saturday, June 12 at 6 pm", "guests": 45, "place": "Torrance",
     "needs_person": False, "age": "2 hours"},
    {"id": "ld-castillo", "status": "contacted", "name": "Rob Castillo", "phone": "+13105550188",
     "date": "2027-06-05", "when": "Saturday, June 5", "guests": 50, "place": "Long Beach",
     "needs_person": False, "assigned_to": "Sam", "age": "1 day"},
    {"id": "ld-patel", "status": "new", "name": "Priya Patel", "phone": "+13105550177",
     "date": "2027-07-03", "when": "Saturday, July 3", "guests": 600, "place": "Irvine",
     "needs_person": True, "age": "3 days"},
    {"id": "ld-gomez1", "status": "quoted", "name": "Ana Gomez", "guests": 30, "age": "4 days",
     "needs_person": False},
    {"id": "ld-gomez2", "status": "new", "name": "Luis Gomez", "guests": 20, "age": "5 days",
     "needs_person": False},
]  # fmt: skip
BOOKINGS = [
    {"id": "bk-lee", "status": "held", "name": "Ann Lee", "phone": "+12135550188",
     "date": "2027-05-22", "when": "Saturday, May 22 at 4 pm", "guests": 40, "place": "Torrance",
     "total": "$1,234.50", "deposit_due": "$617.25"},
    {"id": "bk-ortiz", "status": "confirmed", "name": "Karen Ortiz", "phone": "+12135550177",
     "date": "2027-05-29", "when": "Saturday, May 29 at 5 pm", "guests": 25},
    {"id": "bk-chen", "status": "held", "name": "David Chen", "phone": "+12135550166",
     "date": "2027-06-05", "when": "Saturday, June 5 at 1 pm", "guests": 60},
]  # fmt: skip
CUSTOMERS = [
    {"id": "cu-ruiz", "name": "Bianca Ruiz", "phone": "+13105550142"},
    {"id": "cu-lee", "name": "Ann Lee", "phone": "+12135550188"},
    {"id": "cu-patel", "name": "Priya Patel", "phone": "+13105550177"},
    {"id": "cu-chen", "name": "David Chen", "phone": "+12135550166"},
    {"id": "cu-gomez1", "name": "Ana Gomez", "phone": "+12135550155"},
    {"id": "cu-gomez2", "name": "Luis Gomez", "phone": "+12135550154"},
]
CHATS = [
    {"id": "cv-ruiz", "name": "Bianca Ruiz", "phone": "+13105550142", "channel": "sms",
     "status": "waiting", "waiting_since": "today 10:40 am",
     "last": {"at": "today 10:40 am", "who": "Customer", "text": "can I talk to a person"}},
    {"id": "cv-okafor", "name": "Ngozi Okafor", "phone": "+13105550133", "channel": "web",
     "status": "held", "held_by": "Sam",
     "last": {"at": "today 9 am", "who": "Sam", "text": "one moment"}},
]  # fmt: skip
TODOS = [
    {"id": "td-1", "text": "call Ruiz", "due": "tomorrow 9 am", "overdue": False},
    {"id": "td-2", "text": "order propane", "overdue": False},
]
LETTERS = [
    {"id": "dl-1", "direction": "out", "channel": "sms", "whose": "Ann Lee", "what": "reply: Hi",
     "why": "undelivered", "age": "3 hours"},
    {"id": "dl-2", "direction": "in", "channel": "sms", "whose": "+14155550102", "what": "hello?",
     "why": "failed again and again", "age": "2 days"},
]  # fmt: skip


@cache
def profile() -> Profile:
    return load_profile(Path("business"))


class World:
    """Answers calls, and remembers them. agent: who is asked; role: of the one who asks."""

    def __init__(self, agent: str = "staff", role: str | None = None) -> None:
        self.agent, self.role = agent, role or ("admin" if agent == "admin" else "staff")
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.messages: list[Message] = []
        self._turn = 0

    async def asks(self, *texts: str) -> str:
        """A request, carried out as the loop does; what is said in the end."""
        self._turn += 1
        for text in texts:
            self._add("user", text)
        for _ in range(_MOST_STEPS):
            answer = await DeskModel().answer(self.request(), lambda _: None)
            if not answer.tool_calls:
                self._add("assistant", answer.text)
                return answer.text
            self._carry(answer.tool_calls)
        raise AssertionError(f"no answer after {_MOST_STEPS} steps: {self.calls}")

    def _carry(self, calls: Sequence[ToolCall]) -> None:
        step = [
            ToolCall(f"call_{len(self.calls)}_{at}", call.name, call.arguments)
            for at, call in enumerate(calls)
        ]
        self._add("assistant", "", tool_calls=tuple(step))
        for call in step:
            arguments = orjson.loads(call.arguments)
            self.calls.append((call.name, arguments))
            result = orjson.dumps(answer_of(call.name, arguments)).decode()
            self._add("tool", result, tool_call_id=call.id)
            if call.name == "transfer":
                self.agent = arguments["agent"]

    def _add(self, role: Any, content: str, **more: Any) -> None:
        at = NOW + timedelta(minutes=self._turn - 1)
        self.messages.append(Message(role, content, role, "slack", at, **more))

    def request(self) -> ModelRequest:
        scope = Scope(
            conversation_id=1, thread_id="t", lane_id=1, turn_id=self._turn, channel="slack",
            agent=self.agent, customer_id=None, phone=None, name=None,
            received_at=NOW + timedelta(minutes=self._turn - 1), profile=profile(),
            profile_version=1, staff=Colleague("slack:U1", "Sam", self.role),  # type: ignore[arg-type]
        )  # fmt: skip
        return ModelRequest(
            agent=self.agent,
            system="",
            tools=tuple(ToolSpec(name, "", {}) for name in sorted(tools_of(self.agent))),
            messages=tuple(self.messages),
            situation=Situation(scope, {}, (), "none", "none", False),
        )


def tools_of(agent: str) -> set[str]:
    owners = {"staff": {"staff"}, "admin": {"staff", "admin"}, "analytics": {"analytics"}}[agent]
    return {tool for tool, owner in business().items() if owner in owners} | {
        "transfer", "find_customers",
    }  # fmt: skip


def answer_of(tool: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """What a tool answers, in the shape that it has."""
    if tool in _LISTS:
        return dict(_LISTS[tool](arguments))
    if tool in _PROPOSING:
        return {"proposed": f"{tool} {dict(arguments)}", "proposal": "pr-1", "message": "Waits."}
    if tool in _SINGLE:
        kind, rows = _SINGLE[tool]
        found = next((row for row in rows if row["id"] == arguments[kind]), None)
        missing = {"error": "refused", "message": f"there is no {kind} like that"}
        return dict(found) if found else missing
    return {"done": f"Done: {tool}."}


def _leads(arguments: Mapping[str, Any]) -> dict[str, Any]:
    status = arguments.get("status", "open")
    rows = [row for row in LEADS if status in ("open", "all", row["status"])]
    return {"found": len(rows), "leads": rows}


def _bookings(arguments: Mapping[str, Any]) -> dict[str, Any]:
    first, last = arguments.get("first", "2027-05-20"), arguments.get("last", "2027-07-19")
    rows = [row for row in BOOKINGS if first <= str(row["date"]) <= last]
    return {"first": first, "last": last, "found": len(rows), "guests": 1, "bookings": rows}


def _customers(arguments: Mapping[str, Any]) -> dict[str, Any]:
    query = arguments["query"].lower().strip("+")
    rows = [
        row
        for row in CUSTOMERS
        if all(part in f"{row['name']} {row['phone']}".lower() for part in query.split())
    ]
    return {"found": len(rows), "customers": rows, "inquiries": []}


def _chats(arguments: Mapping[str, Any]) -> dict[str, Any]:
    which = arguments["which"]
    rows = CHATS if which == "recent" else [row for row in CHATS if row["status"] == which]
    return {"which": which, "found": len(rows), "conversations": rows}


def _day(arguments: Mapping[str, Any]) -> dict[str, Any]:
    day = date.fromisoformat(arguments["day"])
    return {"date": str(day), "day": "", "booked": 40, "capacity": 500, "left": 460,
            "blocked": False, "bookings": []}  # fmt: skip


_LISTS: dict[str, Any] = {
    "list_leads": _leads,
    "list_bookings": _bookings,
    "find_customers": _customers,
    "list_conversations": _chats,
    "get_capacity": _day,
    "list_todos": lambda _: {"found": len(TODOS), "todos": TODOS},
    "list_dead_letters": lambda _: {"dead_letters": LETTERS, "more": 0},
    "list_knowledge_pages": lambda _: {"pages": [{"page": "faq", "title": "FAQ"}]},
    "transfer": lambda arguments: {"transferred": arguments["agent"]},
    "get_quote": lambda _: {"say": "That is $1.", "exact": True, "total": "$1.00", "notes": []},
    "search_knowledge": lambda _: {"passages": [{"title": "Pages", "text": "So it is."}]},
    "query": lambda _: {"columns": ["month", "bookings"], "rows": [["2027-05", 3]]},
}
_SINGLE: dict[str, tuple[str, list[dict[str, Any]]]] = {
    "get_lead": ("lead", LEADS),
    "get_booking": ("booking", BOOKINGS),
    "customer_card": ("customer", CUSTOMERS),
    "read_conversation": ("conversation", CHATS),
}
_PROPOSING = frozenset(
    "create_booking change_booking confirm_booking cancel_booking convert_lead block_dates"
    " unblock_dates set_day_capacity send_message change_setting undo_setting pause_bot resume_bot"
    " retry_dead_letter drop_dead_letter set_role write_knowledge_page remove_knowledge_page"
    " erase_customer".split()
)
