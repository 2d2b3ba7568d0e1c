"""Settings: changed at run time, and taken back."""

from collections.abc import Iterator
from functools import partial
from typing import Annotated, Any

import orjson
from pydantic import BeforeValidator, Field
from sqlalchemy import Connection

from bot.business.command import Arguments, Command, Context, Done, Fact, Preview
from bot.business.overlay import is_there, name_of, read_value, shown, slug, steps_of, value_at
from bot.commands.excerpts import differing
from bot.editions import PAGES, PROMPTS, ROLES, Edition, canonical
from bot.errors import CommandRefused
from bot.rulebook import Rulebook, value_in
from storage import settings

_LONGEST = 300  # characters of a value on a card
_ELSEWHERE = {
    ROLES: "roles are given with set_role",
    PAGES: "knowledge pages are written with write_knowledge_page",
    PROMPTS: "prompts are set where the bot runs, with: bot prompt set AGENT FILE",
    "paused.": "the bot is paused with pause_bot and resumed with resume_bot",
}
_CONSEQUENCES = (
    (("menu.", "prices.", "areas."), "Bookings made keep their prices; quotes from now on change."),
    (
        ("guests.", "notice.", "event_starts.", "holidays."),
        "Bookings and inquiries made stay as they are.",
    ),
    (("business.timezone",), "Bookings made keep the zone that they were made in."),
    (("flags.chatbot",), "Off: everything that customers write goes to a person."),
    (("models.",), "The server is not asked whether it has this model: watch the next answers."),
)


def _as_text(value: Any) -> Any:
    """A model may well write 31 or true, and mean the text."""
    return value if value is None or isinstance(value, str) else orjson.dumps(value).decode()


class ChangeSetting(Arguments):
    path: Annotated[
        str,
        Field(
            min_length=1,
            max_length=180,
            description="as get_settings names it, such as menu.dishes.chicken.price",
        ),
    ]
    value: Annotated[
        Annotated[str, Field(max_length=8000)] | None,
        BeforeValidator(_as_text),
        Field(
            description='as text: 31, closed, "09:00-12:00, 13:00-18:00", on, off; JSON for a list '
            'or an entry; "remove" takes an entry out of its list; left out: as the files have it',
        ),
    ] = None


class UndoSetting(Arguments):
    change: Annotated[
        str | None,
        Field(max_length=40, description="as setting_history names it; left out: the newest"),
    ] = None


def _meant(rulebook: Rulebook, tx: Connection, arguments: ChangeSetting) -> tuple[str, Any]:
    """The path and the value, as they are kept. Raises CommandRefused."""
    path = canonical(arguments.path)
    for begun, instead in _ELSEWHERE.items():
        if f"{path}.".startswith(begun):
            raise CommandRefused(instead)
    if not path:
        raise CommandRefused("name a setting by its path: see get_settings")
    if arguments.value is None:
        return path, None
    edition = rulebook.present(tx)
    if path in rulebook.knobs:
        return path, read_value(arguments.value, edition.values[path])
    return _of_the_profile(edition, path, arguments)


def _of_the_profile(edition: Edition, path: str, arguments: ChangeSetting) -> tuple[str, Any]:
    *above, last = steps_of(path)
    if not above and not is_there(edition.data, [last]):
        raise CommandRefused(f'there is no setting "{path}": see get_settings')
    entry = arguments.path.rpartition(".")[2]
    value = read_value(arguments.value or "", value_at(edition.data, [*above, last]), entry)
    is_entry = isinstance(value_at(edition.data, above), list)
    if is_entry and not is_there(edition.data, [*above, last]) and name_of(value):
        last = slug(name_of(value))  # by which it will be found
    return ".".join([*above, last]), value


def _preview(
    rulebook: Rulebook, tx: Connection, context: Context, arguments: ChangeSetting
) -> Preview:
    path, value = _meant(rulebook, tx, arguments)
    fact = _changed(rulebook, tx, path, value)
    notes = [Fact("Note", told) for told in _consequences(rulebook, tx, path, value)]
    return Preview(f"Change the setting {path}", (fact, *notes))


