"""A turn whose process died goes on from its last step."""

from tests.unit.agents.loop.running import run
from tests.unit.agents.stage import (
    MemoryTurn,
    ScriptedModel,
    Tools,
    act,
    bot,
    call,
    calls,
    read,
    result,
    says,
    step,
    user,
)

SUPERSEDED = '{"error":"superseded"'


async def test_a_turn_goes_on_from_the_step_it_died_in() -> None:
    begun = step(call("get_menu", "a"), call("book", "b"), call("book", "c"))
    turn = MemoryTurn(user("yes"), begun, result("a", "menu"), result("b", "booked"))
    tools = Tools(get_menu=read, book=act)
    model = ScriptedModel(says("Done."))
    assert (await run(turn, model, tools)).text == "Done."
    assert [c.id for c in tools.called] == ["c"]
    assert turn.results() == ["menu", "booked", '{"done":true}']


async def test_what_a_dead_process_left_is_not_done_once_the_customer_wrote_again() -> None:
    turn = MemoryTurn(user("yes"), step(call("book", "b")), user("wait, 40 people"))
    tools = Tools(book=act)
    await run(turn, ScriptedModel(says("40, is it?")), tools)
    assert tools.called == []
    assert turn.messages[-1].tool_call_id == "b"
    assert turn.messages[-1].content.startswith(SUPERSEDED)


async def test_a_finished_step_is_not_carried_out_again() -> None:
    old = [step(call("book", "b")), result("b"), bot("Done.")]
    tools = Tools(book=act)
    turn = MemoryTurn(user("yes"), *old, user("Thanks"))
    await run(turn, ScriptedModel(says("You are welcome.")), tools)
    assert tools.called == []
    assert len(turn.messages) == 5


async def test_steps_of_a_process_that_died_count_towards_the_limit() -> None:
    done = [line for i in range(7) for line in (step(call(id_=f"c{i}")), result(f"c{i}"))]
    model = ScriptedModel(calls(call("get_menu", "again")))
    reply = await run(MemoryTurn(user("Hi"), *done), model)
    assert reply.text == "The embedded model answers."
    assert len(model.requests) == 1
