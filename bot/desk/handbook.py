"""What admins are shown of the house they run. Implements what agents know as House."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.business.dates import moment_text
from bot.business.house import Held, Page, Setting
from bot.business.knowledge import Section
from bot.business.overlay import leaves, value_at
from bot.business.profile import Profile
from bot.business.prompts import FROM_FILE, PromptText
from bot.delivery import SendTrouble
from bot.editions import PAGES, PROMPTS, ROLES, file_of
from bot.ports import Carrier, Clock
from bot.rulebook import Rulebook
from storage import colleagues, settings
from storage.settings import Change

_GROUPS = {
    "business": "name, contact, time zone",
    "texting": "which countries are texted, and when unasked",
    "guests": "party sizes and the capacity of a day",
    "notice": "how soon and how far ahead an event may be",
    "prices": "what is charged beside the menu: tax, deposit, minimum spend",
    "cancellation": "refunds and changes",
    "service": "what an event is made of",
    "event_starts": "the hours in which events may start, by weekday",
    "staff": "when people answer (staff.hours), and how soon",
    "holidays": "days whose hours differ",
    "areas": "where the business goes, and its travel fees",
    "elsewhere": "cities that are not served",
    "offers": "what is offered instead of a refusal",
    "widget": "the chat on the website",
    "menu": "dishes, extras, children's price, allergens, diets",
    "wording": "the assistant's own sentences",
    "limits": "messages a minute and at once, by agent",
    "budget": "dollars for the models: a day's, an agent's share of it, a conversation's",
    "models": "which model each agent uses",
    "flags": "the assistant, streaming and its tools, on or off",
    "paused": "channels on which a person answers instead",
    "prompts": "what each agent is told before a conversation; set with `bot prompt set`",
}
_ENDED = {
    "undelivered": "the network did not deliver it",
    "failed": "it could not be sent",
    "refused": "the customer opted out of texts",
    "expired": "it was not sent in time",
    "doubt": "nobody knows whether it was sent",
}
_TROUBLES = {
    SendTrouble.BAD_ADDRESS: "the number takes no texts",
    SendTrouble.BLOCKED: "the carrier filtered it",
    SendTrouble.UNREGISTERED: "the sending number or account is not in order at the vendor's",
    SendTrouble.RETRY_ONCE: "the phone could not be reached",
    SendTrouble.RETRY: "the vendor was overloaded",
    SendTrouble.LATER: "it is not allowed at that hour",
    SendTrouble.TOO_LONG: "it is too long",
}


class Handbook:
    """carriers: what is known of the vendors, by channel."""

    def __init__(self, rulebook: Rulebook, clock: Clock, carriers: Mapping[str, Carrier]) -> None:
        self._rulebook, self._clock, self._carriers = rulebook, clock, carriers

    def now(self) -> datetime:
        """The business's time."""
        return self._clock.now()

    def profile(self) -> Profile:
        """The present one."""
        return self._rulebook.edition.profile

    def may_use_tools(self) -> bool:
        """Whether the customers' agent may use its tools."""
        return self._rulebook.rules().tools

    def sections_of(self, version: int) -> Sequence[Section]:
        """The knowledge pages of a version of the profile."""
        return self._rulebook.sections_of(version)

    def prompts(self) -> Mapping[str, PromptText]:
        """The agents' prompts, by name."""
        return self._rulebook.edition.prompts

    def groups(self) -> dict[str, str]:
        """{first step of the settings' paths: what it is about}."""
        return dict(_GROUPS)

    def settings(self, tx: Connection) -> list[Setting]:
        """All there are, as they stand."""
        changes = self._changes(tx)
        edition, owned = self._rulebook.edition, self._rulebook.owned
        found = [
            Setting(path, value, self._source(path, value, owned.data, changes))
            for path, value in leaves(edition.data)
        ]
        for path, knob in self._rulebook.knobs.items():
            change = changes.get(path)
            source = self._changed(change) if change else knob.source
            found.append(Setting(path, edition.values[path], source, knob.meaning))
        for name, prompt in edition.prompts.items():
            path = PROMPTS + name
            change = changes.get(path) if prompt.author != FROM_FILE else None
            source = self._changed(change) if change else f"prompts/{name}.md"
            found.append(Setting(path, prompt.text, source))
        return found

    def _source(
        self, path: str, value: Any, owned: Mapping[str, Any], changes: Mapping[str, Change]
    ) -> str:
        """A leaf's; what is not as the file has it was changed there or further up."""
        if value != value_at(owned, path.split(".")):
            above = path
            while above:
                if above in changes:
                    return self._changed(changes[above])
                above = above.rpartition(".")[0]
        return file_of(path)

    def _changes(self, tx: Connection) -> dict[str, Change]:
        made = settings.in_force(tx)
        return {change.path: change for change in made if change.value is not None}

    def _changed(self, change: Change, verb: str = "changed") -> str:
        when = moment_text(self.profile().local(change.created_at))
        return f"{verb} by {change.author_name} on {when}"

    def pages(self, tx: Connection) -> list[Page]:
        """The knowledge pages, hidden ones too."""
        present, changes = self._rulebook.edition.pages, self._changes(tx)
        found = []
        for name in sorted({*present, *self._rulebook.owned.pages}):
            change = changes.get(PAGES + name)
            text = present.get(name)
            verb = "hidden" if text is None else "written"
            found.append(Page(name, text, self._changed(change, verb) if change else "file"))
        return found

    def roles(self, tx: Connection) -> list[Held]:
        """Who of the staff has which role, as far as they were ever here or named."""
        known = {each.id: each for each in colleagues.listed(tx)}
        changes = self._changes(tx)
        given = {path.removeprefix(ROLES) for path in changes if path.startswith(ROLES)}
        found = []
        for who in sorted({*known, *given, *self._rulebook.admins}):
            seen = known.get(who)
            if change := changes.get(ROLES + who):
                role, source = str(change.value), self._changed(change, "set")
            elif who in self._rulebook.admins:
                role, source = "admin", "environment"
            else:
                role, source = seen.role if seen else "staff", _where_from(who)
            found.append(Held(who, seen.name if seen else who, role, source))
        return found

    def wall(self) -> tuple[int, int]:
        """The day's budget and what of it alerts, in micro-dollars."""
        wall = self._rulebook.wall()
        return wall.limit, wall.alert_at

    def trouble(self, channel: str, status: str, code: int | None) -> str:
        """Why a message did not arrive, in words."""
        carrier = self._carriers.get(channel)
        why = _TROUBLES.get(carrier.trouble_of(code)) if carrier and code else None
        told = why or _ENDED.get(status, "answering it failed again and again")
        return f"{told} (error {code})" if code else told

    def paused(self) -> list[str]:
        """The channels on which no agent answers; all: none anywhere."""
        rules = self._rulebook.rules()
        return sorted(rules.paused if rules.chatbot else {*rules.paused, "all"})

    def unfit(self) -> list[str]:
        """The paths of changes that are not in force."""
        return [misfit.change.path for misfit in self._rulebook.edition.misfits]


def _where_from(who: str) -> str:
    return "its token" if who.startswith("token:") else "member of the staff's channel"
