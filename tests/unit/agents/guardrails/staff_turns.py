"""Turns of staff's agents: what was asked, and what tools returned."""

from typing import Any

from msgspec import Struct

Result = tuple[str, dict[str, Any]]


class Turn(Struct, frozen=True):
    """asked: by one of the staff. results: (tool, result) of this turn, in order. before: those
    of earlier turns. notes: what became of proposals."""

    asked: str
    results: tuple[Result, ...] = ()
    before: tuple[Result, ...] = ()
    notes: tuple[str, ...] = ()


_MESSAGE = "Nothing is done yet. A card with Approve, Edit and Cancel was posted: say so."
_ANNA = {
    "id": "cu1", "name": "Anna Lee", "phones": [{"phone": "+14155550101", "proved": True}],
    "bookings": [
        {"id": "b1", "status": "held", "name": "Anna Lee", "date": "2027-06-12",
         "when": "Saturday, June 12 at 6 pm", "guests": 45, "place": "Torrance",
         "total": "$1,687.50", "deposit_due": "$843.75"},
    ],
    "leads": [], "notes": [{"at": "yesterday 4 pm", "by": "Kim", "text": "Prefers the garden."}],
    "facts": [{"kind": "dietary", "value": "shellfish allergy"}],
    "messages": [
        {"at": "Monday 3 pm", "channel": "sms", "who": "Assistant",
         "text": "For 30 guests the total is $900.00 with tax."},
        {"at": "yesterday 2 pm", "channel": "sms", "who": "Customer",
         "text": "yes confirmed, we are 45 now. i sent the deposit by check"},
        {"at": "yesterday 3 pm", "channel": "sms", "who": "Kim", "text": "Great, see you then!"},
    ],
}  # fmt: skip
_LEADS = {
    "found": 5, "leads": [
        {"id": "l1", "status": "new", "name": "Bianca Ruiz", "phone": "+13105550142",
         "when": "Saturday, June 12 at 6 pm", "date": "2027-06-12", "guests": 45,
         "place": "Torrance", "estimate": "$1,125 to $1,575", "untouched": True, "age": "2 hours"},
        {"id": "l2", "status": "contacted", "name": "Rob Castillo", "guests": 50,
         "when": "Saturday, June 5", "date": "2027-06-05", "assigned_to": "Sam", "age": "1 day"},
        {"id": "l3", "status": "new", "name": "Priya Patel", "guests": 600, "needs_person": True,
         "when": "Saturday, July 3", "date": "2027-07-03", "age": "3 days"},
        {"id": "l4", "status": "quoted", "name": "Joe Park", "guests": 20, "age": "4 days"},
        {"id": "l5", "status": "quoted", "name": "Mia Chan", "guests": 25, "age": "6 days"},
    ],
}  # fmt: skip
_CALENDAR = {
    "first": "2027-06-07", "last": "2027-06-13", "booked": 85, "days": [
        {"date": "2027-06-07", "day": "Monday, June 7", "booked": 0, "capacity": 500, "left": 500,
         "blocked": False, "closed": "closed on Mondays", "bookings": []},
        {"date": "2027-06-09", "day": "Wednesday, June 9", "booked": 0, "capacity": 500, "left": 0,
         "blocked": True, "blocked_reason": "staff wedding", "bookings": []},
        {"date": "2027-06-12", "day": "Saturday, June 12", "booked": 85, "capacity": 500,
         "left": 415, "blocked": False, "bookings": [
             {"id": "b1", "status": "held", "name": "Anna Lee", "guests": 45},
             {"id": "b2", "status": "confirmed", "name": "Tom Ito", "guests": 40}]},
    ],
}  # fmt: skip
_TALKS = {
    "which": "waiting", "found": 2, "conversations": [
        {"id": "c1", "status": "active", "name": "Anna Lee", "phone": "+14155550101",
         "channel": "sms", "waiting_since": "today 10:40 am",
         "last": {"who": "Customer", "text": "is anybody there?"}},
        {"id": "c2", "status": "active", "name": "Ben Ray", "channel": "web", "held_by": "Kim",
         "last": {"who": "Kim", "text": "One moment"}},
    ],
}  # fmt: skip
_QUOTE = {
    "guests": 40,
    "total": "$1,310.42",
    "deposit": "$655.21",
    "travel_fee": "$25.00",
    "lines": [{"name": "Chicken", "count": 40, "each": "$28.00", "sum": "$1,120.00"}],
}
_QUERY = {"result": "r1", "columns": ["month", "bookings", "revenue_dollars"],
          "rows": [["2027-03", 4, 5200.5], ["2027-04", 7, 9100.0], ["2027-05", 9, 12650.25]],
          "row_count": 3}  # fmt: skip
