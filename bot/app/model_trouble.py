"""Staff are told of what only they can mend of the remote models, and how."""

from datetime import date

import structlog
from sqlalchemy import Connection

from agents.models.errors import Need
from bot.desk.notices import Desk
from bot.ports import Clock
from storage.database import Database

_HOW: dict[Need, str] = {
    "model": "the server does not know {model}: it was shut down, or its name is wrong. Name "
    "another in the settings under models (or in the environment); bot check lists what is alive",
    "key": "the server refuses the key. Make another, set it as OPENAI_API_KEY, and restart",
    "quota": "the account is out of credit, or at its limit. Add credit, or raise the limit",
    "server": "the server is not reached for minutes. Look at its status, or at the network; it is "
    "tried again every five minutes",
    "address": "there are no models at OPENAI_BASE_URL; most such addresses end in /v1",
}

log = structlog.get_logger(__name__)


class ModelTrouble:
    """Tells the same once a day, whatever process finds it."""

    def __init__(self, database: Database, clock: Clock, desk: Desk) -> None:
        self._database, self._clock, self._desk = database, clock, desk

    async def tell(self, model: str, need: Need) -> None:
        """Never fails: a customer's turn waits for it."""
        try:
            await self._database.write(self._told, model, need)
        except Exception as error:
            log.error("staff could not be told", need=need, error=type(error).__name__)

    def _told(self, tx: Connection, model: str, need: Need) -> None:
        now = self._clock.now()
        what = model if need == "model" else ""
        key = f"model:{need}:{what}:{_day(now.date())}"
        fields = {"reason": _HOW[need].format(model=model)}
        self._desk.notify(tx, now, "model_trouble", fields, key=key)


def _day(day: date) -> str:
    return day.isoformat()
