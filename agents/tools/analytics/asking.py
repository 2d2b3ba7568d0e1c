"""Asking the data for the one who asks: whose zone, what day it is, what they may see."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from msgspec import Struct

from agents.tools.analytics.results import find_result, is_admin
from agents.tools.tool import Desk
from bot.business.scope import Scope
from bot.errors import CommandRefused
from storage.analytics.engine import Analytics, Answer, Asked
from storage.analytics.errors import QueryRefused

_ADMINS_ONLY = "personal columns are for admins only: leave personal out, and say so"


class Table(Struct, frozen=True):
    """Rows to work with. cut: there are more than these. personal: only admins may see them."""

    columns: list[str]
    rows: list[list[Any]]
    cut: bool = False
    personal: bool = False


class Archive:
    """The data as analytics tools ask it."""

    def __init__(self, analytics: Analytics, now: Callable[[], datetime]) -> None:
        self.analytics, self.now = analytics, now

    def asked(self, scope: Scope, sql: str, *, personal: bool) -> Asked:
        """A query as it is put. Raises CommandRefused where somebody may not put it."""
        if personal and not is_admin(scope):
            raise CommandRefused(_ADMINS_ONLY)
        profile = scope.profile
        return Asked(
            sql=sql,
            zone=profile.business.timezone,
            now=self.now(),
            capacity=profile.guests.capacity_per_day,
            personal=personal,
        )

    async def ask(self, scope: Scope, sql: str, *, personal: bool = False) -> Answer:
        """A query's answer. Raises CommandRefused."""
        try:
            return await self.analytics.ask(self.asked(scope, sql, personal=personal))
        except QueryRefused as refused:
            raise CommandRefused(str(refused)) from None

    async def table(self, scope: Scope, desk: Desk, result: str | None, sql: str | None) -> Table:
        """The rows of a query, or of a named result; neither: of the newest result. Raises
        CommandRefused."""
        if sql is not None:
            answer = await self.ask(scope, sql)
            return Table(answer.columns, answer.rows, answer.cut)
        found = find_result(desk, scope, result)
        if found.rows is not None:
            return Table(found.columns, found.rows, personal=found.personal)
        if found.sql is None:
            raise CommandRefused(f"{found.name} is not kept any more: make it again")
        answer = await self.ask(scope, found.sql, personal=found.personal)
        return Table(answer.columns, answer.rows, answer.cut, found.personal)
