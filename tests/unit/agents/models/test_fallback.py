import asyncio
from collections.abc import Callable

import pytest
from msgspec import structs

from agents.models.breaker import FAILURES
from agents.models.errors import Busy, Unwell
from agents.models.fallback import Chain, ChainTurn
from agents.models.health import Health
from agents.models.remote import Lineup
from agents.ports import Answer, ModelError, ModelRequest, RemoteModel
from bot.errors import BudgetExhausted
from bot.messages import PlannedCall, Usage
from tests.unit.agents.stage import Meter, Part, ScriptedModel, call, calls, request, says, user

AGAIN = ModelError("broke off", again=True)
NEVER = ModelError("no tools there", sent=False)
DOWN = Unwell("500")
GONE = Unwell("no such model", sent=False, need="model")


def embedded() -> ScriptedModel:
    return ScriptedModel(says("I am here all the same."), name="embedded")


def remote(*parts: Part, name: str = "remote") -> ScriptedModel:
    return ScriptedModel(*parts, name=name)


def chain(meter: Meter, *remote: RemoteModel, turn_s: float = 30.0) -> Chain:
    return Chain(remote, embedded(), meter, len, max_tokens=900, turn_s=turn_s)


async def ask(turn: ChainTurn, said: list[str] | None = None) -> str:
    pieces: list[str] = [] if said is None else said
    return (await turn.answer(request(), pieces.append)).text


async def test_without_a_key_the_embedded_model_answers_and_nothing_is_reserved() -> None:
    meter = Meter()
    turn = chain(meter).begin()
    assert await ask(turn) == "I am here all the same."
    assert turn.name == "embedded"
    assert meter.reserved == []


async def test_a_call_is_reserved_whole_and_settled_at_what_it_used() -> None:
    meter = Meter()
    turn = chain(meter, remote(says("Hello.", Usage(50, 3)))).begin()
    assert await ask(turn) == "Hello."
    ((model, tokens_in, tokens_out),) = meter.reserved
    assert (model, tokens_out) == ("remote", 900)
    assert tokens_in > len("You answer customers.")
    assert meter.settled == {0: Usage(50, 3)}


async def test_what_may_go_better_again_is_tried_once_more() -> None:
    meter, model = Meter(), remote(AGAIN, says("Hello."))
    assert await ask(chain(meter, model).begin()) == "Hello."
    assert meter.settled == {0: None, 1: None}


async def test_what_would_be_many_texts_is_not_sent_as_texts() -> None:
    long = says("We love hibachi. " * 100)
    assert await ask(chain(Meter(), remote(long, long)).begin()) == "I am here all the same."
    web = structs.replace(request().situation.scope, channel="web")
    situation = structs.replace(request().situation, scope=web)
    on_web = structs.replace(request(), situation=situation)
    answer = await chain(Meter(), remote(long)).begin().answer(on_web, lambda piece: None)
    assert len(answer.text) > 1600


async def test_then_the_next_model_is_asked_and_at_last_the_embedded_one() -> None:
    meter, first, second = Meter(), remote(AGAIN, name="a"), remote(NEVER, name="b")
    assert await ask(chain(meter, first, second).begin()) == "I am here all the same."
    assert [model for model, _, _ in meter.reserved] == ["a", "a", "b"]
    assert meter.settled == {0: None, 1: None, 2: Usage(0, 0)}


async def test_a_model_that_failed_is_asked_again_in_the_next_turn_only() -> None:
    model = remote(NEVER, says("Back again."))
    models = chain(Meter(), model)
    turn = models.begin()
    assert await ask(turn) == await ask(turn) == "I am here all the same."
    assert len(model.requests) == 1
    assert await ask(models.begin()) == "Back again."


async def test_an_exhausted_budget_goes_straight_to_the_embedded_model() -> None:
    first, second = remote(says("Dear."), name="a"), remote(says("Dear."), name="b")
    meter = Meter(full=0)
    turn = chain(meter, first, second).begin()
    assert await ask(turn) == "I am here all the same."
    assert first.requests == second.requests == []
    assert turn.name == "embedded"


