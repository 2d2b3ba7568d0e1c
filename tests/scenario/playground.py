"""The playground at work in the test's own process, and its page's side of it."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp.test_utils import TestServer

from bot.app.root import App
from bot.app.staging import staged
from bot.app.storage import open_storage, take_over
from bot.settings import Settings
from channels.playground.slack.people import BOT_USER, STAFF_CHANNEL
from tests.scenario.process import free_port
from webhooks import build

SAM, KIM, ADA = "U0SAM00001", "U0KIM00001", "U0ADA00001"
FAST = {"sms_debounce_seconds": "0.05", "sms_per_second": "1000"}


class Page:
    """What a browser does on the playground's page. What the stream tells is kept by type."""

    def __init__(self, session: aiohttp.ClientSession, url: str, app: App) -> None:
        self.session, self.url, self.app = session, url, app
        self.all: dict[str, Any] = {}
        self.texts: dict[str, dict[str, Any]] = {}
        self.posts: dict[str, dict[str, Any]] = {}
        self.views: dict[str, list[dict[str, Any]]] = {}
        self.homes: dict[str, dict[str, Any]] = {}
        self.statuses: list[str] = []
        self.replay: dict[str, Any] = {}
        self.last_id = ""
        self._news = asyncio.Event()

    @property
    def phone(self) -> str:
        return str(self.all["phones"][0]["number"])

    async def post(self, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        """A request of the page's own."""
        headers = {"Origin": self.url} | headers
        url = f"{self.url}/playground{path}"
        async with self.session.post(url, json=body or {}, headers=headers) as answer:
            return answer.status, await answer.json()

    async def get(self, path: str, **headers: str) -> tuple[int, str]:
        soon = aiohttp.ClientTimeout(total=10)  # a stream that was not refused never ends
        url = f"{self.url}{path}"
        async with self.session.get(url, headers=headers, timeout=soon) as answer:
            return answer.status, await answer.text()

    async def text(self, words: str, phone: str = "") -> None:
        status, answer = await self.post("/texts", {"phone": phone or self.phone, "words": words})
        assert status == 200, answer

    def heard(self, phone: str = "") -> list[str]:
        """What the bot texted to a phone."""
        return [
            text["words"]
            for text in self.texts.values()
            if text["phone"] == (phone or self.phone)
            and text["way"] == "received"
            and not text["network"]
        ]

    def cards(self, words: str = "") -> list[dict[str, Any]]:
        """What the bot posted in the staff's channel itself, with these words in it."""
        return [
            post for post in self.said(STAFF_CHANNEL) if not post["thread"] and words in str(post)
        ]

    def thread(self, card: dict[str, Any]) -> str:
        """What stands under a card."""
        under = [post for post in self.said(card["channel"]) if post["thread"] == card["ts"]]
        return "\n".join(f"{post['text']} {post['blocks']}" for post in under)

    def said(self, channel: str) -> list[dict[str, Any]]:
        """What the bot wrote in a channel."""
        shown = [post for post in self.posts.values() if post["channel"] == channel]
        return [post for post in shown if post["user"] == BOT_USER]

    def whispers(self, user: str) -> str:
        """What was said to somebody alone."""
        return "\n".join(p["text"] for p in self.posts.values() if p["only_for"] == user)

    async def say(self, user: str, channel: str, words: str, thread: str | None = None) -> None:
        """Somebody writes in Slack."""
        body = {"user": user, "channel": channel, "words": words, "thread": thread}
        status, answer = await self.post("/slack/say", body)
        assert status == 200, answer

    async def click(self, user: str, card: dict[str, Any], action: str, **chosen: Any) -> int:
        """Somebody presses something under a message; the answer's status."""
        [block] = [b["block_id"] for b in card["blocks"] if f"'{action}'" in str(b)]
        body = {"user": user, "channel": card["channel"], "ts": card["ts"], "block": block}
        return (await self.post("/slack/click", {**body, "action": action, "chosen": chosen}))[0]

    async def submit(self, user: str, **values: str) -> Any:
        """Somebody fills in what is open on their screen, and sends it; its fields' errors."""
        view = self.views[user][-1]
        fields = {
            b["block_id"]: b["element"]["action_id"] for b in view["blocks"] if b.get("element")
        }
        given = {name: {fields[name]: {"value": value}} for name, value in values.items()}
        body = {"user": user, "view": view["id"], "values": given}
        status, answer = await self.post("/slack/submit", body)
        assert status == 200, answer
        return answer["errors"]

    async def until(self, holds: Callable[[], object], within: float = 30.0) -> None:
        """Waits until what the stream told makes it so."""
        async with asyncio.timeout(within):
            while not holds():
                self._news.clear()
                await self._news.wait()

    async def watch(self) -> None:
        """Takes in the stream, until it ends."""
        headers = {"Last-Event-ID": self.last_id} if self.last_id else {}
        timeout = aiohttp.ClientTimeout(total=None)
        url = f"{self.url}/playground/events"
        async with self.session.get(url, headers=headers, timeout=timeout) as stream:
            event = {}
            async for raw in stream.content:
                name, _, value = raw.decode().rstrip("\n").partition(": ")
                if name:
                    event[name] = value
                elif "data" in event:
                    self._take(event["id"], event["event"], json.loads(event["data"]))
                    event = {}

    def _take(self, id: str, type: str, data: Any) -> None:
        self.last_id = id
        match type:
            case "all":
                self.all, self.replay = data, data["replay"]
                self.texts = {text["sid"]: text for text in data["texts"]}
                self.posts = {post["ts"]: post for post in data["posts"]}
            case "text":
                self.texts[data["sid"]] = data
            case "post":
                self.posts[data["ts"]] = data
            case "gone":
                del self.posts[data["ts"]]
            case "views":
                self.views[data["user"]] = data["stack"]
            case "home":
                self.homes[data["user"]] = data["view"]
            case "status":
                self.statuses.append(data["words"])
            case "replay":
                self.replay = data
        self._news.set()


@asynccontextmanager
async def running(folder: Path, **settings: str) -> AsyncIterator[tuple[App, str]]:
    """A bot whose playground was asked for, and its address."""
    port = free_port()
    values = {
        "database_url": f"sqlite:///{folder}/bot.db",
        "playground": "true",
        "port": str(port),
        **FAST,
        **settings,
    }
    asked = Settings(_env_file=None, **values)  # type: ignore[arg-type]
    database = await open_storage(asked, migrating=True)
    await take_over(database)
    try:
        app = await App.open(staged(asked), database)
    except BaseException:
        await database.close()
        raise
    async with TestServer(build(app), port=port, host="127.0.0.1"):
        app.lifecycle.start(ticking=False)
        try:
            yield app, f"http://127.0.0.1:{port}"
        finally:
            await app.lifecycle.stop()


@asynccontextmanager
async def playing(folder: Path, **settings: str) -> AsyncIterator[Page]:
    """A page of it, which watches."""
    async with running(folder, **settings) as (app, url), opened(app, url) as page:
        yield page


@asynccontextmanager
async def opened(app: App, url: str) -> AsyncIterator[Page]:
    """A browser's page on a playground that runs."""
    async with aiohttp.ClientSession() as session:
        page = Page(session, url, app)
        watching = asyncio.create_task(page.watch())
        try:
            await page.until(lambda: page.all)
            yield page
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)
