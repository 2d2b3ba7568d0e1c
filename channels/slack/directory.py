"""Who belongs to the staff: the members of their channel, and the admins."""

import time
from collections.abc import Callable, Collection, Mapping
from typing import Any

from bot.errors import Away
from bot.messages import Colleague, Role, SendError, SendTrouble
from channels.slack.client import SlackClient, answer_of

_MEMBERS_FOR, _NAMES_FOR = 60.0, 600.0  # seconds
_LONGEST_NAME = 80
_GUESTS = ("is_bot", "is_restricted", "is_ultra_restricted", "is_stranger", "deleted")


class SlackDirectory:
    """Implements Directory. Asks Slack, and remembers what it said for a while."""

    def __init__(
        self,
        client: SlackClient,
        channel: str,
        admins: Collection[str],
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client, self._channel, self._admins = client, channel, frozenset(admins)
        self._seconds = seconds
        self._members: tuple[float, frozenset[str]] | None = None
        self._people: dict[str, tuple[float, Colleague | None]] = {}
        self._team: str | None = None

    async def find(self, user: str) -> Colleague | None:
        """The member of staff; None: neither in the channel nor an admin, or a guest, a bot or
        somebody of another workspace. Raises Away, and SendError where Slack refuses us."""
        try:
            if user not in self._admins and user not in await self._in_channel():
                return None
            return await self._person(user)
        except SendError as error:
            if error.trouble is SendTrouble.REFUSED:
                raise
            raise Away("Slack", error.after or 5.0) from error

    async def _in_channel(self) -> frozenset[str]:
        if self._members is None or self._seconds() - self._members[0] > _MEMBERS_FOR:
            self._members = self._seconds(), frozenset(await self._asked_members())
        return self._members[1]

    async def _asked_members(self) -> list[str]:
        found: list[str] = []
        cursor: str | None = None
        while True:
            asked = self._client().conversations_members(
                channel=self._channel, limit=200, cursor=cursor
            )
            page = await answer_of(asked)
            found += page["members"]
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return found

    async def _person(self, user: str) -> Colleague | None:
        known = self._people.get(user)
        if known is None or self._seconds() - known[0] > _NAMES_FOR:
            told = (await answer_of(self._client().users_info(user=user)))["user"]
            colleague = self._colleague(told) if await self._is_of_ours(told) else None
            known = self._people[user] = self._seconds(), colleague
        return known[1]

    async def _is_of_ours(self, told: Mapping[str, Any]) -> bool:
        if any(told.get(guest) for guest in _GUESTS):
            return False
        if self._team is None:
            self._team = str((await answer_of(self._client().auth_test()))["team_id"])
        return told.get("team_id") == self._team

    def _colleague(self, told: Mapping[str, Any]) -> Colleague:
        profile = told.get("profile") or {}
        name = profile.get("display_name") or profile.get("real_name") or told.get("name") or "Team"
        role: Role = "admin" if told["id"] in self._admins else "staff"
        return Colleague(f"slack:{told['id']}", str(name)[:_LONGEST_NAME], role)