UNREADABLE = [
    *("", "  ", "…", '{"name": "get_menu"}', "[1, 2]", "<tool_call>get_men", "<|im_end|>a"),
    'I call {"name": "delete_everything", "arguments": {"really": true}}',
]


@pytest.mark.parametrize("text", UNREADABLE)
async def test_what_nobody_could_read_is_no_answer(text: str) -> None:
    meter = Meter()
    model = remote(says(text, Usage(5, 1)))
    assert await ask(chain(meter, model).begin()) == "I am here all the same."
    assert meter.settled == {0: Usage(5, 1), 1: Usage(5, 1)}


async def test_a_call_needs_no_words() -> None:
    answer = await chain(Meter(), remote(calls(call()))).begin().answer(request(), print)
    assert answer.tool_calls == (call(),)


async def test_the_turn_s_time_ends_a_call_and_asks_no_other() -> None:
    async def hangs(request: ModelRequest, say: Callable[[str], None]) -> Answer:
        await asyncio.Event().wait()
        raise AssertionError

    meter, second = Meter(), remote(says("Too late."), name="b")
    turn = chain(meter, remote(hangs), second, turn_s=0.3).begin()
    assert await ask(turn) == "I am here all the same."
    assert second.requests == []
    assert meter.settled == {0: None}


async def test_a_cancelled_call_is_settled() -> None:
    asked = asyncio.Event()

    async def hangs(request: ModelRequest, say: Callable[[str], None]) -> Answer:
        asked.set()
        await asyncio.Event().wait()
        raise AssertionError

    meter = Meter()
    task = asyncio.create_task(ask(chain(meter, remote(hangs)).begin()))
    await asked.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert meter.settled == {0: None}


async def test_a_bug_in_a_model_is_settled_too() -> None:
    async def bug(request: ModelRequest, say: Callable[[str], None]) -> Answer:
        raise ZeroDivisionError

    meter = Meter()
    with pytest.raises(ZeroDivisionError):
        await ask(chain(meter, remote(bug)).begin())
    assert meter.settled == {0: None}


@pytest.mark.parametrize("error", [AGAIN, NEVER], ids=str)
async def test_after_words_that_did_not_hold_the_next_ones_are_kept_back(error: ModelError) -> None:
    async def breaks(request: ModelRequest, say: Callable[[str], None]) -> Answer:
        say("We ser")
        raise error

    said: list[str] = []
    turn = chain(Meter(), remote(breaks)).begin()
    assert await ask(turn, said) == "I am here all the same."
    assert said == ["We ser"]


async def test_where_nothing_was_said_yet_the_next_words_are_shown() -> None:
    said: list[str] = []
    await ask(chain(Meter(), remote(AGAIN, says("Hello."))).begin(), said)
    assert said == ["Hello."]


async def test_a_short_wait_that_the_server_asks_for_is_kept() -> None:
    loop = asyncio.get_running_loop()
    began = loop.time()
    assert await ask(chain(Meter(), remote(Busy(0.3), says("Hello."))).begin()) == "Hello."
    assert loop.time() - began >= 0.3


async def test_giving_up_leaves_the_embedded_model() -> None:
    model = remote(says("Hello."))
    turn = chain(Meter(), model).begin()
    turn.give_up()
    assert await ask(turn) == "I am here all the same."
    assert model.requests == []


async def test_an_embedded_model_without_an_answer_is_an_error() -> None:
    models = Chain((), ScriptedModel(says("")), Meter(), len)
    with pytest.raises(ModelError):
        await ask(models.begin())


async def test_a_model_that_is_down_is_soon_not_asked_any_more() -> None:
    meter = Meter()
    models = chain(meter, remote(*[DOWN] * FAILURES, says("back")))
    for _ in range(FAILURES + 3):
        assert await ask(models.begin()) == "I am here all the same."
    assert len(meter.reserved) == FAILURES


