"""The staff's desk in Slack, as the settings want it."""

from typing import TYPE_CHECKING

from bot.app.parts import plain, slack_client
from bot.bridge import Bridge
from bot.handoff import Handoff
from bot.threads import Threads
from channels.slack.directory import SlackDirectory
from channels.slack.door import SlackDoor
from channels.slack.forms import Forms
from channels.slack.inbound import SlackInbound
from channels.slack.signature import Signature

if TYPE_CHECKING:
    from bot.app.root import App


class SlackDesk:
    """What staff do in Slack. bridge: carries it out. door: where Slack posts it to."""

    def __init__(self, app: "App", handoff: Handoff, threads: Threads) -> None:
        settings, database = app.settings, app.database
        client, channel = slack_client(settings), settings.slack_staff_channel or ""
        directory = SlackDirectory(client, channel, settings.slack_admin_users)
        self.directory, self.threads = directory, threads
        self.bridge = Bridge(handoff, threads)
        self.door = SlackDoor(
            Signature(plain(settings.slack_signing_secret)),
            SlackInbound(channel, app.clock),
            Forms(client),
            directory,
            app.inbox.accept,
            lambda: self.bridge.waiting(database),
        )
