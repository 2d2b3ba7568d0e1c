"""Visitors' tokens: signed, expiring, and telling nothing but a random id."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache

import jwt

from bot.messages import Forged

LIFETIME = timedelta(days=90)
_ISSUER = "visitor"
_REMEMBERED = 4096  # tokens that held; whoever chats shows the same one again and again


class Visitors:
    """Signs and reads visitors' tokens. secret: at least 32 bytes. now(): the business's time."""

    def __init__(self, secret: str, now: Callable[[], datetime]) -> None:
        self._secret, self._now = secret, now
        self._claims = lru_cache(_REMEMBERED)(self._verified)

    def issue(self, visitor: str) -> str:
        """A token for a visitor, good for 90 days."""
        claims = {"iss": _ISSUER, "sub": visitor, "exp": self._now() + LIFETIME}
        return jwt.encode(claims, self._secret, algorithm="HS256")

    def read(self, token: str) -> str:
        """The visitor's id. Raises Forged where the token is not ours, or too old."""
        visitor, ends = self._claims(token)
        # Not PyJWT's check: rehearsals move the business's time, and the machine's stays.
        if ends <= self._now().timestamp():
            raise Forged("the visitor token is too old")
        return visitor

    def _verified(self, token: str) -> tuple[str, float]:
        """The visitor's id, and when the token ends, in seconds since the epoch."""
        try:
            claims = jwt.decode(
                token,
                self._secret,
                algorithms=["HS256"],
                issuer=_ISSUER,
                options={"require": ["exp", "sub"], "verify_exp": False},
            )
        except (jwt.InvalidTokenError, UnicodeError) as error:  # headers hold any bytes
            raise Forged("the visitor token is not valid") from error
        return str(claims["sub"]), claims["exp"]
