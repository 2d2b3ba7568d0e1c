"""The aiohttp application: its routes, and which door each belongs to."""

from collections.abc import Awaitable, Callable
from math import ceil
from typing import Any

import orjson
from aiohttp import web

from bot.app.root import App
from bot.errors import NoSuchThread, Refused, StillWorking, TooFast
from bot.messages import Forged, Unreadable

MOST_BYTES = 64 * 1024
_MOST_OF_SLACK = 1024 * 1024  # a click brings the message along, or the whole App Home
_APP: web.AppKey[App] = web.AppKey("app", App)
_TWIML = b'<?xml version="1.0" encoding="UTF-8"?><Response/>'

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def build(app: App) -> web.Application:
    """The application over an App that is at work."""
    site = web.Application(middlewares=[errors], client_max_size=MOST_BYTES)
    site[_APP] = app
    if app.playground is not None:
        app.playground.mount(site)  # first: its page goes before what else is at /
    site.add_routes(
        [
            web.get("/", home),
            web.get("/healthz", healthz),
            web.get("/readyz", readyz),
            web.post("/webhooks/twilio/sms", twilio_sms),
            web.post("/webhooks/twilio/status", twilio_status),
            web.post("/slack/events", slack_events),
        ]
    )
    app.website.mount(site)
    site.on_shutdown.append(_say_goodbye)
    return site


async def _say_goodbye(site: web.Application) -> None:
    """Streams and sockets are ended by us, and told so, before the server cuts them off."""
    site[_APP].live.close()


@web.middleware
async def errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Typed errors as answers. Nobody outside ever sees another error's text."""
    try:
        return await handler(request)
    except Forged:
        return _problem(403, "the request's signature or token does not hold")
    except Unreadable as error:
        return _problem(400, str(error))
    except NoSuchThread as error:
        return _problem(404, str(error))
    except TooFast as error:
        return _problem(429, str(error), {"Retry-After": str(ceil(error.after))})
    except StillWorking as error:
        return _problem(504, str(error))
    except Refused as error:
        return _problem(error.status, str(error))
    except web.HTTPException as error:
        allow = {"Allow": error.headers["Allow"]} if "Allow" in error.headers else None
        return _problem(error.status, error.reason, allow)
    except Exception as error:
        request.app[_APP].log_failure(request.path, error)
        return _problem(500, "something went wrong here; please try again")


def _problem(status: int, what: str, headers: dict[str, str] | None = None) -> web.Response:
    return _json({"error": what}, status, headers)


def _json(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    body = orjson.dumps(value)
    return web.Response(body=body, status=status, headers=headers, content_type="application/json")


async def home(request: web.Request) -> web.Response:
    """What runs here; no more than anybody may know."""
    return web.Response(text="\n".join(request.app[_APP].about()) + "\n")


async def healthz(_: web.Request) -> web.Response:
    """The process lives."""
    return _json({"status": "ok"})


async def readyz(request: web.Request) -> web.Response:
    """The process can do its work: the database answers and has the schema."""
    if await request.app[_APP].is_ready():
        return _json({"status": "ready"})
    return _json({"status": "not ready"}, 503)


async def twilio_sms(request: web.Request) -> web.Response:
    """A text: verified, stored, acknowledged; the answer goes out by REST."""
    app = request.app[_APP]
    if app.sms is None:
        return _problem(503, "texts are switched off here")
    body = await request.read()
    await app.inbox.accept(app.sms.receive(request.raw_path, body, request.headers))
    return web.Response(body=_TWIML, content_type="text/xml")


async def twilio_status(request: web.Request) -> web.Response:
    """What became of a text of ours."""
    app = request.app[_APP]
    if app.sms is None:
        return _problem(503, "texts are switched off here")
    body = await request.read()
    await app.outbox.follow(app.sms.receive_status(request.raw_path, body, request.headers))
    return web.Response(status=204)


async def slack_events(request: web.Request) -> web.Response:
    """What staff do in Slack: verified, stored, acknowledged; the rest follows."""
    desk = request.app[_APP].slack
    if desk is None:
        return _problem(503, "the staff's desk in Slack is switched off here")
    return await desk.door.answer(request.clone(client_max_size=_MOST_OF_SLACK))