def _changed(rulebook: Rulebook, tx: Connection, path: str, value: Any) -> Fact:
    """Before and after, on a card. Raises CommandRefused where nothing would change."""
    before, after = rulebook.draft(tx, path, value)
    was, would_be = value_in(before, path), value_in(after, path)
    if was == would_be:
        now, _ = _brief(was, None)
        raise CommandRefused(f"{path} is {now or 'not set'} already: there is nothing to do")
    old, new = _brief(was, would_be)
    return Fact(path, new, old)


def _brief(was: Any, would_be: Any) -> tuple[str | None, str | None]:
    """Two values as a card shows them."""
    old, new = shown(was), shown(would_be)
    before, after = differing(old or "", new or "", _LONGEST)
    return None if old is None else before, None if new is None else after


def _consequences(rulebook: Rulebook, tx: Connection, path: str, value: Any) -> Iterator[str]:
    for begun, told in _CONSEQUENCES:
        if path.startswith(begun):
            yield told
    if path.startswith("budget."):
        _, after = rulebook.draft(tx, path, value)
        if float(after.values["budget.alert_at"]) > float(after.values["budget.per_day"]):
            yield "The alert is above the limit: staff would hear of it only at the limit."


def _run(rulebook: Rulebook, tx: Connection, context: Context, arguments: ChangeSetting) -> Done:
    path, value = _meant(rulebook, tx, arguments)
    return enacted(rulebook, tx, context, path, value)


def enacted(
    rulebook: Rulebook,
    tx: Connection,
    context: Context,
    path: str,
    value: Any,
    undoes: int | None = None,
    say: str | None = None,
) -> Done:
    """Makes a change, in force once it is durable. Raises CommandRefused."""
    fact = _changed(rulebook, tx, path, value)
    change, made = rulebook.enact(tx, path, value, context.who, context.now, undoes)
    context.after.append(made)
    said = say or f"{path} is {fact.after or 'not there'} now."
    before, after = {"value": fact.before}, {"value": fact.after}
    return Done(said, f"setting:{path}", before, after, {"change": change.public_id})


def _taken_back(
    rulebook: Rulebook, tx: Connection, arguments: UndoSetting
) -> tuple[settings.Change, Any, settings.Change | None]:
    """The change, the value before it, and the next change of the same path."""
    if arguments.change is None:
        change = settings.newest(tx)
    else:
        change = settings.by_public_id(tx, arguments.change)
    if change is None:
        raise CommandRefused("there is no such change: see setting_history")
    earlier, later = settings.beside(tx, change)
    return change, earlier.value if earlier else None, later


def _preview_undo(
    rulebook: Rulebook, tx: Connection, context: Context, arguments: UndoSetting
) -> Preview:
    change, value, later = _taken_back(rulebook, tx, arguments)
    facts = [_changed(rulebook, tx, change.path, value)]
    if later is not None:
        facts.append(Fact("Changed since", f"by {later.author_name}: that goes, too"))
    return Preview(f"Take back {change.author_name}'s change of {change.path}", tuple(facts))


def _undo(rulebook: Rulebook, tx: Connection, context: Context, arguments: UndoSetting) -> Done:
    change, value, _ = _taken_back(rulebook, tx, arguments)
    return enacted(rulebook, tx, context, change.path, value, change.id)


def setting_commands(rulebook: Rulebook) -> tuple[Command[Any], ...]:
    """change_setting and undo_setting, over a rulebook."""
    return (
        Command(
            "change_setting",
            "Change a setting at run time: hours, split hours, holidays, prices, menu, capacity, "
            "texts, limits, budget, models, flags. Conversations under way keep the old value "
            "until their next message. Look the path up with get_settings first. A new holiday: "
            'path holidays.NAME, value {"on": "12-26", "events": "closed", "staff": "closed"}.',
            ChangeSetting,
            partial(_preview, rulebook),
            partial(_run, rulebook),
            role="admin",
        ),
        Command(
            "undo_setting",
            "Take a change of a setting, a role or a knowledge page back: the value before it is "
            "put in force again.",
            UndoSetting,
            partial(_preview_undo, rulebook),
            partial(_undo, rulebook),
            role="admin",
        ),
    )
