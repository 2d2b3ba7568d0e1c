"""The REST API of one account, version 2010-04-01, as far as messages need it; and of its
Messaging Services, which Twilio has on another host."""

from aiohttp import web
from multidict import MultiDict

from tests.fakes.faults import Script, meet
from tests.fakes.server import Handler, json_answer
from tests.fakes.twilio.account import Account, Media
from tests.fakes.twilio.listing import matching, page
from tests.fakes.twilio.refusals import Refuse, TwilioFault, error
from tests.fakes.waiting import Gates


class Api:
    """Handlers of the vendor's routes; `faults` are what the next sends meet."""

    def __init__(self, account: Account, faults: Script[TwilioFault], gates: Gates) -> None:
        self._account = account
        self._faults = faults
        self._gates = gates

    def routes(self) -> list[web.RouteDef]:
        base, known = self._account.path, self._known
        return [
            web.get(f"{base}.json", known(self._fetch_account)),
            web.get("/v1/Services/{sid}", known(self._fetch_service)),
            web.post(f"{base}/Messages.json", known(self._create)),
            web.get(f"{base}/Messages.json", known(self._list)),
            web.get(f"{base}/Messages/{{sid}}.json", known(self._fetch)),
            web.get(f"{base}/Messages/{{message}}/Media/{{sid}}", known(self._fetch_media)),
            web.get(f"{base}/IncomingPhoneNumbers.json", known(self._list_numbers)),
            web.get("/cdn/{sid}", self._fetch_from_cdn),
        ]

    def _known(self, handler: Handler) -> Handler:
        async def checked(request: web.Request) -> web.StreamResponse:
            if not self._account.knows(request.headers.get("Authorization", "")):
                return error(401, 20003)
            return await handler(request)

        return checked

    async def _fetch_account(self, _: web.Request) -> web.Response:
        return json_answer(self._account.resource())

    async def _fetch_service(self, request: web.Request) -> web.Response:
        sid = request.match_info["sid"]
        known = sid in self._account.services
        return json_answer(self._account.service(sid)) if known else error(404, 20404)

    async def _create(self, request: web.Request) -> web.Response:
        fields = (await request.post()).items()
        form = MultiDict((name, value) for name, value in fields if isinstance(value, str))
        fault = self._faults.next()
        if isinstance(fault, Refuse):
            return error(fault.status, fault.code, fault.message)
        return await meet(fault, request, self._gates, lambda: self._accept(form))

    def _accept(self, form: MultiDict[str]) -> web.Response:
        accepted = self._account.accept(form)
        if isinstance(accepted, int):
            return error(400, accepted)
        return json_answer(accepted.resource(), status=201)

    async def _list(self, request: web.Request) -> web.Response:
        found = [each.resource() for each in matching(list(self._account.messages), request.query)]
        path = f"{self._account.path}/Messages.json"
        return json_answer(page(found, name="messages", path=path, query=request.query))

    async def _fetch(self, request: web.Request) -> web.Response:
        message = self._account.messages.get(request.match_info["sid"])
        return error(404, 20404) if message is None else json_answer(message.resource())

    async def _fetch_media(self, request: web.Request) -> web.Response:
        media = self._account.media.get(request.match_info["sid"])
        if media is None:
            return error(404, 20404)
        if media.cdn:
            raise web.HTTPTemporaryRedirect(
                f"http://localhost:{request.url.port}/cdn/{request.match_info['sid']}"
            )
        return _file(media)

    async def _fetch_from_cdn(self, request: web.Request) -> web.Response:
        """A store's signed URL refuses credentials besides, so that leaking them shows."""
        if "Authorization" in request.headers:
            return web.Response(status=400, text="Only one auth mechanism allowed")
        return _file(self._account.media[request.match_info["sid"]])

    async def _list_numbers(self, request: web.Request) -> web.Response:
        wanted = request.query.get("PhoneNumber")
        numbers = self._account.numbers
        found = [self._account.number(phone) for phone in numbers if wanted in (None, phone)]
        path, name = f"{self._account.path}/IncomingPhoneNumbers.json", "incoming_phone_numbers"
        return json_answer(page(found, name=name, path=path, query=request.query))


def _file(media: Media) -> web.Response:
    return web.Response(body=media.content, content_type=media.content_type)
