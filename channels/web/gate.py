"""Who makes a request: the visitor that its token names, and the address it comes from."""

from aiohttp import web

from bot.errors import Refused
from bot.messages import Caller, Forged
from channels.web.addresses import Addresses
from channels.web.inbound import COOKIE
from channels.web.origins import Origins
from channels.web.visitors import LIFETIME, Visitors

STAFF_PREFIX = "staff_"
PROTOCOL = "chat.v1"
_TOKEN = "token."


class Gate:
    """Reads tokens, wherever a client can put them, and hands out new ones."""

    def __init__(
        self,
        visitors: Visitors,
        origins: Origins,
        addresses: Addresses,
        *,
        secure: bool,
    ) -> None:
        self._visitors, self._origins, self._addresses = visitors, origins, addresses
        self._secure = secure

    def caller(self, request: web.Request) -> Caller:
        """Raises Forged for a token in the header that does not hold, Refused for a cookie that
        another site made the browser send."""
        token = bearer_of(request)
        if token is None or token.startswith(STAFF_PREFIX):
            if COOKIE in request.cookies and not self._origins.is_own(request):
                raise Refused(403, "another site's page must send the visitor token in a header")
            visitor = self._by_cookie(request)
        else:
            visitor = self._visitors.read(token)
        return Caller(visitor, self._addresses.of(request))

    def visitor(self, request: web.Request) -> Caller:
        """A caller who is a visitor. Raises Refused where there is no token."""
        caller = self.caller(request)
        if caller.visitor is None:
            raise Refused(401, "a visitor token is needed: POST /api/v1/visitors gives one")
        return caller

    def socket_caller(self, request: web.Request) -> Caller:
        """As caller, of a WebSocket's handshake: browsers can set nothing there but subprotocols,
        and add the cookie whatever site asks."""
        offered = request.headers.get("Sec-WebSocket-Protocol", "").replace(" ", "").split(",")
        tokens = [each.removeprefix(_TOKEN) for each in offered if each.startswith(_TOKEN)]
        token = tokens[0] if tokens else bearer_of(request)
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


def bearer_of(request: web.Request) -> str | None:
    """The token in the Authorization header."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None