_SPEND = {
    "today": {"spent": "$1.24", "limit": "$100.00", "alert_at": "$75.00"},
    "since": "2027-05-14",
    "until": "2027-05-20",
    "total": {"models": "$6.10", "texts": "$2.31", "together": "$8.41"},
    "texts": {"sent": 210, "segments": 260, "received": 180},
    "customers": {"cost": "$7.02", "conversations": 80, "per_conversation": "$0.0878"},
}
_AUDIT = {"entries": [
    {"at": "May 19, 4 pm", "by": "Kim", "action": "block_dates", "subject": "day:2027-06-09",
     "before": {"blocked": False}, "after": {"blocked": True}},
    {"at": "May 18, 9 am", "by": "Ada", "action": "change_setting", "subject": "setting:prices",
     "before": {"deposit_percent": 40}, "after": {"deposit_percent": 50}},
]}  # fmt: skip
_HEALTH = {"well": True, "problems": [], "dead_letters": 0, "paused": ["web"],
           "inbox": {"waiting": 0}, "outbox": {"waiting": 2}}  # fmt: skip


def _proposed(tool: str, title: str) -> Result:
    return tool, {"proposed": title, "proposal": "p1", "message": _MESSAGE}


def _done(tool: str, said: str, **told: Any) -> Result:
    return tool, {"done": said, **told}


def _refused(tool: str, why: str) -> Result:
    return tool, {"error": "refused", "message": why}


CARD = Turn("what's with anna lee?", (("customer_card", _ANNA),))
LEADS = Turn("new leads?", (("list_leads", _LEADS),))
WEEK = Turn("how does the week of june 7 look", (("calendar", _CALENDAR),))
WAIT = Turn("who is waiting", (("list_conversations", _TALKS),))
QUOTE = Turn("quote for 40 with chicken", (("get_quote", _QUOTE),))
FIGURES = Turn("bookings and revenue since march", (("query", _QUERY),))
SPEND = Turn("what did we spend this week", (("spend_report", _SPEND),))
AUDIT = Turn("who blocked june 9", (("audit_log", _AUDIT),))
HEALTH = Turn("how is the bot", (("system_health", _HEALTH),))
CHART = Turn("draw that", (("make_chart", {"file": "f1", "name": "x.png", "points": 3}),),
             before=(("query", _QUERY),))  # fmt: skip
BLOCK = Turn("block june 5", (_proposed("block_dates", "Block Saturday, June 5"),))
SEND = Turn("tell anna we come at 5",
            (_proposed("send_message", "Send a message to Anna Lee"),))  # fmt: skip
CANCEL = Turn("cancel anna's booking, she is ill",
              (_proposed("cancel_booking", "Cancel the booking of Anna Lee"),))  # fmt: skip
LOSING = Turn(
    "patel is a no", (_proposed("lose_lead", "Close the inquiry of Priya Patel as lost"),)
)
LOST = Turn("mark castillo as lost: too dear",
            (_done("lose_lead", "The inquiry of Rob Castillo is lost: too dear"),))  # fmt: skip
QUOTED = Turn("sent bianca a quote",
              (_done("set_lead_status", "The inquiry of Bianca Ruiz is quoted now."),))  # fmt: skip
NOTED = Turn("note on anna: wants the garden", (_done("add_note", "Noted on Anna Lee."),))
TODO = Turn("remind me to call anna friday 9am",
            (_done("add_todo", "To-do for Sam, due Friday 9 am: Call Anna."),))  # fmt: skip
TAKEN = Turn("take over anna's chat", (_done(
    "take_over", "Sam has the conversation with Anna Lee; the assistant is silent there until it "
    "is given back."),))  # fmt: skip
CLOSED = Turn(
    "close ben's chat", (_done("close_conversation", "The conversation with Ben Ray is closed."),)
)
ASSIGNED = Turn("give bianca to kim", (_done("assign_lead", "The inquiry of Bianca Ruiz is Kim’s "
                                             "now."),))  # fmt: skip
REFUSED = Turn("block june 5", (_refused("block_dates", "Saturday, June 5 is blocked already"),))
SEVERAL = Turn("take over ann", (_refused(
    "take_over", 'several conversations fit "ann": Anna Lee (id c1, sms); Ann Wu (id c9, web). '
    "Ask which"),))  # fmt: skip
APPROVED = Turn("is june 5 blocked now?", (), before=(_proposed("block_dates", "Block Saturday, "
                "June 5"),), notes=("Block Saturday, June 5: approved by Kim. Saturday, June 5 is "
                "blocked.",))  # fmt: skip
SENT_BEFORE = Turn("did anna get the message?", (), before=(_proposed("send_message", "Send a "
                   "message to Anna Lee"),), notes=("Send a message to Anna Lee: approved by Sam. "
                   "Sent to Anna Lee by text message.",))  # fmt: skip
NOTHING = Turn("hi")
REPORT = Turn(
    "post it every monday at 8",
    (_done("schedule_report", "Revenue is posted every Monday at 8 am, next on Monday, May 24."),),
)
