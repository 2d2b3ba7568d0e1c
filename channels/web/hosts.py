"""Websites whose own servers sign who their users are, as a JWT."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import jwt
from jwt.types import Options

from bot.chat_messages import SiteUser
from bot.messages import Forged
from channels.web.origins import origin_of

_LONGEST = {"sub": 200, "name": 120, "phone_number": 40, "email": 254}
_LEEWAY = timedelta(seconds=60)
# exp is checked here, by the business's clock.
_CHECKED: Options = {
    "require": ["exp", "sub", "iss"],
    "verify_aud": False,
    "verify_exp": False,
}


class HostSites:
    """Reads their tokens: HS256 with the site's key; iss is the site's origin, sub its id of the
    user, exp is required. The other claims are OpenID Connect's standard ones (section 5.1): name,
    phone_number, phone_number_verified, email. keys: by origin."""

    def __init__(self, keys: Mapping[str, str]) -> None:
        self._keys = {origin_of(origin): key for origin, key in keys.items()}

    def read(self, token: str, now: datetime) -> SiteUser:
        """Who the user is. Raises Forged."""
        try:
            site = str(jwt.decode(token, options={"verify_signature": False}).get("iss", ""))
            key = self._keys.get(origin_of(site))
            if key is None:
                raise Forged("no such site: its origin and key belong in SITES")
            claims = jwt.decode(token, key, algorithms=["HS256"], options=_CHECKED)
        except (jwt.InvalidTokenError, ValueError) as error:
            raise Forged("the site token does not hold") from error
        if not isinstance(claims["exp"], int | float):
            raise Forged("the site token does not hold")
        if claims["exp"] < (now - _LEEWAY).timestamp():
            raise Forged("the site token is too old")
        return _user(origin_of(site), claims)


def _user(site: str, claims: Mapping[str, Any]) -> SiteUser:
    texts = {name: _text(claims, name) for name in _LONGEST}
    if texts["sub"] is None:
        raise Forged("the site token names nobody")
    return SiteUser(
        site=site,
        subject=texts["sub"],
        name=texts["name"],
        phone=texts["phone_number"],
        phone_proved=claims.get("phone_number_verified") is True,
        email=texts["email"],
    )


def _text(claims: Mapping[str, Any], name: str) -> str | None:
    value = claims.get(name)
    text = "".join(c for c in value if c.isprintable()).strip() if isinstance(value, str) else ""
    return text[: _LONGEST[name]] or None
