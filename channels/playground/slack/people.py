"""Who is in the workspace: two members of staff, an admin of theirs, and the bot."""

from typing import Any

from msgspec import Struct

TEAM, APP, BOT, BOT_USER = "T0TEAM0001", "A0APP00001", "B0BOT00001", "U0BOT00001"
STAFF_CHANNEL = "C0STAFF001"


class Person(Struct, frozen=True):
    """Somebody who can be played on the page."""

    id: str
    name: str
    role: str

    @property
    def direct(self) -> str:
        """The channel of their direct messages with the bot."""
        return f"D{self.id[1:]}"


PEOPLE = (
    Person("U0SAM00001", "Sam", "staff"),
    Person("U0KIM00001", "Kim", "staff"),
    Person("U0ADA00001", "Ada", "admin"),
)
ADMINS = tuple(person.id for person in PEOPLE if person.role == "admin")
BY_ID = {person.id: person for person in PEOPLE}
BY_DIRECT = {person.direct: person for person in PEOPLE}


def user(id: str, bot: str) -> dict[str, Any] | None:
    """A user object: https://docs.slack.dev/reference/objects/user-object. bot: the bot's name."""
    person = BY_ID.get(id)
    if person is None and id != BOT_USER:
        return None
    name = person.name if person else bot
    return {
        "id": id,
        "team_id": TEAM,
        "name": name.lower(),
        "real_name": name,
        "deleted": False,
        "is_admin": bool(person and person.role == "admin"),
        "is_bot": person is None,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "tz": "America/Los_Angeles",
        "profile": {"real_name": name, "display_name": name},
    }
