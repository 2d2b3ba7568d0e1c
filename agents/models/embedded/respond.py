"""One reply of all that is to be said: the answer to what was asked, what was noted or cannot be
taken, and one question."""

from msgspec import Struct

from agents.models.embedded import asking_phrases, phrases
from agents.models.embedded.answers import again, answers
from agents.models.embedded.asking import question
from agents.models.embedded.hints import Hint
from agents.models.embedded.languages import offer_in
from agents.models.embedded.noting import acknowledged, dates_named, refusals
from agents.models.embedded.small_talk import opening, small_talk
from agents.models.embedded.state import State, failed
from agents.models.embedded.words import Words, sentences
from agents.understanding.intents import Intent
from bot.business.staff_hours import staff_hours_line

_ROOM = {"sms": 320, "web": 1000}
_MOST = {"sms": 480, "web": 2000}  # then what can wait does wait


class Draft(Struct):
    """The reply's parts, in the order they are said."""

    opening: str = ""
    person: str = ""
    answers: list[str] = []
    refused: list[str] = []
    noted: list[str] = []
    talk: str = ""
    question: str = ""

    def text(self, room: int) -> str:
        """The whole, without the pleasantries where it would be too long for the room."""
        whole = self._joined(self.noted)
        return whole if len(whole) <= room or not self.question else self._joined([])

    def _joined(self, noted: list[str]) -> str:
        first, last = (noted, []) if self.asks else ([], noted)
        parts = (
            self.opening, self.person, *first, *self.answers, *last, *self.refused, self.talk,
            self.question,
        )  # fmt: skip
        return " ".join(part for part in parts if part)

    @property
    def says_something(self) -> bool:
        return bool(self.person or self.answers or self.refused or self.noted)

    def reads_back(self, words: Words) -> bool:
        return words.is_read_back(self.question)

    @property
    def asks(self) -> bool:
        """Whether a question is in it already: one at a time."""
        told = (self.person, *self.answers, *self.refused, self.talk)
        return any("?" in part for part in told)


