"""The website that embeds the widget: another origin, under as strict a policy as it can be."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from aiohttp.test_utils import TestServer

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A site of somebody's</title>
<link rel="icon" href="data:,">
</head>
<body>
<main><h1>Hibachi at your home</h1><p>We cook, you celebrate. <a href="#more">More</a></p></main>
<script src="{bot}/widget.js" async {traits}></script>
</body>
</html>"""


class HostSite:
    """bot: the bot's address, once it is known. Its page is url; ?lang=… goes on the tag, and so
    does user, the token of whoever is logged in."""

    def __init__(self) -> None:
        self.bot = self.user = ""
        self.url = ""

    @property
    def origin(self) -> str:
        """scheme://host:port"""
        return self.url.rstrip("/")

    @property
    def policy(self) -> str:
        """Nothing but the widget's script, and requests to the bot."""
        socket = self.bot.replace("http", "ws", 1)
        return (
            f"default-src 'none'; script-src {self.bot}; connect-src {self.bot} {socket};"
            " img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
            " require-trusted-types-for 'script'"
        )

    async def page(self, request: web.Request) -> web.Response:
        """A page that embeds the widget."""
        lang = request.query.get("lang")
        traits = f'data-lang="{lang}"' if lang in ("ar", "es") else ""
        traits += f' data-site-token="{self.user}"' if self.user else ""
        text = _PAGE.format(bot=self.bot, traits=traits)
        headers = {"Content-Security-Policy": self.policy}
        return web.Response(text=text, headers=headers, content_type="text/html")


@asynccontextmanager
async def host_site() -> AsyncIterator[HostSite]:
    """The site, served while the block runs."""
    site = HostSite()
    application = web.Application()
    application.add_routes([web.get("/", site.page)])
    async with TestServer(application, host="localhost") as server:
        site.url = str(server.make_url("/"))
        yield site
