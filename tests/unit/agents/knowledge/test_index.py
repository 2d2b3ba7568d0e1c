"""Passages found by their words, long ones cut, and where an answer is from."""

from datetime import UTC, datetime

import orjson

from agents.knowledge.cutting import cut
from agents.knowledge.index import Index, Passage
from agents.knowledge.lists import read_synonyms
from agents.knowledge.sources import sources_of
from agents.knowledge.words import Vocabulary, stem, words_in
from bot.business.profile import Profile
from bot.messages import Message, ToolCall
from tests.unit.agents.knowledge.asked import pages, profile

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def test_passages_hold_the_profiles_facts_and_their_place() -> None:
    (passage, *_) = pages().search(profile(), "do I have to pay a deposit?")
    assert "{" not in passage.text
    assert 0 < passage.score <= 1
    place = (passage.source, passage.title, passage.anchor)
    assert place == (
        "deposits-and-payment",
        "Do I have to pay a deposit?",
        "do-i-have-to-pay-a-deposit",
    )


def test_a_new_version_of_the_profile_is_read_anew() -> None:
    dearer = profile().to_json().replace('"deposit_percent":"50"', '"deposit_percent":"30"')
    assert dearer != profile().to_json()
    knowledge = pages()
    assert "30%" in knowledge.search(Profile.from_json(dearer), "do I pay a deposit?")[0].text
    assert "50%" in knowledge.search(profile(), "do I pay a deposit?")[0].text


def test_synonyms_misspellings_phrases_and_askings_find_the_passage() -> None:
    passages = [
        Passage("Gratuity", "It is up to you.", "money"),
        Passage("Rain", "We cook under a canopy.", "weather", asked=("what if we get wet",)),
    ]
    same = Vocabulary([["gratuity", "tip", "service charge"]])
    index = Index(passages, same, ["do you have jobs"])

    def best(question: str) -> str:
        scores = index.fit(question).scores
        return passages[scores.index(max(scores))].title

    assert [best(q) for q in ("tip?", "the service charge", "gratuty", "will we be wet")] == [
        "Gratuity",
        "Gratuity",
        "Gratuity",
        "Rain",
    ]
    assert max(index.fit("helicopters").scores) == 0
    assert index.fit("any jobs?").foreign
    assert not index.fit("will we be wet").foreign
    assert index.fit("a tip for the helicopter").covers < index.fit("a tip").covers


def test_words_of_one_root_are_one_whatever_their_accents() -> None:
    for one, other in [("allergies", "allergy"), ("cooked", "cooking"), ("tipping", "tips")]:
        assert stem(one) == stem(other)
    assert words_in("¿Cuánto cuesta? It’s") == ["cuanto", "cuesta", "its"]


def test_an_owners_list_has_notes_and_a_group_a_line() -> None:
    text = "# money\nprice, how much  # both\n\nalone\n"
    assert read_synonyms(text) == [["price", "how much"]]


def test_long_text_is_cut_where_it_pauses_and_nothing_is_lost() -> None:
    paragraph = "One two three four five. Six seven eight nine ten."
    text = f"{paragraph}\n\n{paragraph}\n\n- {paragraph}\n- {paragraph} {paragraph}"
    parts = cut(text, most=12)
    assert all(len(part.split()) <= 12 for part in parts)
    assert " ".join(parts).split() == text.split()
    assert parts[:2] == [paragraph, paragraph]
    assert cut(text) == [text]
    assert cut("") == []


def test_an_answer_names_the_passages_that_it_is_from() -> None:
    told = {
        "passages": [
            _passage("weather", "Rain", "We cook in light rain if there is a cover or a canopy."),
            _passage("tipping", "Is gratuity included?", "Twenty percent is customary."),
        ],
        "perhaps": [
            _passage("web", "Tents", "A tent is a cover too.") | {"from": "https://t.io/a"}
        ],
    }
    call = ToolCall("c1", "search_knowledge", "{}")
    said = [
        _line("assistant", "", tool_calls=(call,)),
        _line("tool", orjson.dumps(told).decode(), tool_call_id="c1"),
    ]
    answer = "Yes, in light rain the chef cooks if you have a cover, such as a canopy!"
    assert sources_of(said, 7, answer) == [{"page": "weather", "heading": "Rain"}]
    assert sources_of(said, 8, answer) == []  # another turn
    assert sources_of(said, 7, "What is your name?") == []
    tents = sources_of(said, 7, "A tent is a cover.")
    assert tents == []  # two words are anybody's


def _passage(page: str, title: str, text: str) -> dict[str, str]:
    return {"page": page, "title": title, "text": text}


def _line(role: str, content: str, **more: object) -> Message:
    return Message(
        role=role,  # type: ignore[arg-type]
        content=content,
        author="agent:customer",
        channel="web",
        created_at=NOW,
        turn_id=7,
        **more,  # type: ignore[arg-type]
    )
