"""What somebody does on the page, as Slack would tell the bot of it."""

import re
import time
from typing import Any

from channels.playground.slack.api import respond
from channels.playground.slack.arguments import Arguments, SlackError
from channels.playground.slack.blocks import action_of, element_of
from channels.playground.slack.people import (
    BOT_USER,
    BY_DIRECT,
    BY_ID,
    PEOPLE,
    STAFF_CHANNEL,
    TEAM,
)
from channels.playground.slack.posting import message
from channels.playground.slack.space import Place, Space
from channels.playground.slack.viewing import pushed, replaced
from channels.playground.slack.wire import Wire
from channels.playground.stage import Post

Json = dict[str, Any]

_COMMAND = re.compile(r"(/[a-z]+)(?:\s+(.*))?", re.DOTALL)


class Acts:
    """Deeds of people of the workspace. They raise SlackError where the page asks for what is not
    there, and NotTaken."""

    def __init__(self, space: Space, wire: Wire) -> None:
        self._space, self._wire = space, wire

    async def say(self, user: str, channel: str, thread: str | None, words: str) -> None:
        """Writes a message, or a slash command."""
        self._check(user, channel)
        if command := _COMMAND.fullmatch(words):
            await self._command(user, channel, command[1], command[2] or "")
            return
        post = self._space.new_post(channel, user, self._written(words), thread=thread)
        self._space.say(post)
        for event in _events(post):
            await self._wire.event(event)

    async def click(
        self, user: str, post: Post, block_id: str, action_id: str, chosen: Json
    ) -> None:
        """Presses or picks something in a message."""
        place = Place(user, post.channel, post.ts, post.thread)
        container: Json = {"type": "message", "message_ts": post.ts, "channel_id": post.channel}
        container |= {"is_ephemeral": bool(post.only_for)}
        container |= {"thread_ts": post.thread} if post.thread else {}
        about = {
            "container": container,
            "channel": {"id": post.channel, "name": _channel_name(post.channel)},
            "message": message(post),
            "response_url": self._space.response(place),
        }
        action = _action(post.blocks, block_id, action_id, chosen)
        await self._click(place, {**about, "actions": [action], "state": {"values": {}}})

    async def click_in_view(
        self, user: str, id: str, block_id: str, action_id: str, chosen: Json, values: Json
    ) -> None:
        """Presses or picks something in a modal or on the home tab."""
        view = self._view(user, id)
        view = {**view, "state": {"values": values}}
        about: Json = {"container": {"type": "view", "view_id": id}, "view": view}
        action = _action(view["blocks"], block_id, action_id, chosen)
        await self._click(Place(user), {**about, "actions": [action]})

    async def submit(self, user: str, id: str, values: Json) -> Json:
        """Sends a modal off; the errors of its fields, by their block."""
        view = self._view(user, id)
        payload = {"view": {**view, "state": {"values": values}}}
        answer = await self._interaction("view_submission", Place(user), payload)
        return self._follow(user, id, answer)

    async def close(self, user: str, id: str) -> None:
        """Closes the modal on top."""
        view = self._view(user, id)
        self._space.show_views(user, [v for v in self._space.views[user] if v["id"] != id])
        if view.get("notify_on_close"):
            payload = {"view": view, "is_cleared": False}
            await self._interaction("view_closed", Place(user), payload)

    async def come(self, user: str, tab: str) -> None:
        """Looks at one of the app's tabs: home or messages."""
        event: Json = {"type": "app_home_opened", "user": user, "channel": BY_ID[user].direct}
        event |= {"tab": tab, "event_ts": f"{time.time():.6f}"}
        if tab == "home" and user in self._space.homes:
            event["view"] = self._space.homes[user]
        await self._wire.event(event)

    async def _command(self, user: str, channel: str, command: str, text: str) -> None:
        place = Place(user, channel)
        fields = {
            "command": command,
            "text": text,
            "user_id": user,
            "user_name": BY_ID[user].name.lower(),
            "channel_id": channel,
            "channel_name": _channel_name(channel),
            "trigger_id": self._space.trigger(place),
            "response_url": self._space.response(place),
        }
        answer = await self._wire.command(fields)
        if answer:
            respond(self._space, place, Arguments(answer))

    async def _click(self, place: Place, payload: Json) -> None:
        await self._interaction("block_actions", place, payload)

    async def _interaction(self, type: str, place: Place, payload: Json) -> Json:
        person = BY_ID[place.user]
        user = {"id": person.id, "name": person.name.lower(), "username": person.name.lower()}
        trigger = self._space.trigger(place)
        told = {"type": type, "user": {**user, "team_id": TEAM}, "trigger_id": trigger}
        return await self._wire.interaction({**told, **payload})

    def _follow(self, user: str, id: str, answer: Json) -> Json:
        """https://docs.slack.dev/surfaces/modals#handling_submissions"""
        match answer.get("response_action"):
            case "errors":
                errors: Json = answer.get("errors") or {}
                return errors
            case "update":
                replaced(self._space, user, id, answer["view"])
            case "push":
                pushed(self._space, user, answer["view"])
            case "clear":
                self._space.show_views(user, [])
            case _:
                stack = self._space.views.get(user, [])
                self._space.show_views(user, [view for view in stack if view["id"] != id])
        return {}

    def _check(self, user: str, channel: str) -> None:
        if channel not in (STAFF_CHANNEL, BY_ID[user].direct):
            raise SlackError("channel_not_found")

    def _view(self, user: str, id: str) -> Json:
        home = self._space.homes.get(user)
        views = [*self._space.views.get(user, []), *([home] if home else [])]
        found = next((view for view in views if view["id"] == id), None)
        if found is None:
            raise SlackError("view_not_found")
        return found

    def _written(self, words: str) -> str:
        """As Slack writes it: three characters escaped, people by their ids."""
        text = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        named = {person.name: person.id for person in PEOPLE} | {self._space.name: BOT_USER}
        for name, id in named.items():
            text = re.sub(rf"@{re.escape(name)}\b", f"<@{id}>", text, flags=re.IGNORECASE)
        return text


def _events(post: Post) -> list[Json]:
    """What the Events API tells of a message."""
    direct = post.channel in BY_DIRECT
    told: Json = {
        "type": "message",
        "channel": post.channel,
        "channel_type": "im" if direct else "channel",
        "user": post.user,
        "text": post.text,
        "ts": post.ts,
        "event_ts": post.ts,
        "team": TEAM,
    }
    told |= {"thread_ts": post.thread} if post.thread else {}
    if direct or f"<@{BOT_USER}>" not in post.text:
        return [told]
    mention = {key: value for key, value in told.items() if key != "channel_type"}
    return [{**mention, "type": "app_mention"}, told]


def _action(blocks: list[Json], block_id: str, action_id: str, chosen: Json) -> Json:
    element = element_of(blocks, block_id, action_id)
    if element is None:
        raise SlackError("invalid_arguments", "no such element")
    return action_of(element, block_id, chosen, f"{time.time():.6f}")


def _channel_name(channel: str) -> str:
    return "staff" if channel == STAFF_CHANNEL else "directmessage"
