"""Visitors' tokens: signed, expiring, and telling nothing but a random id."""

from datetime import datetime, timedelta

import jwt

from bot.messages import Forged

LIFETIME = timedelta(days=90)
_ISSUER = "visitor"


class Visitors:
    """Signs and reads visitors' tokens. secret: at least 32 bytes."""

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def issue(self, visitor: str, now: datetime) -> str:
        """A token for a visitor, good for 90 days."""
        claims = {"iss": _ISSUER, "sub": visitor, "exp": now + LIFETIME}
        return jwt.encode(claims, self._secret, algorithm="HS256")

    def read(self, token: str) -> str:
        """The visitor's id. Raises Forged where the token is not ours, or too old."""
        try:
            claims = jwt.decode(token, self._secret, algorithms=["HS256"], issuer=_ISSUER)
        except jwt.InvalidTokenError as error:
            raise Forged("the visitor token is not valid") from error
        return str(claims["sub"])
