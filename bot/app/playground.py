"""The bot behind the playground: what its page shows of it, and does with it."""

from collections.abc import Collection
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.app.parts import plain
from bot.app.staging import Staged, own_address
from bot.app.storage import file_of
from bot.messages import LaneAddress
from bot.settings import Settings
from channels.playground.account import Account
from channels.playground.carrier import Addresses
from channels.playground.house import Business
from channels.playground.site import Playground
from channels.web.inbound import COOKIE
from storage import desk

if TYPE_CHECKING:
    from bot.app.root import App


def playground_of(app: "App", settings: Staged) -> Playground:
    """The playground of a process."""
    number = settings.twilio_phone_number or ""
    account = Account(
        sid=settings.twilio_account_sid or "",
        auth_token=plain(settings.twilio_auth_token),
        number=number,
        slack_token=plain(settings.slack_bot_token),
        signing_secret=plain(settings.slack_signing_secret),
    )
    public = settings.base_url or f"http://localhost:{settings.port}"
    addresses = Addresses(public, own_address(settings.host, settings.port))
    return Playground(AppHouse(app, number), account, addresses, _file(settings), COOKIE)


def _file(settings: Settings) -> Path | None:
    """Beside the database's file: it stands for vendors, who forget nothing when a bot stops. A
    server's database has no place beside it that is this process's alone."""
    database = file_of(settings)
    return Path(f"{database}.playground") if database else None


class AppHouse:
    """Implements channels.playground.house.House. number: the business's, that phones text."""

    def __init__(self, app: "App", number: str) -> None:
        self._app, self._number = app, number
        profile = app.rules().profile
        self.business = Business(
            name=profile.business.name,
            description=profile.business.description,
            phone=profile.business.phone,
            event_types=tuple(profile.service.event_types),
            included=tuple(profile.service.included),
        )

    def now(self) -> datetime:
        return self._app.clock.now()

    def today(self) -> date:
        return self._app.rules().profile.local(self.now()).date()

    async def known(self, phones: Collection[str]) -> set[str]:
        keys = {self._lane(phone): phone for phone in phones}
        found = await self._app.database.read(desk.known_lanes, list(keys))
        return {keys[key] for key in found}

    async def release(self, since: datetime) -> None:
        for conversation, holder in await self._app.database.read(desk.held, since):
            await self._app.handoff.give_back(conversation, holder)

    async def is_settled(self, phone: str) -> bool:
        return await self._app.database.read(desk.is_settled, self._lane(phone))

    async def picture(self, outbox_id: str, newer: int) -> tuple[str, bytes] | None:
        return await self._app.database.read(desk.picture, outbox_id, newer)

    def _lane(self, phone: str) -> str:
        return LaneAddress("sms", phone, self._number).key
