"""The parts of the house that the settings decide on."""

from collections.abc import Callable, Mapping
from functools import partial

from pydantic import SecretStr

from agents.models.prices import Prices, Rate
from agents.models.remote import Lineup, RemoteModels
from bot.budget import micros
from bot.business.profile import Profile
from bot.business.quiet_hours import texts_open_at
from bot.clock import OffsetClock, SystemClock
from bot.desk.notices import Desk
from bot.messages import LaneAddress
from bot.ports import Carrier, Clock, Door, Fetcher, Sender, whole
from bot.settings import Settings
from channels.console import ConsoleSender
from channels.slack.client import SlackClient
from channels.slack.outbound import SlackSender
from channels.slack.ports import Backstage
from channels.sms.config import SmsConfig
from channels.sms.errors import trouble_of
from channels.sms.inbound import SmsInbound
from channels.sms.media import SmsMedia
from channels.sms.outbound import SmsSender
from channels.sms.split import LIMIT, split_text
from channels.sms.tariff import Tariff


def clock_of(settings: Settings) -> Clock:
    """The business's clock."""
    if settings.clock_offset_file is not None:
        return OffsetClock(settings.clock_offset_file)
    return SystemClock()


def remote_models(settings: Settings) -> RemoteModels | None:
    """None: there is no key, and no server that might need none."""
    if settings.openai_api_key is None and settings.openai_base_url is None:
        return None
    key = settings.openai_api_key
    return RemoteModels(
        api_key=key.get_secret_value() if key else "none",
        base_url=str(settings.openai_base_url) if settings.openai_base_url else None,
        lineup_of=lambda agent: Lineup(
            settings.model_of(agent), settings.strong_model, settings.fallback_models
        ),
        max_tokens=settings.openai_max_tokens,
        temperature=settings.openai_temperature,
        patience=settings.openai_timeout_seconds,
        history_tokens=settings.ai_history_tokens,
    )


def prices_of(settings: Settings) -> Prices:
    """What models cost: as the owner says, else as their makers' lists do."""
    own = {each.model: Rate(each.into, each.out, each.cached) for each in settings.ai_model_prices}
    return Prices(own, str(settings.openai_base_url) if settings.openai_base_url else None)


def tariff_of(settings: Settings) -> Tariff:
    """What texts cost."""
    return Tariff(
        out=micros(settings.sms_price_out),
        into=micros(settings.sms_price_in),
        files=micros(settings.mms_price_in),
    )


def sms_config(settings: Settings) -> SmsConfig | None:
    """None: texts are switched off."""
    if not settings.texts:
        return None
    return SmsConfig(
        account_sid=settings.twilio_account_sid or "",
        auth_token=plain(settings.twilio_auth_token),
        api_key=settings.twilio_api_key or "",
        api_secret=plain(settings.twilio_api_secret),
        shared_key=plain(settings.twilio_webhook_shared_key),
        phone_number=settings.twilio_phone_number or "",
        messaging_service_sid=settings.twilio_messaging_service_sid or "",
        public_url=settings.base_url or f"http://localhost:{settings.port}",
        api_url=str(settings.twilio_api_url or ""),
    )


def plain(secret: SecretStr | None) -> str:
    """The secret itself; empty where it is not set."""
    return secret.get_secret_value() if secret else ""


def own_number(settings: Settings) -> str:
    """The number that texts go out from; empty where a Messaging Service picks it."""
    return "" if settings.twilio_messaging_service_sid else settings.twilio_phone_number or ""


def sms_inbound(settings: Settings, clock: Clock) -> SmsInbound | None:
    """What verifies and reads texts; None: they are switched off."""
    config = sms_config(settings)
    return SmsInbound(config, clock) if config else None


def doors_of(
    settings: Settings, senders: Mapping[str, Sender], uploads: Fetcher
) -> Mapping[str, Door]:
    """The channels as the engine sees them. uploads: where the web's pictures are."""
    quiet = settings.sms_debounce_seconds
    config = sms_config(settings)
    return {
        "sms": Door(
            "sms",
            "customer",
            senders.get("sms"),
            quiet,
            quiet * 4,
            split_text,
            introduces=True,
            fetcher=SmsMedia(config) if config else None,
            cost_of=tariff_of(settings).received,
        ),
        "web": Door("web", "customer", None, limited=True, fetcher=uploads),
        "slack": Door("slack", "staff", senders.get("slack"), staffed=True),
        "terminal": Door("terminal", "customer", None, limited=True),
    }


def senders_of(settings: Settings, clock: Clock, backstage: Backstage) -> dict[str, Sender]:
    """The ways out that are configured."""
    senders: dict[str, Sender] = {"console": ConsoleSender()}
    if config := sms_config(settings):
        senders["sms"] = SmsSender(config, clock)
    if settings.slack_bot_token:
        senders["slack"] = SlackSender(slack_client(settings), clock, backstage)
    return senders


def slack_client(settings: Settings) -> SlackClient:
    """Slack's Web API by the app's token."""
    url = str(settings.slack_api_url) if settings.slack_api_url else None
    return SlackClient(plain(settings.slack_bot_token), url)


def carriers_of(settings: Settings, profile: Callable[[], Profile]) -> dict[str, Carrier]:
    """What the engine must know of the vendors it sends by. profile(): the present one."""
    sms = Carrier(
        trouble_of,
        split_text,
        opens=lambda phone, now: texts_open_at(profile(), phone, now),
        per_second=settings.sms_per_second,
        number=settings.twilio_messaging_service_sid or settings.twilio_phone_number or "",
        charge=tariff_of(settings).sent,
    )
    return {"sms": sms}


def desk_of(settings: Settings) -> Desk:
    """Where staff are told, and how: a text holds only so much."""
    lane = desk_lane(settings)
    split = partial(split_text, advised=LIMIT) if lane.channel == "sms" else whole
    return Desk(lane, split, threads=lane.channel == "slack" and settings.desk_answers)


def desk_lane(settings: Settings) -> LaneAddress:
    """Staff are told in Slack, else by text to the owner, else on the console."""
    if settings.slack_bot_token and settings.slack_staff_channel:
        return LaneAddress("slack", settings.slack_staff_channel)
    if settings.texts and settings.owner_phone:
        return LaneAddress("sms", settings.owner_phone)
    return LaneAddress("console", "staff")
