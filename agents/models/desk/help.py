"""What each agent can do without a language model, in a few lines to copy."""

_STAFF = (
    '"leads", "assign 1 to me", "convert the ruiz lead", "lose patel: too expensive"',
    '"who do we have saturday", "confirm lee, deposit 400", "move it to june 6"',
    '"what\'s free next weekend", "block june 5", "quote 40 adults 10 kids in irvine with shrimp"',
    '"who is waiting", "take over 1", "tell bianca we can do 5pm", "remind me at 9am to call"',
)
_ADMIN = (
    '"settings", "chicken price to 27", "closed on dec 24", "undo that"',
    '"pause texts", "resume texts", "health", "spend today"',
    '"dead letters", "retry 1", "audit of yesterday", "roles", "make Kim an admin"',
    '"knowledge pages", "export the data of ann lee"; and all that staff can ask',
)
_ANALYTICS = (
    '"leads per week this year", "bookings by status", "revenue last month"',
    '"chart of leads per week", "conversations by channel as a chart"',
    '"export bookings this year as excel", "csv of leads since january"',
    '"response times", "how did we do last month", "send us leads per week every monday"',
)
_LINES = {"staff": _STAFF, "admin": _ADMIN, "analytics": _ANALYTICS}


def help_text(agent: str, *, asked: bool) -> str:
    """asked: help was wished for; else nothing was understood."""
    head = "I read short, plain requests. For example:"
    if not asked:
        head = f"I did not understand that. {head}"
    return "\n".join([head, *(f"- {line}" for line in _LINES.get(agent, _STAFF))])
