"""Texts: what they need, and what Twilio says of it."""

import asyncio
import importlib
from ipaddress import ip_address

from aiohttp import ClientError
from pydantic import AnyHttpUrl

from bot.app.check.clocks import Clocks
from bot.app.check.findings import Findings
from bot.app.check.staff import E164
from bot.app.parts import sms_config
from bot.delivery import SendError
from bot.settings import Settings

_LOCAL_NAMES = ("localhost", "local", "internal", "lan", "home", "test")


async def check_texts(settings: Settings, findings: Findings, clocks: Clocks) -> None:
    """Looks at what texts need, then asks Twilio; nothing is sent."""
    config = sms_config(settings)
    if config is None:
        findings.note("texts are off; set TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and PUBLIC_URL")
        if settings.twilio_phone_number or settings.twilio_messaging_service_sid:
            findings.note("TWILIO_PHONE_NUMBER has no effect while texts are off")
        return
    _check_address(settings, findings)
    _check_sender(settings, findings)
    twilio = await asyncio.to_thread(importlib.import_module, "bot.app.check.twilio")
    try:
        await twilio.ask(config, settings.base_url, findings, clocks)
    except TimeoutError:
        raise
    except (ClientError, OSError):
        findings.wrong("Twilio is not reached: look at the network")
    except SendError:
        findings.wrong("Twilio wants to be asked less often: try again later")


def _check_address(settings: Settings, findings: Findings) -> None:
    url = settings.public_url
    if settings.twilio_api_url:
        findings.note("TWILIO_API_URL: another Twilio than the real one is asked")
    if url is None:
        findings.wrong("PUBLIC_URL: set it to the address Twilio calls, or no text is accepted")
    elif _is_local(url) and not settings.twilio_api_url:
        findings.wrong(
            "PUBLIC_URL is an address of this machine or network: Twilio cannot call it, and "
            "refuses it in every text's StatusCallback (21609); set one that the world reaches"
        )
    elif url.scheme != "https" and not settings.twilio_api_url:
        findings.note("PUBLIC_URL is not https: customers' words travel for all to read")


def _is_local(url: AnyHttpUrl) -> bool:
    host = (url.host or "").strip("[]").rstrip(".").lower()
    try:
        return not ip_address(host).is_global
    except ValueError:
        return "." not in host or host.rpartition(".")[2] in _LOCAL_NAMES


def _check_sender(settings: Settings, findings: Findings) -> None:
    number, service = settings.twilio_phone_number, settings.twilio_messaging_service_sid
    if not number and not service:
        findings.note("TWILIO_PHONE_NUMBER or TWILIO_MESSAGING_SERVICE_SID: notices need one")
    if number and service:
        findings.note("TWILIO_PHONE_NUMBER: the messaging service chooses the number that sends")
    if number and not E164.fullmatch(number):
        findings.wrong("TWILIO_PHONE_NUMBER: write it with + and the country code")
