"""A model that fails again and again is left alone, and tried again after a while."""

from agents.models.breaker import Breaker


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def opened(clock: Clock) -> Breaker:
    breaker = Breaker(clock, failures=3, rest=30.0)
    for _ in range(3):
        assert breaker.lets_through()
        breaker.failed()
    return breaker


def test_a_model_that_fails_running_is_left_alone() -> None:
    assert not opened(Clock()).lets_through()


def test_one_failure_among_answers_is_nothing() -> None:
    breaker = Breaker(Clock(), failures=2, rest=30.0)
    for _ in range(5):
        breaker.failed()
        breaker.succeeded()
    assert breaker.lets_through()


def test_after_its_rest_one_call_tries_it_and_the_others_wait() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now += 30
    assert [breaker.lets_through() for _ in range(3)] == [True, False, False]
    breaker.succeeded()
    assert breaker.lets_through()


def test_each_trial_that_fails_doubles_the_rest_up_to_the_longest() -> None:
    clock = Clock()
    breaker = opened(clock)
    rest = 30
    for _ in range(5):
        clock.now += rest
        assert breaker.lets_through()
        breaker.failed()
        rest = min(2 * rest, 300)
        clock.now += rest - 1
        assert not breaker.lets_through()
        clock.now -= rest - 1
    clock.now += rest
    assert breaker.lets_through()
    breaker.succeeded()
    for _ in range(3):
        breaker.failed()
    clock.now += 30
    assert breaker.lets_through()  # it is well again: the rest is the usual one


def test_what_was_under_way_when_it_opened_does_not_lengthen_the_rest() -> None:
    clock = Clock()
    breaker = opened(clock)
    for _ in range(20):
        breaker.failed()
    clock.now += 30
    assert breaker.lets_through()


def test_one_conversation_takes_a_model_from_nobody() -> None:
    breaker = Breaker(Clock(), failures=3)
    for _ in range(50):
        breaker.answered_badly(7)
    assert breaker.lets_through()
    for conversation_id in (8, 9):
        breaker.answered_badly(conversation_id)
    assert not breaker.lets_through()


def test_it_may_be_left_alone_for_longer() -> None:
    clock = Clock()
    breaker = Breaker(clock)
    breaker.rest(1800)
    breaker.failed()
    clock.now += 1799
    assert not breaker.lets_through()
    clock.now += 1
    assert breaker.lets_through()
