"""Whether Twilio sent a webhook. Nothing is read from a request before this has said yes."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from multidict import MultiDict
from twilio.request_validator import (
    SIGNATURE_HEADER,
    SIGNATURE_SETTINGS_HEADER,
    RequestValidator,
    get_signature_algorithm,
)

from bot.messages import Forged
from channels.sms.config import SmsConfig

_MOST_PARAMETERS = 500


class Verifier:
    """Checks signatures with the vendor's own validator, over PUBLIC_URL: behind a proxy the
    request's host is not the one that Twilio called, and anybody can claim one."""

    def __init__(self, config: SmsConfig) -> None:
        self._base = config.public_url.rstrip("/")
        self._by_token = _validator(config.auth_token)
        self._by_shared_key = _validator(config.shared_key)

    def parameters(
        self, path_and_query: str, body: bytes, headers: Mapping[str, str]
    ) -> MultiDict[str]:
        """The form's parameters, untrimmed, once the signature holds. Raises Forged.

        path_and_query: as it came over the wire, nothing decoded. headers: a mapping blind to
        case, or one with Twilio's spelling."""
        signature = headers.get(SIGNATURE_HEADER)
        if not signature:
            raise Forged("the request has no signature")
        form = _form(body)
        if not self._holds(path_and_query, form, signature, headers):
            raise Forged(
                "the signature does not hold: check PUBLIC_URL, and TWILIO_AUTH_TOKEN or"
                " TWILIO_WEBHOOK_SHARED_KEY, against what Twilio has"
            )
        return form

    def _holds(
        self,
        path_and_query: str,
        form: MultiDict[str],
        signature: str,
        headers: Mapping[str, str],
    ) -> bool:
        settings = headers.get(SIGNATURE_SETTINGS_HEADER, "")
        validator = self._by_shared_key if "algorithm=" in settings else self._by_token
        if validator is None:
            return False
        try:
            holds: bool = validator.validate(
                self._base + path_and_query, form, signature, get_signature_algorithm(settings)
            )
        except UnicodeEncodeError:  # bytes in the path that are no text; Twilio sends none
            return False
        return holds


def _validator(key: str) -> RequestValidator | None:
    # Without a key there is no validator: anybody can sign with an empty one.
    return RequestValidator(key) if key else None


def _form(body: bytes) -> MultiDict[str]:
    """All parameters. Bytes that are no UTF-8 become U+FFFD, for which no signature stands.

    A MultiDict, because a key may come twice and the signature covers both, and because the
    validator asks a plain dict three times for each value."""
    try:
        return MultiDict(
            parse_qsl(
                body.decode("utf-8", "replace"),
                keep_blank_values=True,
                errors="replace",
                max_num_fields=_MOST_PARAMETERS,
            )
        )
    except ValueError:
        raise Forged(f"more than {_MOST_PARAMETERS} parameters; Twilio sends some 30") from None
