"""The lock: whatever a model does, an inquiry holds what the customer said yes to, after it was
read back to them, and no allergy is lost. `make hostile` tries many more conversations."""

from pathlib import Path

from tests.property.trial import hold_conversations


def test_an_inquiry_holds_only_what_was_read_back_and_confirmed(tmp_path: Path) -> None:
    held = hold_conversations(f"sqlite:///{tmp_path}/bot.db", 30)
    assert held.inquiries > 5, "too few came to an inquiry for the test to mean anything"