def respond(state: State, words: Words) -> str:
    """The reply, once nothing is left to be called."""
    channel = state.situation.scope.channel
    room = _ROOM.get(channel, _ROOM["web"])
    whole = _drafted(state, words, page_room=2 * room // 3).text(room)
    before = state.exchange.reply
    if len(whole) <= room:
        return _polished(whole, before)
    most = _MOST.get(channel, _MOST["web"])
    if len(state.results("search_knowledge")) > 1:
        both = _drafted(state, words, page_room=room // 2).text(most)
        if len(both) <= most:
            return _polished(both, before)
    shorter = _drafted(state, words, page_room=room // 4)
    if len(shorter.text(room)) > most and shorter.reads_back(words):
        shorter.question = words.fresh(asking_phrases.READ_BACK_OFFER, state.exchange.reply)
    return _polished(shorter.text(room), before)


def _polished(text: str, before: str) -> str:
    """The text with its first question alone, since two at once are answered by half, and without
    what was just said, where anything else is left."""
    told = sentences(text)
    asked = [sentence for sentence in told if "?" in sentence]
    extra = set(asked[1:]) if "¿" not in text else set()
    old = {sentence for sentence in told if sentence in before and " " in sentence}
    if not extra and not old:
        return text
    kept = [sentence for sentence in told if sentence not in extra]
    return " ".join([sentence for sentence in kept if sentence not in old] or kept)


def _drafted(state: State, words: Words, page_room: int) -> Draft:
    """The draft. page_room: how long what is told of an owner's page may be."""
    if state.context.spanish and state.result("request_human") is None:
        waits = state.situation.person_asked
        ways = phrases.SPANISH_THANKS if waits else phrases.SPANISH
        return Draft(talk=words.fresh(ways, state.exchange.reply))
    draft = Draft(
        person=_person(state, words),
        answers=[*_sent(state), *answers(state, words, page_room), *_broken(state, words)],
        refused=_refused(state, words),
    )
    done = not state.situation.missing and state.situation.lead == "none"
    reads_back = done and not draft.asks
    draft.noted = list(
        acknowledged(state, words, event=not reads_back, contact=not (reads_back or draft.asks))
    )
    if not draft.says_something:
        draft.talk = small_talk(state, words)
    alone = not (draft.says_something or draft.talk or reads_back)
    draft.opening = opening(state, words, alone=alone)
    if not draft.asks and not draft.opening.endswith("?"):
        draft.question = question(state, words, answered=draft.says_something, rest=draft.text(0))
    if foreign := offer_in(state.reading.text):
        _answer_abroad(draft, foreign, words)
    if not draft.text(0):
        draft.talk = _anything(state, words)
    return draft


def _answer_abroad(draft: Draft, foreign: str, words: Words) -> None:
    """To words that were not understood, or only their figures and days."""
    lost = all(words.tells(words.wording.unknown_answer, answer) for answer in draft.answers)
    if lost and not (draft.person or draft.refused):
        draft.opening, draft.answers, draft.talk, draft.question = "", [], foreign, ""


def _sent(state: State) -> list[str]:
    """What became of the inquiry that the customer said yes to."""
    result = state.result("create_booking_inquiry") or {}
    if "inquiry" in result:
        return [result["say"]]
    return list(result.get("refused", {}).values())


def _person(state: State, words: Words) -> str:
    result, before = state.result("request_human"), state.exchange.reply
    if result is None or failed(result):
        return ""
    if state.context.spanish:
        return words.fresh(phrases.SPANISH_CALLED, before, when=result["when"])
    if _told_by_diet(state):
        return ""
    told: str = result["say"]
    if result["already"] or told in before:
        told = words.fresh(phrases.ALREADY_CALLED, before, when=result["when"])
    if state.changes_booking:
        told = f"{words.fresh(phrases.PASSED_ON, before)} {told}"
    if state.reading.lets_on(Hint.PAID):
        told = f"{words.fresh(phrases.PAYMENT, before)} {told}"
    if state.reading.wants(Intent.COMPLAINT) or state.reading.lets_on(Hint.SCORN):
        told = f"{words.fresh(phrases.SORRY, before)} {told}"
    if state.reading.lets_on(Hint.CALL_YOU):
        told = f"{told} {words.fresh(phrases.CALL_US, before)}"
    return told


def _told_by_diet(state: State) -> bool:
    """Whether the answer on a diet says already that a person will answer, and when."""
    says = [r["say"] for _, r in state.results("get_menu") if not r.get("known", True)]
    # What was said just now is not said again, and then nobody would be named.
    unknown = any(sentences(said)[-1] not in state.exchange.reply for said in says)
    return unknown and not state.reading.wants(Intent.PERSON, Intent.COMPLAINT)


def _broken(state: State, words: Words) -> list[str]:
    """An apology, where a tool that was to answer did not work."""
    broken = any(failed(done.result) for done in state.exchange.done)
    return [words.fresh(phrases.TOOL_FAILED, state.exchange.reply)] if broken else []


def _refused(state: State, words: Words) -> list[str]:
    before = state.exchange.reply
    told: list[str] = []
    person = words.fill(words.wording.refusals.person)
    for why in refusals(state).values():
        if why["message"] not in before:
            told.append(why["message"])
        elif why.get("noted"):
            told.append(words.fresh(phrases.PUT_DOWN_AS_IS, before))
        elif days := dates_named(why, state):
            told.append(words.fresh(asking_phrases.WHICH_OF_THESE, before, choices=days))
        else:
            told.append(again(why["message"], before, words))
    # One person looks at all of it: said once.
    return [part.replace(person, "") for part in told[:-1]] + told[-1:]


def _anything(state: State, words: Words) -> str:
    """Where there is nothing left to say or to ask."""
    before, scope = state.exchange.reply, state.situation.scope
    if state.situation.lead == "open":
        when = staff_hours_line(scope.profile, scope.received_at)
        return words.fresh(phrases.ALL_SET, before, when=when)
    ways = phrases.HERE_FOR_YOU if state.situation.person_asked else phrases.HOW_TO_HELP
    return words.fresh(ways, before)
