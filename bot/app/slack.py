"""The staff's desk in Slack, as the settings want it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from bot.app.parts import plain, slack_client
from bot.desk.bridge import Bridge
from bot.desk.desktop import Desktop
from bot.desk.drafts import Drafts
from bot.desk.forms import Form
from bot.desk.handoff import Handoff
from bot.desk.home import Home
from bot.desk.routing import asked_for
from bot.desk.screens import Screens
from bot.desk.staffroom import Act
from bot.desk.threads import Threads
from bot.desk.thumbs import RATED, rate
from bot.messages import Inbound
from channels.slack.bolt import Bolt
from channels.slack.clicks import SlackClicks
from channels.slack.directory import SlackDirectory
from channels.slack.door import SlackDoor
from channels.slack.events import SlackEvents
from channels.slack.listeners import Listeners
from channels.slack.screen import SlackScreen
from channels.slack.signature import Signature
from channels.slack.socket import SocketMode
from storage import inbox

if TYPE_CHECKING:
    from bot.app.root import App


class SlackDesk:
    """What staff do in Slack. bridge, drafts, desktop: carry it out. door: where Slack posts it to.
    socket: where it comes by itself; None: it does not. screens: show what is being answered."""

    def __init__(self, app: "App", handoff: Handoff, threads: Threads) -> None:
        settings, database = app.settings, app.database
        client, channel = slack_client(settings), settings.slack_staff_channel or ""
        admins = settings.slack_admin_users
        self.directory = SlackDirectory(client, channel, admins, app.rulebook.role_of)
        self.threads = threads
        self.bridge = Bridge(database, app.clock, handoff, threads)
        self.drafts = Drafts(
            database, app.clock, app.bells, app.rules, handoff, threads, app.agents.suggest
        )
        handoff.on_taken = self.drafts.ask
        home = Home(
            app.clock, app.rules, app.approvals, handoff, threads, lambda: app.rulebook.wall().limit
        )
        self.desktop = Desktop(app.clock, home)
        self.screens = Screens(
            database,
            app.clock,
            app.live,
            SlackScreen(client),
            streaming=app.rulebook.streaming,
        )
        house = _House(app, self)
        clicks = SlackClicks(channel, app.clock)
        secret = plain(settings.slack_signing_secret)
        self.door = SlackDoor(
            Signature(secret) if secret else None,
            SlackEvents(channel, app.clock),
            self.directory,
            house,
            Bolt(client, Listeners(client, clicks, self.directory, house)),
        )
        token = plain(settings.slack_app_token)
        self.socket = SocketMode(token, client, self.door) if token else None

    async def begin(self) -> None:
        """Makes ready for clicks, which wait for three seconds and no longer; and listens by
        itself, where it does."""
        await self.door.bolt.app()
        if self.socket is not None:
            await self.socket.run()

    @property
    def acts(self) -> Mapping[str, Act]:
        """What staff do alone, at their own desks."""
        return {**self.desktop.acts, RATED: rate}


class _House:
    """Implements channels.slack.ports.House."""

    def __init__(self, app: "App", desk: SlackDesk) -> None:
        self._app, self._desk = app, desk

    async def accept(self, inbound: Inbound) -> object:
        return await self._app.inbox.accept(inbound)

    async def waiting(self) -> str:
        return await self._desk.bridge.waiting()

    async def touched(self, message: str) -> None:
        await self._desk.bridge.touched(message)

    async def is_ours(self, channel: str, thread: str) -> bool:
        said = f"said:{channel}:{thread}"
        return await self._app.database.read(inbox.is_known, "slack", said)

    async def form(self, proposal: str) -> Form | None:
        return await self._app.database.read(self._app.approvals.form, proposal)

    async def faults(self, proposal: str, values: Mapping[str, str]) -> Mapping[str, str]:
        return await self._app.database.read(self._app.approvals.faults, proposal, values)

    async def draft(self, draft: str) -> Form | None:
        return await self._app.database.read(self._desk.drafts.form, draft)

    def asked_for(self, words: str) -> tuple[str | None, str]:
        return asked_for(words)