async def test_a_model_that_is_shut_down_is_asked_once() -> None:
    models = chain(Meter(), gone := remote(GONE, name="a"), remote(says("b"), name="b"))
    assert [await ask(models.begin()) for _ in range(3)] == ["b", "b", "b"]
    assert len(gone.requests) == 1


async def test_a_server_that_is_not_there_is_left_with_all_its_models() -> None:
    other = remote(says("b"), name="b")
    away = Unwell("not reached", again=True, sent=False, whole=True)
    assert await ask(chain(Meter(), remote(away), other).begin()) == "I am here all the same."
    assert other.requests == []


async def test_a_trial_of_a_model_that_was_down_is_one_call() -> None:
    now = 0.0
    health = Health(seconds=lambda: now)
    again = Unwell("500", again=True)
    model = remote(again, name="a")
    models = Chain([model], embedded(), Meter(), len, health=health)
    for _ in range(3):
        await ask(models.begin())
    assert len(model.requests) == FAILURES
    now = 30.0
    await asyncio.gather(*(ask(models.begin()) for _ in range(5)))
    assert len(model.requests) == FAILURES + 1


async def test_who_asks_for_a_long_wait_is_passed_by_where_another_is_there() -> None:
    loop = asyncio.get_running_loop()
    began = loop.time()
    busy = remote(Busy(5.0), name="a")
    assert await ask(chain(Meter(), busy, remote(says("b"), name="b")).begin()) == "b"
    assert loop.time() - began < 0.5
    assert len(busy.requests) == 1


async def test_where_there_is_no_other_a_wait_that_fits_into_the_turn_is_kept() -> None:
    meter = Meter()
    model = remote(Busy(2.1), says("Hello."))
    assert await ask(chain(meter, model, turn_s=9.0).begin()) == "Hello."
    model = remote(Busy(3.1), says("Hello."))
    assert await ask(chain(meter, model, turn_s=9.0).begin()) == "I am here all the same."


def routed(meter: Meter, small: ScriptedModel, strong: ScriptedModel) -> Chain:
    return Chain([small, strong], embedded(), meter, len, strong=strong.name)


HARD = request(user("This is unacceptable, I want my money back"))


async def test_what_is_hard_goes_to_the_strong_model_and_the_rest_does_not() -> None:
    models = routed(Meter(), remote(says("Small.")), remote(says("Strong."), name="strong"))
    assert await ask(models.begin()) == "Small."
    turn = models.begin()
    assert (await turn.answer(HARD, print)).text == "Strong."
    assert turn.name == "strong"


async def test_what_the_strong_model_began_it_ends() -> None:
    strong = remote(says("Strong."), name="strong")
    turn = routed(Meter(), remote(says("Small.")), strong).begin()
    assert await ask(turn) == "Small."
    await turn.answer(request(faults=("$20 is no price of ours",)), print)
    assert await ask(turn) == "Strong."
    assert len(strong.requests) == 2


async def test_where_the_strong_model_fails_the_usual_one_answers() -> None:
    models = routed(Meter(), remote(says("Small.")), remote(NEVER, name="strong"))
    assert (await models.begin().answer(HARD, print)).text == "Small."


async def test_where_the_strong_one_is_too_dear_by_now_the_usual_one_answers() -> None:
    class Tight(Meter):
        async def reserve(self, call: PlannedCall) -> int:
            if call.model == "strong":
                raise BudgetExhausted
            return await super().reserve(call)

    models = routed(Tight(), remote(says("Small.")), remote(says("Strong."), name="strong"))
    assert (await models.begin().answer(HARD, print)).text == "Small."


async def test_where_the_usual_one_fails_the_strong_one_is_the_last_remote_one() -> None:
    lineup = Lineup("small", "strong", ("other", "small"))
    assert lineup.names() == ("small", "other", "strong")
    models = routed(Meter(), remote(NEVER), remote(says("Strong."), name="strong"))
    assert await ask(models.begin()) == "Strong."
