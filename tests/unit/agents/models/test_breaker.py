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


def test_a_trial_that_fails_opens_it_for_another_rest() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now += 30
    assert breaker.lets_through()
    breaker.failed()
    clock.now += 29
    assert not breaker.lets_through()
    clock.now += 1
    assert breaker.lets_through()
