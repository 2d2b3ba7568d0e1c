"""list_todos and list_colleagues: what is to be done, and who is there to do it."""

from typing import Annotated, Any, Literal

from pydantic import Field
from sqlalchemy import Connection

from agents.tools.staff.leads import me_of
from agents.tools.tool import Desk, Tool
from bot.business.command import Arguments
from bot.business.scope import Scope
from bot.business.staff_views import View
from storage import colleagues, todos


class ListTodos(Arguments):
    whose: Annotated[
        Literal["mine", "all"] | None, Field(description="mine (the usual), or everybody's")
    ] = None
    done: Annotated[bool | None, Field(description="those that are done instead")] = None


def list_todos(tx: Connection, scope: Scope, desk: Desk, arguments: ListTodos) -> dict[str, Any]:
    view = View(scope.profile, scope.received_at)
    of = me_of(scope).id if arguments.whose != "all" else None
    found = todos.listed(tx, of=of, done=bool(arguments.done))
    return {"found": len(found), "todos": [view.todo(todo) for todo in found]}


LIST_TODOS = Tool(
    name="list_todos",
    description="To-dos and reminders, what is due first.",
    arguments=ListTodos,
    run=list_todos,
)


class ListColleagues(Arguments):
    pass


def list_colleagues(
    tx: Connection, scope: Scope, desk: Desk, arguments: ListColleagues
) -> dict[str, Any]:
    view, me = View(scope.profile, scope.received_at), me_of(scope)
    return {
        "colleagues": [
            {
                "name": one.name,
                "role": one.role,
                "seen": view.at(one.seen_at),
                "me": one.id == me.id,
            }
            for one in colleagues.listed(tx)
        ]
    }


LIST_COLLEAGUES = Tool(
    name="list_colleagues",
    description="Who of the staff was ever here, so that work can be given to them by name.",
    arguments=ListColleagues,
    run=list_colleagues,
)
