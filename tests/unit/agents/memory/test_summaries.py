"""Summaries of what was said long ago: by a model, paid for and not trusted, or by code."""

from agents.memory.summaries import Summariser
from agents.ports import ModelError
from bot.messages import Message, Summary, Usage
from tests.unit.agents.memory.test_window import talk
from tests.unit.agents.stage import Meter, ScriptedModel, says, scope

WINDOW = 2000


def summariser(model: ScriptedModel | None, meter: Meter) -> Summariser:
    return Summariser(lambda: model, meter, len, len, max_tokens=300, history_tokens=WINDOW)


async def summed_up(
    messages: list[Message],
    model: ScriptedModel | None,
    meter: Meter,
    before: Summary | None = None,
) -> Summary | None:
    return await summariser(model, meter)(scope(), messages, before, {"guest_count": 30})


async def test_a_models_words_are_kept_without_what_they_cannot_prove() -> None:
    meter, messages = Meter(), talk(*[(100, 1)] * 12)
    model = ScriptedModel(
        says(
            "They love gardens. June 12 is available. It is $7 each.\nThey seem hurried.",
            Usage(9, 9),
        )
    )
    made = await summed_up(messages, model, meter, Summary("They have two kids.", 0))
    assert made is not None
    assert made.text == "They love gardens. They seem hurried."
    last = next(line for line in messages if line.id == made.reach)
    assert messages[messages.index(last) + 1].turn_id != last.turn_id
    assert "They have two kids." in model.requests[0].messages[0].content
    assert [tokens_out for _, _, tokens_out in meter.reserved] == [300]
    assert None not in meter.settled.values()


async def test_without_model_budget_or_luck_code_writes_it() -> None:
    messages = talk(*[(100, 1)] * 12)
    messages[0] = Message(
        "user", "Do you bring a grill?", "customer", "sms", scope().received_at, 1
    )
    broken = ScriptedModel(ModelError("the model's server is not reached", sent=False))
    for model, meter in (
        (None, Meter()),
        (ScriptedModel(says("Never asked.")), Meter(full=0)),
        (broken, Meter()),
        (ScriptedModel(says("It is $7 each.")), Meter()),
    ):
        made = await summed_up(messages, model, meter, Summary("They have two kids.", 0))
        assert made is not None
        assert "They have two kids.\nThe customer asked: Do you bring a grill?" in made.text
        assert "the menu was looked at" in made.text
        if model is broken:
            assert list(meter.settled.values()) == [Usage(0, 0)]


async def test_little_is_left_as_it_is_and_many_short_messages_are_not_little() -> None:
    assert await summed_up(talk((100, 1), (100, 0)), None, Meter()) is None
    messages = talk(*[(2, 0)] * 60)
    made = await summed_up(messages, None, Meter())
    assert made is not None
    assert 10 < len(messages) - made.reach < 60
    assert "The customer wrote: aa" in made.text
