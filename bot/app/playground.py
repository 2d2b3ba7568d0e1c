"""The bot behind the playground: what its page shows of it, and does with it."""

from collections.abc import Collection
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.app.parts import plain
from bot.app.staging import Staged, own_address
from bot.app.storage import file_of
from bot.errors import NoSuchConversation
from bot.messages import LaneAddress
from bot.settings import Settings
from channels.playground.account import Account
from channels.playground.carrier import Addresses
from channels.playground.house import Business, Said, Talk
from channels.playground.site import Playground
from channels.web.inbound import COOKIE
from storage import conversations, desk
from storage.desk import Listed

if TYPE_CHECKING:
    from bot.app.root import App

STAFF, STAFF_NAME = "playground", "Alex"


def playground_of(app: "App", settings: Staged) -> Playground:
    """The playground of a process."""
    number = settings.twilio_phone_number or ""
    account = Account(
        sid=settings.twilio_account_sid or "",
        auth_token=plain(settings.twilio_auth_token),
        number=number,
        slack_token=plain(settings.slack_bot_token),
        channel=settings.slack_staff_channel or "",
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

    async def talks(self, since: datetime) -> list[Talk]:
        return [_talk(row) for row in await self._app.database.read(desk.listed, since)]

    async def said(self, conversation: str) -> list[Said]:
        if await self._app.database.read(conversations.by_thread, conversation) is None:
            raise NoSuchConversation("there is no such conversation")
        return [_line(row) for row in await self._app.database.read(desk.said, conversation)]

    async def claim(self, conversation: str) -> bool:
        return await self._app.handoff.claim(conversation, STAFF, STAFF_NAME)

    async def say(self, conversation: str, words: str, event_id: str) -> str:
        event = f"{STAFF}:{conversation}:{event_id}"
        return await self._app.handoff.say(conversation, STAFF, STAFF_NAME, words, event_id=event)

    async def give_back(self, conversation: str) -> bool:
        return await self._app.handoff.give_back(conversation, STAFF)

    async def typing(self, conversation: str) -> None:
        await self._app.handoff.typing(conversation)

    async def is_settled(self, phone: str) -> bool:
        return await self._app.database.read(desk.is_settled, self._lane(phone))

    async def talk_of(self, outbox_id: str) -> str | None:
        return await self._app.database.read(desk.conversation_of, outbox_id)

    def _lane(self, phone: str) -> str:
        return LaneAddress("sms", phone, self._number).key


def _talk(row: Listed) -> Talk:
    asked, claimed = row.person_asked_at, row.claimed_at
    return Talk(
        id=row.thread_id,
        channel=row.channel,
        words=row.words,
        author=row.author.partition(":")[0],
        at=row.at,
        seq=row.seq,
        name=_name(row),
        phone=row.address if row.mailbox_channel in ("sms", "customer") else None,
        waits=row.claimed_by is None and asked is not None and (claimed is None or claimed < asked),
        held_by=row.claimed_name if row.claimed_by else None,
        ours=row.claimed_by == STAFF,
        inquiry=row.inquiry,
    )


def _name(row: Listed) -> str | None:
    """As they said it here, else as they ever did."""
    said = row.details.get("name", {}).get("value")
    return str(said) if said else row.customer


_AUTHORS = {"customer": "customer", "agent": "assistant", "staff": "staff", "note": "note"}


def _line(row: desk.Said) -> Said:
    return Said(
        id=row.public_id,
        author=_AUTHORS[row.author.partition(":")[0]],
        words=row.content,
        channel=row.channel,
        at=row.created_at,
        name=(row.metadata or {}).get("name"),
    )
