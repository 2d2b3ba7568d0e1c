"""The stand-in of Twilio: one account, one number, and everybody's phone.

https://www.twilio.com/docs/messaging/api/message-resource, as far as the bot's adapter uses it."""

import asyncio
import re
from collections.abc import Coroutine
from email.utils import format_datetime
from hmac import compare_digest
from secrets import token_hex
from typing import Any

import msgspec
from aiohttp import BasicAuth, web

from channels.playground.account import TWILIO_PATH, Account
from channels.playground.carrier import Carrier
from channels.playground.guard import for_programs
from channels.playground.keywords import handle
from channels.playground.stage import Phone, Stage, Text, now

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_MOST_TEXT = 1600
_PAGE_SIZE, _MOST_A_PAGE = 50, 1000
# https://www.twilio.com/docs/api/errors
_REFUSALS = {
    20003: (401, "Authenticate"),
    21211: (400, "Invalid 'To' Phone Number"),
    21602: (400, "Message body is required."),
    21606: (400, "The 'From' number is not a valid message-capable Twilio phone number"),
    21610: (400, "Attempt to send to unsubscribed recipient"),
    21617: (400, "The concatenated message body exceeds the 1600 character limit"),
}


class Twilio:
    """Takes texts of phones to the bot and of the bot to phones."""

    def __init__(self, stage: Stage, account: Account, carrier: Carrier) -> None:
        self._stage, self._account, self._carrier = stage, account, carrier
        self._under_way: set[asyncio.Task[None]] = set()

    def routes(self) -> list[web.RouteDef]:
        messages = f"{TWILIO_PATH}/2010-04-01/Accounts/{self._account.sid}/Messages.json"
        return [
            web.post(messages, for_programs(self._create)),
            web.get(messages, for_programs(self._list)),
        ]

    async def text(self, phone: Phone, words: str) -> Text:
        """A phone texts the business; as it stands once the bot took it, or did not."""
        text = Text(f"SM{token_hex(16)}", phone.number, "sent", words, now(), "sending")
        self._stage.put(text)
        self._heed(phone, words)
        await self._bring(text)
        return text

    def resume(self) -> None:
        """Goes on with what an earlier process left under way. The bot knows what it has."""
        for text in list(self._stage.texts.values()):
            if text.is_under_way:
                self._begin(self._bring(text) if text.way == "sent" else self._deliver(text))

    async def stop(self) -> None:
        """Leaves what is under way to the next process."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        await self._carrier.close()

    def _heed(self, phone: Phone, words: str) -> None:
        handled = handle(words, phone.opted_out)
        if handled.opted_out != phone.opted_out:
            self._stage.put(msgspec.structs.replace(phone, opted_out=handled.opted_out))
        if handled.answer:
            sid = f"SM{token_hex(16)}"
            self._stage.put(
                Text(sid, phone.number, "received", handled.answer, now(), "delivered", True)
            )

    async def _bring(self, text: Text) -> None:
        took = await self._carrier.bring(text.sid, text.phone, text.words)
        self._move(text, "delivered" if took else "failed")

    async def _deliver(self, text: Text) -> None:
        for status in ("sent", "delivered"):
            self._move(text, status)
            if text.callback:
                await self._carrier.report(text.callback, text.sid, text.phone, status)

    def _move(self, text: Text, status: str) -> None:
        text.status = status
        if text.sid in self._stage.texts:  # a reset may have come between
            self._stage.put(text)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _create(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        code = self._flaw(request, form)
        if code is not None:
            return _refused(code)
        text = Text(f"SM{token_hex(16)}", form["To"], "received", form["Body"], now(), "queued")
        text.callback = form.get("StatusCallback", "")
        self._stage.put(text)
        self._begin(self._deliver(text))
        return _json(self._resource(text, "queued"), 201)

    async def _list(self, request: web.Request) -> web.Response:
        if not self._knows(request):
            return _refused(20003)
        wanted, size = request.query, min(int(request.query.get("PageSize", _PAGE_SIZE)), 1000)
        found = [
            self._resource(text, text.status)
            for text in reversed(self._stage.texts.values())
            if text.way == "received"
            and not text.network
            and wanted.get("To") in (None, text.phone)
            and wanted.get("From") in (None, self._account.number)
        ]
        page = {"messages": found[:size], "page": 0, "page_size": size, "next_page_uri": None}
        return _json(page)

    def _flaw(self, request: web.Request, form: dict[str, str]) -> int | None:
        to, body = form.get("To", ""), form.get("Body", "")
        phone = self._stage.phones.get(to)
        flaws = {
            20003: not self._knows(request),
            21211: not _E164.fullmatch(to),
            21610: phone is not None and phone.opted_out,
            21606: form.get("From") != self._account.number,
            21602: not body,
            21617: len(body) > _MOST_TEXT,
        }
        return next((code for code, is_so in flaws.items() if is_so), None)

    def _knows(self, request: web.Request) -> bool:
        try:
            given = BasicAuth.decode(request.headers.get("Authorization", ""))
        except ValueError:
            return False
        return given.login == self._account.sid and compare_digest(
            given.password.encode(), self._account.auth_token.encode()
        )

    def _resource(self, text: Text, status: str) -> dict[str, Any]:
        made = format_datetime(text.at.replace(microsecond=0))
        return {
            "account_sid": self._account.sid,
            "api_version": "2010-04-01",
            "body": text.words,
            "date_created": made,
            "date_sent": made if status != "queued" else None,
            "date_updated": made,
            "direction": "outbound-api",
            "error_code": None,
            "error_message": None,
            "from": self._account.number,
            "messaging_service_sid": None,
            "num_media": "0",
            "num_segments": "0",
            "price": None,
            "price_unit": "USD",
            "sid": text.sid,
            "status": status,
            "subresource_uris": {},
            "to": text.phone,
            "uri": f"/2010-04-01/Accounts/{self._account.sid}/Messages/{text.sid}.json",
        }


def _refused(code: int) -> web.Response:
    status, message = _REFUSALS[code]
    more = f"https://www.twilio.com/docs/errors/{code}"
    return _json({"code": code, "message": message, "more_info": more, "status": status}, status)


def _json(value: Any, status: int = 200) -> web.Response:
    body = msgspec.json.encode(value)
    return web.Response(body=body, status=status, content_type="application/json")
