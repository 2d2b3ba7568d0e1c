"""Who belongs to the staff: the members of their channel, and the admins."""

import time
from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Any

import structlog
from msgspec import structs

from bot.delivery import SendError, SendTrouble
from bot.errors import Away
from bot.messages import Colleague, Role
from channels.slack.client import SlackClient, answer_of

log = structlog.get_logger(__name__)

_MEMBERS_FOR, _NAMES_FOR = 60.0, 600.0  # seconds
_LONGEST_NAME = 80
_GUESTS = ("is_bot", "is_restricted", "is_ultra_restricted", "is_stranger", "deleted")


class SlackDirectory:
    """Implements Directory. Asks Slack, and remembers what it said for a while. admins: user ids,
    and ids of user groups. roles: the role that somebody was given at run time, by their id among
    the staff; None: none."""

    def __init__(
        self,
        client: SlackClient,
        channel: str,
        admins: Collection[str],
        roles: Callable[[str], Awaitable[Role | None]],
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client, self._channel, self._seconds = client, channel, seconds
        self._admins = frozenset(each for each in admins if not each.startswith("S"))
        self._admin_groups = tuple(each for each in admins if each.startswith("S"))
        self._roles = roles
        self._members: tuple[float, frozenset[str]] | None = None
        self._people: dict[str, tuple[float, Colleague | None]] = {}
        self._groups: tuple[float, frozenset[str]] | None = None

    async def find(self, user: str) -> Colleague | None:
        """The member of staff; None: neither in the channel nor an admin, or a guest, a bot or
        somebody of another workspace. Raises Away, and SendError where Slack refuses us."""
        try:
            is_admin = user in self._admins or user in await self._in_groups()
            if not is_admin and user not in await self._in_channel():
                return None
            person = await self._person(user)
        except SendError as error:
            if error.trouble is SendTrouble.REFUSED:
                raise
            raise Away("Slack", error.after or 5.0) from error
        if person is None:
            return None
        given = await self._roles(person.id)
        return structs.replace(person, role=given or ("admin" if is_admin else person.role))

    async def _in_groups(self) -> frozenset[str]:
        if not self._admin_groups:
            return frozenset()
        if self._groups is None or self._seconds() - self._groups[0] > _MEMBERS_FOR:
            found = [await self._asked_group(group) for group in self._admin_groups]
            self._groups = self._seconds(), frozenset().union(*found)
        return self._groups[1]

    async def _asked_group(self, group: str) -> frozenset[str]:
        """Who is in a user group; one that we may not see holds nobody, and locks nobody out."""
        asked = self._client().usergroups_users_list(usergroup=group)
        try:
            return frozenset((await answer_of(asked))["users"])
        except SendError as error:
            if error.trouble is not SendTrouble.REFUSED:
                raise
            log.warning("a group of SLACK_ADMIN_USERS is not seen", group=group)
            return frozenset()

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
        return told.get("team_id") == await self._client.team()

    def _colleague(self, told: Mapping[str, Any]) -> Colleague:
        profile = told.get("profile") or {}
        name = profile.get("display_name") or profile.get("real_name") or told.get("name") or "Team"
        return Colleague(f"slack:{told['id']}", str(name)[:_LONGEST_NAME])
