"""Visitors' browsers that prove a phone, and the codes that it got."""

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from http import HTTPStatus
from typing import Any

import aiohttp

from tests.scenario.inside import Inside


class Browser:
    """A visitor's: its token, and the thread it began."""

    def __init__(self, stage: Inside, session: aiohttp.ClientSession) -> None:
        self.stage, self._session = stage, session
        self.token, self.thread = "", ""

    async def post(self, path: str, **body: Any) -> tuple[int, dict[str, Any]]:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        url = f"{self.stage.url}/api/v1/ai/{path}"
        async with self._session.post(url, json=body, headers=headers) as answer:
            return answer.status, await answer.json()

    async def say(self, words: str) -> str:
        """Says something; what it is answered."""
        body = {"message": words} | ({"thread_id": self.thread} if self.thread else {})
        status, answer = await self.post("chat", **body)
        assert status == HTTPStatus.OK, answer
        self.token = answer.get("visitor_token", self.token)
        self.thread = answer["thread_id"]
        return str(answer["response"])

    async def contact(self, what: str = "", **body: Any) -> tuple[int, dict[str, Any]]:
        path = f"contact/{what}" if what else "contact"
        status, answer = await self.post(path, thread_id=self.thread, **body)
        self.token = answer.pop("visitor_token", self.token)
        return status, answer

    async def history(self) -> list[dict[str, Any]]:
        url = f"{self.stage.url}/api/v1/ai/chat/{self.thread}/history"
        headers = {"Authorization": f"Bearer {self.token}"}
        async with self._session.get(url, headers=headers) as answer:
            assert answer.status == HTTPStatus.OK
            messages: list[dict[str, Any]] = (await answer.json())["messages"]
            return messages

    @asynccontextmanager
    async def stream(self) -> AsyncIterator[aiohttp.StreamReader]:
        """What happens in the thread from now on."""
        url = f"{self.stage.url}/api/v1/ai/chat/stream?thread_id={self.thread}"
        headers = {"Authorization": f"Bearer {self.token}"}
        async with self._session.get(url, headers=headers) as answer:
            assert answer.status == HTTPStatus.OK
            yield answer.content

    async def said(self) -> list[str]:
        """What the history shows of the customer's own words."""
        return [line["content"] for line in await self.history() if line["author"] == "customer"]

    async def prove(self, phone: str) -> None:
        """Has a code sent, and gives it back."""
        assert (await self.contact("code", phone=phone))[0] == HTTPStatus.ACCEPTED
        status, answer = await self.contact("proof", code=await code_to(self.stage, phone))
        assert (status, answer["proved"]) == (HTTPStatus.OK, True)


class Browsers:
    """Opens browsers, and closes them in the end."""

    def __init__(self, stage: Inside, stack: AsyncExitStack) -> None:
        self._stage, self._stack = stage, stack

    async def open(self, first_words: str = "hello") -> Browser:
        session = await self._stack.enter_async_context(
            aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        )
        browser = Browser(self._stage, session)
        await browser.say(first_words)
        return browser


def codes_to(stage: Inside, phone: str) -> list[str]:
    found = (re.match(r"(\d{6}) is your", body) for body in stage.said_to(phone))
    return [match.group(1) for match in found if match]


async def code_to(stage: Inside, phone: str) -> str:
    """The newest code that a phone got, once it is there."""
    await stage.idle()
    return codes_to(stage, phone)[-1]


def another(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"
