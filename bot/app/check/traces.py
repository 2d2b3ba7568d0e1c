"""Traces: whether the collector that is named takes them."""

import aiohttp

from bot.app.check.clocks import Clocks
from bot.app.check.findings import Findings
from bot.settings import Settings

_NAME = "OTEL_EXPORTER_OTLP_ENDPOINT"


async def check_traces(settings: Settings, findings: Findings, clocks: Clocks) -> None:
    """Hands the collector a batch with nothing in it."""
    if settings.otel_exporter_otlp_endpoint is None:
        return
    url = f"{str(settings.otel_exporter_otlp_endpoint).rstrip('/')}/v1/traces"
    headers = {"Content-Type": "application/x-protobuf"}
    try:
        async with (
            aiohttp.ClientSession() as session,
            session.post(url, data=b"", headers=headers) as answer,
        ):
            status = answer.status
    except (aiohttp.ClientError, OSError) as error:
        findings.wrong(f"{_NAME}: {url} is not reached ({type(error).__name__}): no traces")
        return
    if status < 400:
        findings.ok(f"{_NAME}: traces go to {url}")
    else:
        findings.wrong(f"{_NAME}: {url} answers {status}: is it OTLP over HTTP, and its base URL?")
