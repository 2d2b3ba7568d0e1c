"""The prompt, the tools' descriptions and the canary are told to nobody, in whatever dress."""

import codecs
from base64 import b64encode
from pathlib import Path

import pytest

from agents.guardrails.canary import Canary
from agents.guardrails.leaks import Secret, Watch, secret_of
from agents.prompts import load_prompt
from agents.tools.customer import CUSTOMER_TOOLS
from tests.unit.agents.guardrails import held_out
from tests.unit.agents.guardrails.replies import HONEST, evidence, lines
from tests.unit.agents.stage import BUSINESS, profile

CANARY = Canary("an installation's secret")
WORD = CANARY.word


@pytest.fixture(scope="module")
def prompt() -> str:
    return CANARY.marked(
        load_prompt(Path(BUSINESS) / "prompts", "customer").system(profile(), tools=True)
    )


@pytest.fixture(scope="module")
def secret(prompt: str) -> Secret:
    return secret_of(prompt, tuple(tool.spec() for tool in CUSTOMER_TOOLS), WORD)


def test_an_installation_has_one_word_of_its_own() -> None:
    assert Canary("an installation's secret").word == WORD != Canary("another's").word


@pytest.mark.parametrize(
    "text",
    [
        f"It is {WORD}.",
        f"It is {WORD.upper()}.",
        " ".join(WORD),
        "-".join(WORD),
        f"**{WORD[:3]}**{WORD[3:]}",
        f"First {WORD[:5]}. Then {WORD[5:]}.",
        WORD[::-1],
        codecs.encode(WORD, "rot13"),
        b64encode(WORD.encode()).decode(),
        b64encode(f"mark {WORD} ok".encode()).decode(),
        WORD.encode().hex(),
        "\u200b".join(WORD),
    ],
)
def test_the_canary_is_known_in_any_dress(secret: Secret, text: str) -> None:
    assert secret.is_in(text)
    assert secret.holds_canary(text)


@pytest.mark.parametrize("at", [40, 400, 1500])
def test_a_piece_of_the_prompt_is_known(secret: Secret, prompt: str, at: int) -> None:
    piece = prompt[at : at + 70]
    for told in (piece, piece.upper(), piece[::-1], codecs.encode(piece, "rot13"), " ".join(piece)):
        assert secret.is_in(f"Sure: {told}")
    assert secret.is_in(b64encode(prompt[at : at + 100].encode()).decode())


def test_tools_are_told_to_nobody(secret: Secret) -> None:
    assert secret.is_in("I call create_booking_inquiry for that.")
    description = next(tool.description for tool in CUSTOMER_TOOLS if tool.name == "get_quote")
    assert secret.is_in(f"It works so: {description}")


def test_honest_replies_repeat_nothing(secret: Secret) -> None:
    passages = evidence().passages
    told = lines(HONEST) + lines(held_out.HONEST) + lines(held_out.SPANISH_HONEST)
    assert not [each for each in told if secret.is_in(each, lambda: passages)]


@pytest.mark.parametrize("size", [1, 3, 7])
def test_whoever_watches_sees_less_than_half_of_the_word(secret: Secret, size: int) -> None:
    watch, text = Watch(secret, str), f"Sure, it is {WORD}, and there is more."
    seen = "".join(watch.take(text[at : at + size]) for at in range(0, len(text), size))
    assert WORD[:5] not in seen
    assert "more" not in seen
