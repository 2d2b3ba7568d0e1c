"""Sentences from the owner's pages, and who is to be asked where they say nothing."""

from collections.abc import Callable, Iterator, Sequence

from agents.models.embedded import phrases
from agents.models.embedded.calls import events_search
from agents.models.embedded.lines import Passage, is_only_introduction, nearest, telling
from agents.models.embedded.noting import place_asked_after, refusals
from agents.models.embedded.questions import asks_for_area, haggles, is_question
from agents.models.embedded.state import State
from agents.models.embedded.texts import brief, without_yes
from agents.models.embedded.words import Words
from bot.business.staff_hours import staff_hours_line


def page_answers(state: State, words: Words, room: int) -> Iterator[str]:
    """What the owner's pages say; where none does, that the team is to be asked. room: how long
    what is told of a page may be."""
    unknown = False
    for call, result in state.results("search_knowledge"):
        question = call.arguments["question"]
        if told := _told(question, result.get("passages", ()), state, words, room):
            yield told
        elif not _is_answered(question, state):
            unknown = unknown or is_question(question)
    if unknown and not _is_about_events(state):
        yield _for_the_team(state, words)


def _told(question: str, passages: Sequence[Passage], state: State, words: Words, room: int) -> str:
    """What the passages found say; empty where it is nothing of what was asked."""
    if not passages or _is_refused(question, state):
        return ""
    if words.dishes.asks_of(question) and not any(map(_tells_of(question, words), passages)):
        return ""
    if haggles(question) and not haggles(passages[0]["text"]):
        return ""
    asked = _line_asked(question, passages[0], state, words)
    found = nearest(passages, asked)
    text = found["text"]
    if not telling(question) & telling(found["title"]):
        text = without_yes(text)  # to another question than the page's own
    told = brief(text, asked, room, found["title"])
    return "" if is_only_introduction(told, found, question) else told


def _is_refused(question: str, state: State) -> bool:
    """Whether it asks after a place to which we do not come: the refusal answers it."""
    outside = state.reading.details.get("location") if "location" in refusals(state) else None
    return outside is not None and outside.lower() in question.lower()


def _is_answered(question: str, state: State) -> bool:
    """Whether something else in the reply answers it: that we come to a place, or do not."""
    place = place_asked_after(state)
    comes = place is not None and place.lower() in question.lower() and asks_for_area(question)
    return comes or _is_refused(question, state)


def _for_the_team(state: State, words: Words) -> str:
    before, scope = state.exchange.reply, state.situation.scope
    if state.situation.person_asked:
        return words.fresh(phrases.TEAM_WILL_TELL, before)
    when = staff_hours_line(scope.profile, scope.received_at)
    return words.fresh((words.wording.unknown_answer, *phrases.UNKNOWN_TOO), before, when=when)


def _line_asked(question: str, passage: Passage, state: State, words: Words) -> str:
    """What the lines of a page are held against: the question, or for a page that tells of the
    parts of the area, the part of the place that was named."""
    part = words.places.part_in(question) if asks_for_area(question) else None
    if part is None and asks_for_area(question):
        part = words.places.part_in(state.situation.details.get("location") or "")
    return part if part and part in passage["text"] else question


def _tells_of(question: str, words: Words) -> Callable[[Passage], bool]:
    """Whether a passage says more than the dish's name of what is asked of the dish."""
    asked = {word for word in telling(question) if not words.dishes.is_dish(word)}
    return lambda passage: bool(asked & telling(passage["text"]))


def _is_about_events(state: State) -> bool:
    """Whether a question that no page answers was one for an occasion, and that was answered."""
    events = events_search(state.reading)
    return events is not None and bool((state.exchange.result_of(events) or {}).get("passages"))
