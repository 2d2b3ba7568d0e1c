import pytest
from msgspec import structs
from sqlalchemy.exc import IntegrityError, OperationalError

from agents.models.fallback import Chain
from agents.ports import Answer, ModelError, Turn
from bot.errors import BotError
from bot.messages import ToolCall, Usage
from tests.unit.agents.loop.running import PROMPT, loop, run
from tests.unit.agents.stage import (
    MemoryTurn,
    Meter,
    ScriptedModel,
    Tools,
    act,
    call,
    calls,
    read,
    result,
    says,
    step,
    user,
)

SUPERSEDED = '{"error":"superseded"'


async def test_a_text_is_the_reply() -> None:
    turn = MemoryTurn(user("Hi"))
    reply = await run(turn, ScriptedModel(says("Hello!", Usage(10, 2, 4)), name="luna"))
    assert (reply.text, reply.author, reply.read_back) == ("Hello!", "agent:customer", None)
    assert reply.prompt_version == PROMPT.version(Tools(get_menu=read, book=act).specs("customer"))
    assert reply.metadata["model"] == "luna"
    assert reply.metadata["usage"] == {"tokens_in": 10, "tokens_out": 2, "tokens_cached": 4}
    assert turn.messages == [user("Hi")]
    assert turn.watched() == "Hello!"


async def test_the_model_is_asked_with_prompt_tools_history_and_situation() -> None:
    model = ScriptedModel(says("Hello!"))
    await run(MemoryTurn(user("Hi")), model)
    (asked,) = model.requests
    assert asked.system == "You answer for MyHibachi."
    assert [tool.name for tool in asked.tools] == ["get_menu", "book"]
    assert asked.messages == (user("Hi"),)
    assert asked.situation.details == {"lines": 1}


async def test_tools_are_carried_out_and_their_results_read() -> None:
    turn = MemoryTurn(user("Book it"))
    tools = Tools(get_menu=read, book=act)
    both = calls(call("get_menu", "a"), call("book", "b"), text="One moment.")
    model = ScriptedModel(both, says("Done."))
    reply = await run(turn, model, tools)
    assert reply.text == "Done."
    assert reply.metadata["tools"] == ["get_menu", "book"]
    assert [line.role for line in turn.messages] == ["user", "assistant", "tool", "tool"]
    assert turn.results() == ['{"read":true}', '{"done":true}']
    assert [c.id for c in turn.acted] == ["b"]
    assert model.requests[1].messages == tuple(turn.messages)
    assert model.requests[1].situation.details == {"lines": 4}
    assert [event.data for event in turn.events if event.type == "tool"] == [
        {"name": "get_menu", "status": "running"},
        {"name": "get_menu", "status": "done"},
        {"name": "book", "status": "running"},
        {"name": "book", "status": "done"},
    ]
    assert turn.watched() == "Done."


async def test_a_reply_that_reads_back_says_what() -> None:
    reply = await run(MemoryTurn(user("Hi")), ScriptedModel(says("30 guests. Is that right?")))
    assert reply.read_back == {"guest_count": 1}


async def test_an_answer_is_thrown_away_when_the_customer_wrote_meanwhile() -> None:
    turn = MemoryTurn(user("yes"))
    turn.late = ["wait, 40 people"]
    tools = Tools(book=act)
    model = ScriptedModel(calls(call("book"), text="Booking."), says("40, is it?"))
    assert (await run(turn, model, tools)).text == "40, is it?"
    assert tools.called == []
    assert [line.role for line in turn.messages] == ["user", "user"]
    assert turn.watched() == "40, is it?"


async def test_an_effect_the_customer_overtook_is_left_with_those_after_it() -> None:
    turn = MemoryTurn(user("yes"))

    async def late(turn_: Turn, called: ToolCall) -> str:
        turn.late = ["wait, 40 people"]
        return '{"slow":true}'

    tools = Tools(slow=late, book=act)
    wanted = calls(call("slow", "a"), call("book", "b"), call("book", "c"))
    model = ScriptedModel(wanted, says("40, is it?"))
    assert (await run(turn, model, tools)).text == "40, is it?"
    assert turn.acted == []
    results = turn.results()
    assert results[0] == '{"slow":true}'
    assert len(results) == 3
    assert all(text.startswith(SUPERSEDED) for text in results[1:])
    assert [c.id for c in tools.called] == ["a", "b"]
    assert len(model.requests) == 2
    assert [line.content for line in turn.messages if line.role == "user"][-1] == "wait, 40 people"


