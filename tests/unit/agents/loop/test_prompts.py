from pathlib import Path

import pytest

from agents.prompts import load_prompt
from bot.business.prompts import PromptError
from tests.unit.agents.stage import BUSINESS, profile, spec

SHIPPED = BUSINESS / "prompts"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "customer.md").write_text("You answer for {business_name}. {{braces}}\n")
    (tmp_path / "without_tools.md").write_text("Name no price.\n")
    return tmp_path


def test_a_prompt_is_filled_from_the_profile(folder: Path) -> None:
    prompt = load_prompt(folder, "customer")
    assert prompt.system(profile(), tools=True) == "You answer for MyHibachi. {braces}"
    assert prompt.system(profile(), tools=False).endswith("{braces}\n\nName no price.")


def test_its_version_changes_with_its_wording_and_with_the_tools(folder: Path) -> None:
    tools = (spec("get_menu"),)
    first = load_prompt(folder, "customer").version(tools)
    assert load_prompt(folder, "customer").version(tools) == first
    assert load_prompt(folder, "customer").version(()) != first
    (folder / "customer.md").write_text("You answer for {business_name}!")
    assert load_prompt(folder, "customer").version(tools) != first


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is empty"),
        ("Hello {customer}", "{customer} is not filled in"),
        ("Hello {}", "is not filled in"),
        ("Hello {business_name.upper}", "is not filled in"),
        ("Hello {business_name!r}", "is not filled in"),
        ('{"a": 1}', "is not filled in"),
        ("Hello {", "write {{ and }}"),
        ("Hello }", "write {{ and }}"),
    ],
)
def test_a_prompt_that_cannot_be_filled_is_refused_with_its_file(
    text: str, why: str, folder: Path
) -> None:
    (folder / "customer.md").write_text(text)
    with pytest.raises(PromptError) as caught:
        load_prompt(folder, "customer")
    assert why in str(caught.value)
    assert "customer.md" in str(caught.value)


def test_a_prompt_that_is_not_there_is_refused(folder: Path) -> None:
    with pytest.raises(PromptError, match=r"staff\.md"):
        load_prompt(folder, "staff")


def test_the_shipped_prompt_names_every_tool_and_nothing_that_changes() -> None:
    prompt = load_prompt(SHIPPED, "customer")
    text = prompt.system(profile(), tools=True)
    for tool in (
        *("note_details", "create_booking_inquiry", "get_menu", "get_availability", "get_quote"),
        *("search_knowledge", "my_bookings", "request_human"),
    ):
        assert tool in text
    assert profile().business.name in text
    assert "$" not in text
    assert "switched off" in prompt.system(profile(), tools=False)
