"""Where models are asked: the address as people write it, as the SDK takes it."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit, urlunsplit

_OF_MODELS = "/chat/completions"  # what is often copied along with an address
_AZURE = (".azure.com", ".azure.us", ".azure.cn")


def client_arguments(api_key: str, base_url: str | None) -> dict[str, Any]:
    """What openai.AsyncOpenAI is made with. An address may carry a query, as Azure's deployments
    do with their api-version, and Azure's older routes want the key in a header of their own."""
    arguments: dict[str, Any] = {"api_key": api_key, "base_url": None, "max_retries": 0}
    if not base_url:
        return arguments
    parts = urlsplit(base_url)
    path = parts.path.rstrip("/").removesuffix(_OF_MODELS)
    arguments["base_url"] = urlunsplit((parts.scheme, parts.netloc, path, "", ""))
    query = dict(parse_qsl(parts.query))
    if query:
        arguments["default_query"] = query
    if (parts.hostname or "").endswith(_AZURE) or "api-version" in query:
        arguments["default_headers"] = {"api-key": api_key}
    return arguments
