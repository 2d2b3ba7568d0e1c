"""To-dos: given to somebody, who is reminded when they are due."""

from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import Connection

from bot.business.cards import mask_cards
from bot.business.command import Arguments, Command, Context, Done, Preview
from bot.business.moments import MaybeMoment, moment_of
from bot.business.naming import colleague_named
from bot.business.people_search import fold
from bot.business.staff_views import View
from bot.business.staff_words import cut, moment_text
from bot.business.subjects import subject_named
from bot.commands.notes import Subject
from bot.desk.reminders import Reminders
from bot.errors import CommandRefused
from bot.messages import Colleague
from storage import todos
from storage.notes import About
from storage.todos import Todo

_TITLE = 80
_EVERYBODY = ("everybody", "everyone", "all", "anybody", "anyone", "nobody")


class AddTodo(Arguments):
    text: Annotated[str, Field(min_length=1, max_length=1000)]
    due: MaybeMoment = None
    assigned_to: Annotated[
        str | None,
        Field(max_length=80, description="a colleague's name or everybody; left out: who asks"),
    ] = None
    about: Annotated[Subject | None, Field(description="whom or what it is about")] = None


class FinishTodo(Arguments):
    todo: Annotated[str, Field(min_length=1, max_length=200, description="id, or words of it")]


class _Todos:
    def __init__(self, reminders: Reminders) -> None:
        self._reminders = reminders

    def preview_add(self, tx: Connection, context: Context, arguments: AddTodo) -> Preview:
        return Preview(f"To-do: {cut(arguments.text, _TITLE)}")

    def add(self, tx: Connection, context: Context, arguments: AddTodo) -> Done:
        profile, now = context.profile, context.now
        due = moment_of(arguments.due, profile) if arguments.due else None
        if due is not None and due <= now:
            raise CommandRefused(f"{moment_text(profile, due, now)} is over: give a time to come")
        subject = None
        if arguments.about:
            subject = subject_named(tx, profile, arguments.about, now)
        whose = _whose(tx, context, arguments.assigned_to)
        todo = todos.add(
            tx,
            mask_cards(arguments.text),
            context.who.id,
            now,
            about=subject.about if subject else About(),
            due_at=due,
            assigned_to=whose.id if whose else None,
            assigned_name=whose.name if whose else None,
        )
        self._reminders.given(tx, todo, context.who.id)
        told = View(profile, now).todo(todo)
        return Done(_said(context, todo), f"todo:{todo.public_id}", None, told, {"todo": told})

    def preview_finish(self, tx: Connection, context: Context, arguments: FinishTodo) -> Preview:
        return Preview(f"Done: {cut(_named(tx, arguments.todo).text, _TITLE)}")

    def finish(self, tx: Connection, context: Context, arguments: FinishTodo) -> Done:
        todo = _named(tx, arguments.todo)
        if not todos.finish(tx, todo.id, context.who.id, context.now):
            raise CommandRefused("this to-do is done already")
        self._reminders.forget(tx, todo)
        told = View(context.profile, context.now).todo(todos.by_id(tx, todo.id))
        said = f"Done: {cut(todo.text, _TITLE)}."
        return Done(said, f"todo:{todo.public_id}", {"done": False}, {"done": True}, {"todo": told})


def _whose(tx: Connection, context: Context, said: str | None) -> Colleague | None:
    if said and said.strip().lower() in _EVERYBODY:
        return None
    return colleague_named(tx, said, context.who) if said else context.who


def _said(context: Context, todo: Todo) -> str:
    who = "everybody" if todo.assigned_to is None else todo.assigned_name or ""
    due = f", due {moment_text(context.profile, todo.due_at, context.now)}" if todo.due_at else ""
    return f"To-do for {who}{due}: {cut(todo.text, _TITLE)}."


def _named(tx: Connection, said: str) -> Todo:
    """A to-do by its id, else the open one that these words are in. Raises CommandRefused."""
    known = todos.find(tx, said)
    if known is not None:
        return known
    fits = [todo for todo in todos.listed(tx, most=500) if fold(said) in fold(todo.text)]
    if len(fits) == 1:
        return fits[0]
    if not fits:
        raise CommandRefused(f'there is no open to-do "{said}": look at list_todos')
    named = "; ".join(f"{cut(todo.text, 60)} (id {todo.public_id})" for todo in fits[:6])
    raise CommandRefused(f'several to-dos fit "{said}": {named}. Ask which')


def todo_commands(reminders: Reminders) -> tuple[Command[Any], ...]:
    """What is done with to-dos."""
    made = _Todos(reminders)
    return (
        Command(
            "add_todo",
            "Set a to-do or a reminder, for who asks or a colleague.",
            AddTodo,
            made.preview_add,
            made.add,
            approved=False,
        ),
        Command(
            "finish_todo",
            "Mark a to-do as done.",
            FinishTodo,
            made.preview_finish,
            made.finish,
            approved=False,
        ),
    )
