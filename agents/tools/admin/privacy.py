"""export_customer: all that is held of a person, as a file for whoever asked."""

from functools import partial
from typing import Annotated, Any

import orjson
from pydantic import Field
from sqlalchemy import Connection

from agents.tools.admin.house import House
from agents.tools.tool import Desk, Tool
from bot.business.command import Arguments
from bot.business.scope import Scope
from bot.errors import CommandRefused
from storage import audit, colleagues, files, outbox, privacy

_KEPT_DAYS = 7


class Whom(Arguments):
    customer: Annotated[str, Field(max_length=80, description="the public id, or the phone")]


def export_customer(
    house: House, tx: Connection, scope: Scope, desk: Desk, arguments: Whom
) -> dict[str, Any]:
    if scope.staff is None or scope.staff.role != "admin":
        raise CommandRefused("only admins may do this: nothing was done")
    if scope.channel != "slack":
        raise CommandRefused("files are given out in Slack only: ask for it there")
    person = privacy.person_of(tx, arguments.customer)
    if person is None:
        raise CommandRefused("no customer has this id or phone: find them with find_customers")
    now = house.now()
    data = privacy.held(tx, person)
    name = f"customer-{person.public_id}.json"
    file = files.add(
        tx,
        name=name,
        content_type="application/json",
        content=orjson.dumps(data, option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS),
        conversation_id=scope.conversation_id,
        now=now,
        for_admins=True,
        days=_KEPT_DAYS,
    )
    place = colleagues.place_alone(tx, scope.staff.id, scope.lane_id, now)
    outbox.put(
        tx,
        **place,
        conversation_id=scope.conversation_id,
        kind="file",
        body=name,
        payload={"file": file},
        created_at=now,
    )
    holds = {kind: len(data[kind]) for kind in ("conversations", "inquiries", "bookings", "notes")}
    holds["messages"] = sum(len(talk["messages"]) for talk in data["conversations"])
    about = f"customer:{person.public_id}"
    audit.add(tx, now, scope.staff.id, "export_customer", about, after={"file": file} | holds)
    here = place["lane_id"] == scope.lane_id
    message = "The file was posted here." if here else "The file was sent to your direct messages."
    return {"file": file, "name": name, "holds": holds, "message": message}


def privacy_tools(house: House) -> tuple[Tool[Any], ...]:
    return (
        Tool(
            "export_customer",
            "Everything that is held of a customer (person, phones, conversations of all channels, "
            "inquiries, bookings, notes, consent) as a JSON file, which only the asker is sent; "
            "audited.",
            Whom,
            partial(export_customer, house),
            acts=True,
        ),
    )
