from agents.models.embedded.texts import brief

PROSE = "We come early. The chef sets up\nthe grill. Everybody eats at once."
LIST = "- Tables and chairs\n- Plates and glasses\n- The drinks"
FEES = (
    "- Central: no travel fee (Hollywood, Venice, Westwood)\n"
    "- Orange County: $75.00 travel fee (Irvine, Tustin, Brea)"
)


def test_whole_sentences_are_kept_up_to_the_limit() -> None:
    assert brief(PROSE, "when?", 60) == "We come early. The chef sets up the grill."
    assert brief(PROSE, "when?", 200).endswith("at once.")


def test_one_sentence_is_kept_however_short_the_limit() -> None:
    assert brief("One sentence that is long.", "?", 100) == "One sentence that is long."


def test_a_list_is_told_in_a_line() -> None:
    assert brief(LIST, "?", 100) == "Tables and chairs; Plates and glasses; the drinks."


def test_of_a_list_only_what_was_asked_for_is_told() -> None:
    assert brief(FEES, "do you come to irvine?", 200) == "Orange County: $75.00 travel fee."


def test_a_list_that_is_too_long_says_that_it_goes_on() -> None:
    assert brief(LIST, "?", 25) == "Tables and chairs, and more."


def test_a_list_too_long_beside_its_introduction_is_left_out() -> None:
    told = brief(f"This is what we know of each dish.\n\n{LIST}", "?", 60)
    assert told == "This is what we know of each dish."


def test_steps_are_told_as_sentences() -> None:
    steps = "1. Tell us the date.\n2. You get a\nprice.\n3. You pay."
    assert brief(steps, "?", 40) == "Tell us the date. You get a price."
