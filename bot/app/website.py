"""The web door of a process, as its settings want it."""

from typing import TYPE_CHECKING

from bot.app.contact import contact_of
from bot.app.parts import plain
from bot.app.readers import read_phone
from bot.business.texts import fixed_text
from bot.desk.access import Access
from bot.desk.deciding import Deciding
from bot.desk.exports import Exports
from bot.recall import Recall
from bot.settings import Settings
from bot.uploads import Uploads
from bot.visitors import Guests
from channels.web import assets
from channels.web.addresses import Addresses
from channels.web.gate import Gate
from channels.web.guests import GuestRoutes
from channels.web.hosts import HostSites
from channels.web.looks import Colours, Looks, WidgetConfig
from channels.web.openapi import Description
from channels.web.origins import Origins
from channels.web.pace import Pace
from channels.web.pictures import Pictures
from channels.web.site import Website
from channels.web.socket import Sockets
from channels.web.sse import Streams
from channels.web.staff import StaffRoutes
from channels.web.talk import Talk

if TYPE_CHECKING:
    from bot.app.root import App


def origins_of(settings: Settings) -> Origins:
    """The websites that may speak to the API."""
    own = [settings.base_url] if settings.base_url else []
    return Origins([*own, *settings.allowed_origins, *(site.origin for site in settings.sites)])


def website_of(app: "App") -> Website:
    """Everything that visitors' browsers call."""
    settings = app.settings
    origins, addresses = origins_of(settings), Addresses(settings.trusted_proxies)
    secure = (settings.base_url or "").startswith("https:")
    gate = Gate(app.visitors, origins, addresses, Access(app.database), secure=secure)
    recall = Recall(app.database)
    parts = (
        Talk(gate, app.chat, recall),
        Streams(gate, app.chat),
        Sockets(gate, app.chat),
        GuestRoutes(gate, _guests(app), _sites(settings), app.clock.now),
        Pictures(gate, Uploads(app.database, app.clock, app.allowances), recall),
        Looks(lambda: _config(app)),
        Description(),
        contact_of(app, gate),
        StaffRoutes(gate, _deciding(app), Exports(app.database, app.clock)),
        assets,
    )
    return Website(origins, _pace(settings, addresses), parts)


def _deciding(app: "App") -> Deciding:
    return Deciding(app.database, app.clock, app.inbox, app.live, app.allowances, app.approvals)


def _pace(settings: Settings, addresses: Addresses) -> Pace:
    """Of all requests, a generous multiple of the messages that a visitor may send."""
    per_minute, burst = settings.ai_rate_limit_per_minute, settings.ai_rate_limit_burst
    return Pace(addresses, per_minute * 60, burst * 20, open_at_once=burst * 6)


def _guests(app: "App") -> Guests:
    return Guests(
        app.database,
        app.clock,
        app.bells,
        app.live,
        app.allowances,
        lambda: app.rules().profile,
        read_phone,
    )


def _sites(settings: Settings) -> HostSites:
    return HostSites({site.origin: plain(site.key) for site in settings.sites})


def _config(app: "App") -> WidgetConfig:
    """What the owner's files say of the widget, as of now."""
    profile = app.rules().profile
    widget = profile.widget
    return WidgetConfig(
        business=profile.business.name,
        greeting=fixed_text(profile, "greeting", app.clock.now()),
        suggestions=widget.suggestions,
        colours=Colours(widget.accent),
        languages=tuple(assets.languages()),
        phone=profile.business.phone,
        continue_by_text=app.settings.texts,
        privacy=widget.privacy,
    )
