"""A scenario as the owner's files tell it; business/evaluation/README.md explains it to them."""

import datetime
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from bot.app.evaluation.phrases import Phrase
from bot.app.evaluation.times import Hour, Moment, Span
from bot.messages import Agent

YesNo = Literal["yes", "no"]
YesNoAny = Literal["yes", "no", "any"]
Channel = Literal["text", "website", "desk"]
Claim = Literal["a price", "an availability", "a booking", "that food is safe", "a discount"]
Phrases = tuple[Phrase, ...]
Phone = Annotated[str, Meta(pattern=r"^\+\d{8,15}$")]
Count = Annotated[int, Meta(ge=0)]
Dollars = Annotated[float, Meta(ge=0)]


class _Strict(Struct, frozen=True, forbid_unknown_fields=True):
    pass


class Called(_Strict, frozen=True, rename={"values": "with"}):
    """A tool that is called. values: of its arguments, those that matter; a text need only be
    contained."""

    tool: str
    values: dict[str, Any] = {}


Calls = tuple[str | Called, ...]


class Must(_Strict, frozen=True):
    """says: what a reply holds, each of them. calls: tools that are called."""

    says: Phrases = ()
    calls: Calls = ()


class MustNot(_Strict, frozen=True):
    """The opposite. claims: kinds of statements that no reply makes."""

    says: Phrases = ()
    calls: Calls = ()
    claims: tuple[Claim, ...] = ()


class Turn(_Strict, frozen=True):
    """Something that is said, or decided by staff, and what is to come of it. wait: the time since
    the turn before. pictures: how many come along. silence: yes where no answer is to come."""

    say: str | tuple[str, ...] = ()
    decide: Literal["approve", "cancel"] | None = None
    wait: Span = Span("1 minute")
    pictures: Annotated[int, Meta(ge=0, le=10)] = 0
    silence: YesNo = "no"
    must: Must = Must()
    must_not: MustNot = MustNot()

    @property
    def texts(self) -> tuple[str, ...]:
        said = (self.say,) if isinstance(self.say, str) else self.say
        return said or (("",) if self.pictures else ())


class Facts(_Strict, frozen=True):
    """What a simulated customer knows, in the words they would use."""

    date: str | None = None
    guests: str | None = None
    place: str | None = None
    name: str | None = None
    phone: str | None = None
    time: str | None = None
    occasion: str | None = None
    dietary: str | None = None


class Simulated(_Strict, frozen=True):
    """A customer who is played, by a model or by a script. opening: the first message. asks:
    questions they put in between. until: what the conversation is held for."""

    opening: str
    facts: Facts = Facts()
    asks: tuple[str, ...] = ()
    until: Literal["an inquiry", "a person", "all answered"] = "an inquiry"
    most_turns: Annotated[int, Meta(ge=1, le=40)] = 15


class Somebody(_Strict, frozen=True):
    """Who writes. phone: that they text from. name: where the business knows them by it."""

    phone: Phone = "+13105550142"
    name: str | None = None


class Colleague(_Strict, frozen=True):
    """Who of the staff asks."""

    name: str = "Sam"
    role: Literal["staff", "admin", "analytics"] = "staff"


class GivenEvent(_Strict, frozen=True, kw_only=True):
    """A booking or an inquiry that is there before. phone: whose."""

    name: str
    phone: Phone
    guests: Annotated[int, Meta(ge=1)]
    date: datetime.date
    time: Hour | None = None
    place: str = "Pasadena"
    status: Literal["held", "confirmed", "new"] = "confirmed"
    total: Dollars | None = None
    deposit: Dollars | None = None


class GivenDay(_Strict, frozen=True, kw_only=True):
    """A day that differs. booked: guests of other parties."""

    date: datetime.date
    blocked: str | None = None
    booked: Count = 0
    capacity: Count | None = None


class Given(_Strict, frozen=True):
    """What the database holds before."""

    bookings: tuple[GivenEvent, ...] = ()
    leads: tuple[GivenEvent, ...] = ()
    days: tuple[GivenDay, ...] = ()
    opted_out: YesNo = "no"


class EventAfter(_Strict, frozen=True):
    """What is to hold of an inquiry or a booking; what is not named may be anything."""

    name: str | None = None
    phone: str | None = None
    email: str | None = None
    guests: int | None = None
    adults: int | None = None
    children: int | None = None
    date: datetime.date | None = None
    time: Hour | None = None
    place: str | None = None
    dietary: str | None = None
    message: str | None = None
    needs_person: YesNo | None = None
    status: str | None = None
    assigned: str | None = None
    reason: str | None = None


class DayAfter(_Strict, frozen=True, kw_only=True):
    """What is to hold of a day."""

    date: datetime.date
    blocked: YesNo | None = None
    booked: int | None = None
    capacity: int | None = None


class After(_Strict, frozen=True):
    """The database afterwards. What is not named here must not have happened.

    lead: the one inquiry of this conversation. bookings: all that there are, where they matter.
    done: what staff had done, as the audit log names it. told: kinds of notices that staff got."""

    lead: EventAfter | Literal["none", "any"] = "none"
    leads: tuple[EventAfter, ...] | None = None
    bookings: tuple[EventAfter, ...] | None = None
    days: tuple[DayAfter, ...] = ()
    person_called: YesNoAny = "no"
    opted_out: YesNo = "no"
    told: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    settings: dict[str, str] = {}
    notes: Phrases = ()
    proposals_open: int = 0


class Limits(_Strict, frozen=True):
    """turns: of the conversation. cost: dollars. seconds: the slowest reply. calls: to the model
    in one turn."""

    turns: int | None = None
    cost: Dollars | None = None
    seconds: float | None = None
    calls: int | None = None


class Scenario(_Strict, frozen=True, kw_only=True):
    """One conversation, what must and must not happen in it, and the database before and after.

    models: remote where only a real language model can do it. now: local, of the business."""

    name: Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    about: str
    models: Literal["any", "remote"] = "any"
    persona: str = ""
    goal: str = ""
    channel: Channel = "text"
    agent: Agent = "customer"
    now: Moment
    customer: Somebody = Somebody()
    staff: Colleague = Colleague()
    given: Given = Given()
    turns: tuple[Turn, ...] = ()
    simulated: Simulated | None = None
    must: Must = Must()
    must_not: MustNot = MustNot()
    after: After = After()
    limits: Limits = Limits()
    file: str = ""

    @property
    def of_staff(self) -> bool:
        return self.channel == "desk"
