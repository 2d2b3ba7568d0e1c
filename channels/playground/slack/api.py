"""Answers the bot's calls of the Web API, in the shapes of https://docs.slack.dev/apis/web-api"""

from hmac import compare_digest
from typing import Any

import msgspec
from aiohttp import web

from channels.playground.account import SLACK_PATH, Account
from channels.playground.guard import for_programs
from channels.playground.slack import filing, posting, reading, streaming, viewing
from channels.playground.slack.arguments import Arguments, SlackError, arguments, body_of
from channels.playground.slack.blocks import named
from channels.playground.slack.people import BOT_USER
from channels.playground.slack.space import Place, Space

METHODS = {
    **filing.METHODS,
    **posting.METHODS,
    **reading.METHODS,
    **streaming.METHODS,
    **viewing.METHODS,
}


class Api:
    """The routes that only the bot calls."""

    def __init__(self, space: Space, account: Account) -> None:
        self._space, self._account = space, account

    def routes(self) -> list[web.RouteDef]:
        return [
            web.route("*", SLACK_PATH + "/{method}", for_programs(self._call)),
            web.post("/playground/slack/upload/{file}", for_programs(self._upload)),
            web.post("/playground/slack/respond/{token}", for_programs(self._respond)),
        ]

    async def _call(self, request: web.Request) -> web.Response:
        try:
            return _json({"ok": True, **await self._answer(request)})
        except SlackError as error:
            return _json(error.body())

    async def _answer(self, request: web.Request) -> dict[str, Any]:
        given = await arguments(request)
        if not self._knows(request):
            raise SlackError("invalid_auth")
        method = METHODS.get(request.match_info["method"])
        if method is None:
            raise SlackError("unknown_method")
        return method(self._space, given)

    def _knows(self, request: web.Request) -> bool:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        return scheme == "Bearer" and compare_digest(
            token.encode(), self._account.slack_token.encode()
        )

    async def _upload(self, request: web.Request) -> web.Response:
        """The bytes of a file that was asked for; its id is known to nobody else."""
        file = self._space.files.get(request.match_info["file"])
        if file is None or file.content is not None:
            raise web.HTTPNotFound(reason="there is no such upload")
        try:
            file.content = await body_of(request, filing.MOST_BYTES)
        except SlackError as error:
            raise web.HTTPRequestEntityTooLarge(filing.MOST_BYTES, 0) from error
        self._space.shelve(file)
        return web.Response(text=f"OK - {len(file.content)}")

    async def _respond(self, request: web.Request) -> web.Response:
        """https://docs.slack.dev/interactivity/handling-user-interaction#message_responses"""
        place = self._space.responses.get(request.match_info["token"])
        if place is None:
            raise web.HTTPNotFound(reason="expired_url")
        try:
            respond(self._space, place, await arguments(request))
        except SlackError as error:
            return _json(error.body())
        return web.Response(text="ok")


def respond(space: Space, place: Place, given: Arguments) -> None:
    """Shows what answers an act: in place of the message that it was done on, or as another."""
    post = space.stage.posts.get((place.channel or "", place.ts or ""))
    if post and given.flag("delete_original"):
        space.stage.remove(post)
        return
    text, blocks = given.text("text"), named(given.objects("blocks"))
    if not text and not blocks:
        raise SlackError("no_text")
    if post and given.flag("replace_original"):
        post.text, post.blocks, post.edited = text, blocks, True
        space.say(post)
        return
    only_for = None if given.text("response_type") == "in_channel" else place.user
    channel, thread = place.channel or "", place.thread
    more: dict[str, Any] = {"blocks": blocks, "thread": thread, "only_for": only_for}
    space.say(space.new_post(channel, BOT_USER, text, **more))


def _json(value: Any) -> web.Response:
    return web.Response(body=msgspec.json.encode(value), content_type="application/json")
