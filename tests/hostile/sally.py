"""A customer who is not here: what others' conversations may never touch, nor a model be shown."""

from typing import Any

from sqlalchemy import Connection, text

from storage import conversations, lanes, leads, people
from storage.leads import Wish
from tests.scenario.inside import Inside

PHONE, SECRET = "+13105557799", "zqxsallysal"
_ROWS = {
    "customers": "SELECT * FROM customers WHERE id = :id",
    "customer_phones": "SELECT * FROM customer_phones WHERE customer_id = :id",
    "leads": "SELECT * FROM leads WHERE customer_id = :id",
    "ai_conversations": "SELECT * FROM ai_conversations WHERE customer_id = :id",
    "ai_messages": "SELECT m.* FROM ai_messages m JOIN ai_conversations c"
    " ON c.id = m.conversation_id WHERE c.customer_id = :id",
}


class Sally:
    """Secret Sally, with a phone, a conversation and a lead; her secret stands in all of them."""

    def __init__(self, stage: Inside, id_: int, rows: dict[str, Any]) -> None:
        self._stage, self._id, self._rows = stage, id_, rows

    @classmethod
    async def come(cls, stage: Inside) -> "Sally":
        """She came before the trial."""
        now = stage.app.clock.now()

        def come(tx: Connection) -> int:
            id_, _ = people.ensure_by_phone(tx, PHONE, "sms", now)
            people.name_customer(tx, id_, "Secret Sally", now)
            lane_id = lanes.ensure(tx, "sms", PHONE, "+14155550100", now)
            begun = conversations.begin(
                tx, mailbox_id=lane_id, channel="sms", agent="customer", now=now, customer_id=id_
            )
            row = {"role": "user", "author": "customer", "visibility": "customer"}
            row |= {"channel": "sms", "content": f"Our gate is {SECRET}"}
            conversations.append(tx, begun.id, [row], now)
            leads.add(
                tx,
                Wish(name="Secret Sally", phone=PHONE, place=f"1 {SECRET} Street", message=SECRET),
                conversation_id=begun.id,
                customer_id=id_,
                lane_id=lane_id,
                source="sms",
                status="new",
                profile_version=1,
                now=now,
            )
            return id_

        id_ = await stage.app.database.write(come)
        return cls(stage, id_, await _read(stage, id_))

    async def is_untouched(self) -> None:
        """Raises AssertionError where a row of hers is another, or there is one more."""
        assert await _read(self._stage, self._id) == self._rows, "another customer's rows changed"


async def _read(stage: Inside, id_: int) -> dict[str, Any]:
    def read(tx: Connection) -> dict[str, Any]:
        return {
            table: [dict(row) for row in tx.execute(text(sql), {"id": id_}).mappings()]
            for table, sql in _ROWS.items()
        }

    return await stage.app.database.read(read)
