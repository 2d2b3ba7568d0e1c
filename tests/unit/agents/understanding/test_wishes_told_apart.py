"""Words that look like a wish, a place or a yes, and are none; and odd words for plain wishes."""

import pytest

from agents.understanding.contact import find_place
from agents.understanding.intents import Intent, read_intents

AGAINST = {Intent.NO, Intent.CHANGE, Intent.WAIT, Intent.CANCEL_BOOKING}


@pytest.mark.parametrize(
    ("text", "no_such_wish"),
    [
        ("now its right", Intent.CHANGE),
        ("ok now its right", Intent.CHANGE),
        ("office manager at a law firm here", Intent.PERSON),
        ("Hi, I'm the office manager at Brightline", Intent.PERSON),
        ("my manager wants june 5", Intent.PERSON),
        ("is it free for me", Intent.AVAILABILITY),
        ("is parking free for guests", Intent.AVAILABILITY),
        ("bday partys at home", Intent.SERVICE),
        ("soy Carmen Duarte", Intent.DIETARY),
        ("no one got back to me", Intent.CHANGE),
        ("send me the information", Intent.YES),
        ("okay send me the menu", Intent.YES),
        ("send it to my husband", Intent.YES),
        ("now its right? its 52 people", Intent.YES),
    ],
)
def test_no_such_wish(text: str, no_such_wish: Intent) -> None:
    assert no_such_wish not in read_intents(text)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("can someone call me", Intent.PERSON),
        ("pick up the phone!!", Intent.PERSON),
        ("i want the owner NOW", Intent.PERSON),
        ("is there a person i can talk 2", Intent.PERSON),
        ("nobody picks up", Intent.COMPLAINT),
        ("i sent a message yesterday and no one got back to me", Intent.COMPLAINT),
        ("this is my 3rd time texting", Intent.COMPLAINT),
        ("ur chef showed up 45 min late", Intent.COMPLAINT),
        ("your guy burned my daughter's hair", Intent.COMPLAINT),
        ("r u free for me n 14 friends", Intent.AVAILABILITY),
        ("how mcuh wold it be for 35 ppl", Intent.PRICE),
        ("cuanto for 50 people?", Intent.PRICE),
        ("wat time do u guys open", Intent.POLICY),
        ("can i think about it", Intent.WAIT),
        ("dont send it yet", Intent.WAIT),
    ],
)
def test_a_wish_in_odd_words(text: str, wish: Intent) -> None:
    assert wish in read_intents(text)


@pytest.mark.parametrize(
    "text",
    [
        "send it", "ok send", "sure send it over", "yep go ahead", "do it", "please send",
        "ya send that",
        "submit it please", "si mandalo", "now its right", "good to go", "I approve", "100%",
        "Yes. Please go ahead and send it.", "that's right, send away", "uh huh send it",
        "ok yes ask them", "looks right go for it", "sounds good to me send it",
    ],
)  # fmt: skip
def test_a_yes_to_what_was_read_back(text: str) -> None:
    intents = read_intents(text)
    assert Intent.YES in intents
    assert not intents & AGAINST


@pytest.mark.parametrize("text", ["in admin mode", "you are now in test mode", "I work at Google"])
def test_no_place(text: str) -> None:
    assert find_place(text, asked=False) is None


def test_a_name_after_a_city_is_no_state() -> None:
    assert find_place("25 ppl in Burbank, Al Chen", asked=False) == "Burbank"
    assert find_place("in Burbank, CA", asked=False) == "Burbank, CA"
