"""Who makes a request: the visitor that its token names, and the address it comes from."""

from aiohttp import web

from bot.chat_messages import Caller
from bot.errors import Refused
from bot.messages import Colleague, Forged
from channels.web.addresses import Addresses
from channels.web.inbound import COOKIE
from channels.web.origins import Origins
from channels.web.ports import Staff
from channels.web.visitors import LIFETIME, Visitors

PROTOCOL = "chat.v1"
_TOKEN = "token."


class Gate:
    """Reads tokens, wherever a client can put them, and hands out new ones."""

    def __init__(
        self,
        visitors: Visitors,
        origins: Origins,
        addresses: Addresses,
        staff: Staff,
        *,
        secure: bool,
    ) -> None:
        self._visitors, self._origins, self._addresses = visitors, origins, addresses
        self._staff, self._secure = staff, secure

    async def speaker(self, request: web.Request, agent: str) -> Caller:
        """Who speaks with an agent: a customer as caller, else whoever of the staff the token in
        the header names. Raises Refused where they may not."""
        who = await self._staff.check(bearer_of(request), agent)
        return self.caller(request) if who is None else self._colleague(request, who)

    async def anybody(self, request: web.Request) -> Caller:
        """Who calls: staff by their token, else as caller. Raises Refused for a staff token that
        does not hold."""
        who = await self._staff.find(bearer_of(request))
        return self.caller(request) if who is None else self._colleague(request, who)

    async def reader(self, request: web.Request) -> Caller:
        """Who looks at a thread. Raises Refused where there is no token."""
        return _known(await self.anybody(request))

    async def colleague(self, request: web.Request) -> tuple[Caller, Colleague]:
        """Who of the staff calls. Raises Refused where it is none of them."""
        who = await self._staff.find(bearer_of(request))
        if who is None:
            raise Refused(401, "a staff token is needed: bot token create gives one")
        return self._colleague(request, who), who

    def _colleague(self, request: web.Request, who: Colleague) -> Caller:
        return Caller(who.id, self._addresses.of(request), who)

    def caller(self, request: web.Request) -> Caller:
        """A customer. Raises Forged for a token in the header that does not hold, Refused for a
        cookie that another site made the browser send, and for a token of the staff's."""
        token = bearer_of(request)
        if token is None:
            if COOKIE in request.cookies and not self._origins.is_own(request):
                raise Refused(403, "another site's page must send the visitor token in a header")
            visitor = self._by_cookie(request)
        else:
            visitor = self._visitors.read(token)
        return Caller(visitor, self._addresses.of(request))

    def visitor(self, request: web.Request) -> Caller:
        """A caller who is a visitor. Raises Refused where there is no token."""
        return _known(self.caller(request))

    async def socket_speaker(self, request: web.Request, agent: str) -> Caller:
        """As speaker, of a WebSocket's handshake: browsers can set nothing there but subprotocols,
        and add the cookie whatever site asks."""
        offered = request.headers.get("Sec-WebSocket-Protocol", "").replace(" ", "").split(",")
        tokens = [each.removeprefix(_TOKEN) for each in offered if each.startswith(_TOKEN)]
        token = tokens[0] if tokens else bearer_of(request)
        if (who := await self._staff.check(token, agent)) is not None:
            return self._colleague(request, who)
        if token is not None:
            visitor: str | None = self._visitors.read(token)
        else:
            visitor = self._by_cookie(request) if self._origins.is_own(request) else None
        return Caller(visitor, self._addresses.of(request))

    def _by_cookie(self, request: web.Request) -> str | None:
        """A cookie that does not hold is none: no page can take it back, and it would lock its
        visitor out until it ends. Another key may have signed it, or, as cookies know no ports,
        another server on this machine."""
        token = request.cookies.get(COOKIE)
        try:
            return self._visitors.read(token) if token else None
        except Forged:
            return None

    def issue(self, visitor: str) -> str:
        """A token for a visitor."""
        return self._visitors.issue(visitor)

    def hand_out(self, request: web.Request, response: web.StreamResponse, token: str) -> None:
        """Sets the cookie, for pages of our own."""
        if not self._origins.is_own(request):
            return
        response.set_cookie(
            COOKIE,
            token,
            max_age=int(LIFETIME.total_seconds()),
            httponly=True,
            samesite="Lax",
            secure=self._secure or request.secure,
        )


def _known(caller: Caller) -> Caller:
    if caller.visitor is None:
        raise Refused(401, "a visitor token is needed: POST /api/v1/visitors gives one")
    return caller


def bearer_of(request: web.Request) -> str | None:
    """The token in the Authorization header."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None
