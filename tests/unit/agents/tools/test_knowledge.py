"""Retrieval over the sample business's own pages: what is found, and what is left unanswered."""

from collections.abc import Mapping

from msgspec import structs

from agents.knowledge.index import Index, Passage
from agents.knowledge.words import Vocabulary, read_synonyms, stem
from bot.business.profile import Profile
from tests.unit.agents.tools.chat import knowledge, profile
from tests.unit.agents.tools.questions import FOREIGN, HELD_OUT, TUNED


def recall(questions: Mapping[str, set[tuple[str, str]]], k: int) -> float:
    found = 0
    for question, answers in questions.items():
        passages = knowledge().search(profile(), question, k)
        found += any((passage.source, passage.title) in answers for passage in passages)
    return found / len(questions)


def test_questions_seen_while_the_synonyms_were_written_are_answered() -> None:
    assert recall(TUNED, 1) >= 0.88
    assert recall(TUNED, 3) >= 0.97


def test_questions_never_seen_are_mostly_answered() -> None:
    assert recall(HELD_OUT, 1) >= 0.7
    assert recall(HELD_OUT, 3) >= 0.8


def test_what_the_pages_do_not_speak_of_finds_nothing() -> None:
    answered = [question for question in FOREIGN if knowledge().search(profile(), question)]
    assert len(answered) <= 1


def test_passages_hold_the_profiles_facts() -> None:
    (passage, *_) = knowledge().search(profile(), "do I have to pay a deposit?")
    assert "{" not in passage.text
    assert 0 < passage.score <= 1


def test_a_new_version_of_the_profile_is_read_anew() -> None:
    dearer = profile().to_json().replace('"deposit_percent":"50"', '"deposit_percent":"30"')
    assert dearer != profile().to_json()
    found = knowledge().search(Profile.from_json(dearer), "do I have to pay a deposit?")
    assert "30%" in found[0].text
    assert "50%" in knowledge().search(profile(), "do I have to pay a deposit?")[0].text


def test_synonyms_misspellings_and_phrases_find_the_passage() -> None:
    pages = [
        Passage("Gratuity", "It is up to you.", "money"),
        Passage("Rain", "We cook under a canopy.", "weather"),
    ]
    index = Index(pages, Vocabulary([["gratuity", "tip", "service charge"]]))
    assert [p.title for p in index.search("tip?")] == ["Gratuity"]
    assert [p.title for p in index.search("the service charge")] == ["Gratuity"]
    assert [p.title for p in index.search("gratuty")] == ["Gratuity"]
    assert index.search("helicopters") == []
    assert structs.asdict(index.search("rain")[0])["source"] == "weather"


def test_an_owners_list_has_notes_and_a_group_a_line() -> None:
    text = "# money\nprice, how much  # both\n\nalone\n"
    assert read_synonyms(text) == [["price", "how much"]]


def test_words_of_one_root_are_one() -> None:
    for one, other in [
        ("allergies", "allergy"),
        ("cooked", "cooking"),
        ("chefs", "chef"),
        ("tipping", "tips"),
    ]:
        assert stem(one) == stem(other)
