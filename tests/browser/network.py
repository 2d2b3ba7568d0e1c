"""The way between a visitor and the bot, and what can go wrong on it."""

import re

from playwright.async_api import Route, WebSocketRoute

from tests.browser.visit import Visit

SOCKET = re.compile(r"/ws/chat/")
STREAM = re.compile(r"/ai/chat/stream")
API = re.compile(r"/api/v1/ai/")


class Wire:
    """Carries a visit's sockets; lay() before the page is loaded.

    open: whether sockets get through at all."""

    def __init__(self) -> None:
        self.open = True
        self._asleep = 0
        self.sockets: list[WebSocketRoute] = []

    async def lay(self, visit: Visit) -> None:
        """Sockets go over this wire from now on."""
        await visit.page.context.route_web_socket(SOCKET, self._carry)

    async def _carry(self, socket: WebSocketRoute) -> None:
        if not self.open:
            await socket.close()
            return
        self.sockets.append(socket)
        server = socket.connect_to_server()
        mine = len(self.sockets)

        def up(message: str | bytes) -> None:
            if mine > self._asleep:
                server.send(message)

        socket.on_message(up)
        server.on_message(lambda message: socket.send(message) if mine > self._asleep else None)

    def fall_asleep(self) -> None:
        """What is sent on the sockets that are open goes nowhere from now on, either way, and
        nobody is told: as after a phone's sleep."""
        self._asleep = len(self.sockets)

    async def cut(self, visit: Visit) -> None:
        """No network. An open socket would survive it."""
        await visit.page.context.set_offline(True)
        await self.sockets[-1].close()


async def abort(route: Route) -> None:
    """A request that reaches nobody."""
    await route.abort()