@pytest.mark.parametrize("bug", [ZeroDivisionError("Ann"), IntegrityError("", {}, Exception())])
async def test_a_tool_s_bug_is_told_to_the_model_without_its_text(bug: Exception) -> None:
    async def broken(turn: Turn, called: ToolCall) -> str:
        raise bug

    turn = MemoryTurn(user("Hi"))
    model = ScriptedModel(calls(call("broken")), says("That does not work right now."))
    assert (await run(turn, model, Tools(broken=broken))).text == "That does not work right now."
    assert '"error":"failed"' in turn.results()[0]
    assert "Ann" not in turn.results()[0]


@pytest.mark.parametrize("error", [BotError("lost"), OperationalError("", {}, Exception())])
async def test_a_lost_turn_or_database_ends_the_run(error: Exception) -> None:
    async def broken(turn: Turn, called: ToolCall) -> str:
        raise error

    turn = MemoryTurn(user("Hi"))
    with pytest.raises(type(error)):
        await run(turn, ScriptedModel(calls(call("broken"))), Tools(broken=broken))
    assert turn.results() == []


async def test_a_tool_that_is_not_offered_is_never_carried_out() -> None:
    tools = Tools(get_menu=read)
    turn = MemoryTurn(user("Hi"))
    await run(turn, ScriptedModel(calls(call("delete_everything")), says("I cannot.")), tools)
    assert tools.called == []
    assert turn.results() == ['{"error":"unknown_tool","tools":["get_menu"]}']


async def test_without_tool_calling_none_is_offered_and_the_prompt_says_so() -> None:
    tools = Tools(get_menu=read)
    turn, model = MemoryTurn(user("Hi")), ScriptedModel(calls(call("get_menu")), says("A person."))
    reply = await loop(model, tools, tool_calling=False).run(turn)
    assert reply.text == "A person."
    assert model.requests[0].tools == ()
    assert "No tools now." in model.requests[0].system
    assert tools.called == []


async def test_a_model_that_calls_tools_for_ever_is_stopped_and_the_embedded_one_answers() -> None:
    turn, tools = MemoryTurn(user("Hi")), Tools(get_menu=read)
    model = ScriptedModel(calls(call("get_menu")))
    reply = await run(turn, model, tools)
    assert reply.text == "The embedded model answers."
    assert reply.metadata["model"] == "embedded"
    assert len(model.requests) == len(tools.called) == 8
    assert len({c.id for c in tools.called}) == 8


async def test_calls_get_ids_of_their_own_where_they_have_none() -> None:
    turn = MemoryTurn(user("Hi"), step(call(id_="c1"), turn_id=3), result("c1"), user("And?"))
    wanted = [call(id_="c1"), call(id_=""), call(id_="new"), call(id_="new"), call(id_="x" * 99)]
    await run(turn, ScriptedModel(calls(*wanted), says("Here.")))
    ids = [c.id for c in turn.messages[4].tool_calls]
    assert ids[2] == "new"
    assert len({*ids, "c1"}) == 6
    assert all(0 < len(id_) <= 80 for id_ in ids)
    assert [line.tool_call_id for line in turn.messages[5:]] == ids


async def test_where_no_model_has_an_answer_the_turn_fails() -> None:
    models = Chain((), ScriptedModel(ModelError("nothing")), Meter(), len)
    whole = loop(ScriptedModel(says("")), Tools())
    whole.models = models
    with pytest.raises(ModelError):
        await whole.run(MemoryTurn(user("Hi")))


async def test_watchers_see_the_whole_text_where_the_model_broke_off() -> None:
    async def breaks(request: object, say: object) -> Answer:
        assert callable(say)
        say("We serve chick")
        raise ModelError("broke off")

    turn = MemoryTurn(user("Hi"))
    reply = await run(turn, ScriptedModel(breaks))
    assert reply.text == turn.watched() == "The embedded model answers."
    assert [event.type for event in turn.events] == ["token", "replace"]


async def test_steps_carry_who_and_when() -> None:
    turn = MemoryTurn(user("Hi"))
    turn.scope = structs.replace(turn.scope, channel="web")
    await run(turn, ScriptedModel(calls(call(), text="One moment."), says("Here.")))
    begun, done = turn.messages[1:]
    assert (begun.role, begun.content, begun.author) == (
        "assistant",
        "One moment.",
        "agent:customer",
    )
    assert (done.role, done.author) == ("tool", "tool")
    assert begun.channel == done.channel == "web"
    assert begun.turn_id == done.turn_id == 11
    assert begun.created_at < done.created_at
