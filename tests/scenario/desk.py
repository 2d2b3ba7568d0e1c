"""Staff at work in Slack: what their clicks, words and forms tell the bot."""

import json
from collections.abc import Mapping
from typing import Any

from tests.fakes.slack import FakeSlack, Post, User
from tests.fakes.slack.workspace import BOT, BOT_USER, TEAM
from tests.polling import until
from tests.scenario.slack_requests import SECRET, SlackRequests

STAFF = "C0STAFF001"


def desk_settings(slack: FakeSlack) -> dict[str, str]:
    """The settings of a bot whose staff are in this Slack."""
    return {
        "SLACK_BOT_TOKEN": slack.workspace.token,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_STAFF_CHANNEL": STAFF,
        "SLACK_API_URL": slack.base_url,
    }


class Desk(SlackRequests):
    """The staff's channel, and what Slack tells the bot of it."""

    def join(self, user: User) -> str:
        """Somebody comes into the staff's channel; their id."""
        self.slack.workspace.users[user.id] = user
        self.slack.workspace.channels[STAFF].members.append(user.id)
        return user.id

    async def asks(
        self, user: str, words: str, thread: str | None = None, event_id: str | None = None
    ) -> str:
        """A direct message to the bot; the thread that it begins, or goes on in."""
        begun = await self.begins(user, words, thread, event_id)
        await self.stage.idle()
        return begun

    async def begins(
        self,
        user: str,
        words: str,
        thread: str | None = None,
        event_id: str | None = None,
        *,
        shown_of: str | None = None,
    ) -> str:
        """The same, and waits for no answer. shown_of: who wrote it by what Slack shows."""
        channel = self.slack.workspace.direct(user)
        ts = self.slack.workspace.new_ts()
        said = Post(channel=channel, ts=ts, user=shown_of or user, text=words, thread_ts=thread)
        self.slack.workspace.add(said)
        event = {"type": "message", "channel": channel, "channel_type": "im", "user": user}
        event |= {"text": words, "ts": ts} | ({"thread_ts": thread} if thread else {})
        assert (await self.event(event, event_id))[0] == 200
        return thread or ts

    async def mentions(self, user: str, words: str, thread: str | None = None) -> str:
        """A message in the staff's channel that names the bot; the thread it is answered in."""
        text, ts = f"<@{BOT_USER}> {words}", self.slack.workspace.new_ts()
        said = Post(channel=STAFF, ts=ts, user=user, text=text, thread_ts=thread)
        self.slack.workspace.add(said)
        event = {"type": "app_mention", "channel": STAFF, "user": user, "text": text, "ts": ts}
        event |= {"thread_ts": thread} if thread else {}
        assert (await self.event(event))[0] == 200
        also = {**event, "type": "message", "channel_type": "channel"}
        assert (await self.event(also))[0] == 200
        await self.stage.idle()
        return thread or ts

    async def goes_on(self, user: str, words: str, thread: str, **more: Any) -> None:
        """A line in a thread of the staff's channel that names nobody."""
        ts = self.slack.workspace.new_ts()
        said = Post(channel=STAFF, ts=ts, user=user, text=words, thread_ts=thread)
        self.slack.workspace.add(said)
        event = {"type": "message", "channel": STAFF, "channel_type": "channel", "user": user}
        event |= {"text": words, "ts": ts, "thread_ts": thread, **more}
        assert (await self.event(event))[0] == 200
        await self.stage.idle()

    async def opens(self, user: str, tab: str) -> None:
        """Somebody looks at a tab of the bot."""
        channel = self.slack.workspace.direct(user)
        event = {"type": "app_home_opened", "user": user, "channel": channel, "tab": tab}
        assert (await self.event(event))[0] == 200
        await self.stage.idle()

    async def commands(self, user: str, words: str) -> str:
        """What /hibachi answers at once."""
        trigger = self.new("trigger.")
        form = {"command": "/hibachi", "text": words, "user_id": user, "trigger_id": trigger}
        status, answer = await self.form(**form, team_id=TEAM, channel_id=STAFF)
        assert status == 200
        assert answer["response_type"] == "ephemeral"
        await self.stage.idle()
        return str(answer["text"])

    async def rates(self, user: str, post: Post, thumb: str) -> int:
        """A thumb on an answer: positive or negative; the answer's status."""
        [thumbs] = [e for b in post.blocks if b["type"] == "context_actions" for e in _elements(b)]
        action = {"type": "feedback_buttons", "action_id": thumbs["action_id"]}
        return await self._acts(user, post, action | {"value": thumbs[f"{thumb}_button"]["value"]})

    async def fills(self, user: str, values: Mapping[str, str]) -> Any:
        """Sends the form that was opened last, with these fields changed; what it is answered."""
        view = self.slack.workspace.views[-1]
        fields = [block for block in view["blocks"] if block["type"] == "input"]  # type: ignore[attr-defined]
        written = {
            field["block_id"]: {"words": {"value": field["element"].get("initial_value")}}
            for field in fields
        }
        written |= {name: {"words": {"value": value}} for name, value in values.items()}
        payload = {"type": "view_submission", "user": {"id": user, "team_id": TEAM}}
        payload |= {"view": {**view, "state": {"values": written}}}
        status, answer = await self.form(payload=json.dumps(payload))
        assert status == 200
        await self.stage.idle()
        return answer

    def answers(self, thread: str) -> list[Post]:
        """What the bot wrote in a thread."""
        return [p for p in self.slack.posts if p.thread_ts == thread and p.user == BOT_USER]

    def proposal(self, thread: str) -> Post:
        """The card that waits for a yes in a thread; it may come before the answer, or after."""
        [card] = [post for post in self.answers(thread) if "Approve" in str(post.blocks)]
        return card

    async def says(
        self, user: str, thread: str, words: str, event_id: str | None = None, **more: Any
    ) -> None:
        """A line in a thread, as Slack tells of it; it escapes three characters."""
        shown = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        event = {"type": "message", "channel": STAFF, "channel_type": "channel", "user": user}
        event |= {"text": shown, "ts": self.slack.workspace.new_ts(), "thread_ts": thread, **more}
        assert (await self.event(event, event_id))[0] == 200
        await self.stage.idle()

    async def clicks(self, user: str, post: Post, name: str) -> int:
        """A button of a message that shows it; the answer's status."""
        buttons = [e for b in post.blocks if b["type"] == "actions" for e in _elements(b)]
        [button] = [each for each in buttons if each["action_id"] == name]
        return await self._acts(user, post, button)

    async def _acts(self, user: str, post: Post, action: Mapping[str, Any]) -> int:
        trigger = self.new("trigger.")
        self.slack.workspace.triggers.add(trigger)
        container: dict[str, Any] = {"type": "message", "message_ts": post.ts}
        container |= {"channel_id": post.channel}
        container |= {"is_ephemeral": post.only_for is not None}
        container |= {"thread_ts": post.thread_ts} if post.thread_ts else {}
        payload = {
            "type": "block_actions",
            "user": {"id": user, "team_id": TEAM},
            "team": {"id": TEAM},
            "channel": {"id": post.channel},
            "container": container,
            "trigger_id": trigger,
            "message": post.message(with_metadata=False),
            "actions": [{**action, "action_ts": post.ts}],
        }
        status, _ = await self.form(payload=json.dumps(payload))
        await self.stage.idle()
        return status

    async def sends(self, user: str, post: Post, words: str, times: int = 1) -> Any:
        """Opens the form of a card, and sends what is written into it."""
        assert await self.clicks(user, post, "send") == 200
        return await self.submits(user, self.slack.workspace.views[-1], words, times)

    async def sends_unseen(self, user: str, post: Post, words: str) -> Any:
        """A form's submission for a card that shows its button to nobody yet."""
        [button] = [e for b in post.blocks if b["type"] == "actions" for e in _elements(b)][:1]
        about = {"conversation": button["value"], "thread": None, "root": post.ts}
        view = {"id": self.new("V"), "type": "modal", "callback_id": "say"}
        view |= {"private_metadata": json.dumps(about)}
        return await self.submits(user, view, words)

    async def submits(self, user: str, view: Mapping[str, Any], words: str, times: int = 1) -> Any:
        state = {"values": {"words": {"words": {"type": "plain_text_input", "value": words}}}}
        payload = {"type": "view_submission", "user": {"id": user, "team_id": TEAM}}
        payload |= {"team": {"id": TEAM}, "view": {**view, "state": state}}
        for _ in range(times):
            status, answer = await self.form(payload=json.dumps(payload))
            assert status == 200
        await self.stage.idle()
        return answer

    async def card(self, title: str = "asks for a person") -> Post:
        """The card that bears this title."""
        await self.stage.idle()
        found = [p for p in self.slack.posts if title in str(p.blocks) and not p.thread_ts]
        assert len(found) == 1, found
        return found[0]

    def thread(self, card: Post) -> list[str]:
        """What the bot wrote under a card, without the replies that it suggests."""
        under = [post.text for post in self.slack.posts if post.thread_ts == card.ts]
        return [text for text in under if "uggested reply" not in text]

    async def draft(self, card: Post, holding: str = "") -> Post:
        """The suggested reply that stands open under a card, once there is one with these words."""
        found: list[Post] = []

        async def stands() -> bool:
            await self.stage.idle()
            under = [post for post in self.slack.posts if post.thread_ts == card.ts]
            is_open = [post for post in under if post.text.startswith("Suggested reply")]
            found[:] = [post for post in is_open if holding in post.text]
            return bool(found)

        await until(stands)
        assert len(found) == 1, found
        return found[0]

    def told(self, user: str) -> list[str]:
        """What was said to somebody alone."""
        return [post.text for post in self.slack.workspace.whispers if post.only_for == user]


def _elements(block: Mapping[str, Any]) -> list[dict[str, Any]]:
    return list(block["elements"])


NOT_SAID = (
    {"subtype": "message_changed", "message": {"text": "&gt;&gt; hello"}},
    {"subtype": "bot_message", "bot_id": BOT},
    {"bot_id": BOT},
    {"subtype": "channel_join"},
    {"subtype": "message_deleted"},
)
"""What Slack also tells of, each put over a marked line in a thread."""
