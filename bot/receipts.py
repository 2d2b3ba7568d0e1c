"""What a vendor says became of a message, in status callbacks."""

from typing import Any

import structlog
from sqlalchemy import Connection

from bot.delivery import Delivery, DeliveryStatus
from bot.remedies import Remedies
from storage import outbox, phones
from storage.outbox import OutboxRow

# A callback may come before the answer of the call that it is about, and out of order: what is
# further on stays.
_RANK = {"pending": 0, "sending": 1, "sent": 2, "delivered": 3, "undelivered": 3, "failed": 3}

log = structlog.get_logger(__name__)


def take_in(tx: Connection, delivery: Delivery, remedies: Remedies) -> bool:
    """Writes a vendor's word down, where it is of a message we know and further on than what we
    knew; whether there may be something to send."""
    row = outbox.by_delivery(tx, delivery.channel, delivery.provider_id, delivery.outbox_id)
    if row is None:
        log.warning("a delivery status of a message we do not know")
        return False
    # The callback itself proves that the vendor took it: that settles a send in doubt.
    status = delivery.status or DeliveryStatus.SENT
    if not _is_news(row, delivery, status):
        return False
    trouble = remedies.trouble_of(delivery)
    values = _told(delivery, status)
    if row.provider_id is None:  # it comes before the answer to the send, or in its place
        values |= remedies.taken(row, 1 + len(tried_ids(row)))
    if trouble is not None:
        values |= _next_try(row, delivery, remedies.next_step(row, trouble))
    outbox.change(tx, row.id, **values)
    if trouble is not None:
        remedies.follow_up(tx, row, trouble, delivery.error_code, values["status"])
    elif status is DeliveryStatus.DELIVERED:
        phones.clear(tx, row.address)
    return trouble is not None


def _is_news(row: OutboxRow, delivery: Delivery, status: DeliveryStatus) -> bool:
    if row.provider_id not in (None, delivery.provider_id):
        return False
    if delivery.provider_id in tried_ids(row):
        return False  # of an earlier try, which does not count any more
    return _RANK[status] > _RANK.get(row.status, 3) or row.status == "doubt"


def _told(delivery: Delivery, status: DeliveryStatus) -> dict[str, Any]:
    return {
        "status": status.value,
        "provider_id": delivery.provider_id,
        "provider_status": delivery.provider_status,
        "error_code": delivery.error_code,
        "owner": None,
        "leased_until": None,
    }


def _next_try(row: OutboxRow, delivery: Delivery, step: dict[str, Any]) -> dict[str, Any]:
    if step["status"] != "pending":
        return step
    # It gets an id of its own.
    payload = (row.payload or {}) | {"tried": [*tried_ids(row), delivery.provider_id]}
    return step | {"provider_id": None, "payload": payload}


def tried_ids(row: OutboxRow) -> list[str]:
    """The vendor's ids of the row's earlier tries."""
    tried: list[str] = (row.payload or {}).get("tried", [])
    return tried
