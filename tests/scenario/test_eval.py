"""`bot eval`: scenarios held through the real engine, with the embedded model and with servers'."""

from pathlib import Path
from typing import Any

import pytest

from bot import cli
from bot.app.evaluation import command, store
from bot.app.evaluation.files import BadScenario, read_file, read_scenarios
from bot.app.evaluation.results import Run
from bot.errors import ConfigurationError
from bot.settings import Settings
from tests.fakes.openai import Call, ChatRequest, FakeOpenAI, Say, Usage
from tests.fakes.openai.script import Turn
from tests.fakes.openai.server import Decide

BUSINESS = Path(__file__).parents[2] / "business"
LUNA = "gpt-6-luna"
KARENS = {"guest_count": 25, "event_date": "April 17", "location": "Pasadena"}

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept of a run lies where it is started."""
    monkeypatch.chdir(tmp_path)


def settings(model: FakeOpenAI | None = None, **values: Any) -> Settings:
    if model is not None:
        values |= {"openai_api_key": "sk-test", "openai_base_url": model.base_url}
    values |= {"business_dir": BUSINESS, "openai_embedding_model": "off"}
    return Settings(_env_file=None, **values)


async def evaluate(settings: Settings, *scenarios: str, **options: Any) -> tuple[int, Run]:
    """`bot eval` with these options; its exit code, and what it wrote."""
    usual: dict[str, Any] = {"model": None, "agent": None, "parallel": 3, "repeat": 1}
    usual |= {"max_cost": 1.0, "customer_model": None, "html": None, "against": None}
    code = await command.run(
        settings, scenarios=scenarios, **{**usual, "json": Path("run.json"), **options}
    )
    return code, store.read(Path("run.json"))


def report() -> str:
    return Path("report.html").read_text("utf-8")


async def test_scenarios_pass_with_the_embedded_model(capsys: Capture) -> None:
    names = (
        *("booking-in-one-message", "day-is-full", "another-customers-booking", "stop-keyword"),
        *("severe-peanut-allergy", "silent-in-the-middle", "played-website"),
        *("desk-block-a-day", "admin-changes-a-price", "figures-count"),
    )
    code, run = await evaluate(settings(), *names, html=Path("report.html"))
    assert code == 0, capsys.readouterr().out
    assert {each.name for each in run.results} == set(names)
    shown = capsys.readouterr().out
    assert f"{len(names)} of {len(names)} passed (100.0%)" in shown
    [block] = [each for each in run.results if each.name == "desk-block-a-day"]
    assert [use.name for use in block.exchanges[0].uses] == ["block_dates"]
    assert "done: block_dates" in block.after
    page = report()
    for words in ("10 of 10", "the report is", "Karen Ortiz", "note_details", "Bookings"):
        assert words in page + shown


def a_liar(request: ChatRequest) -> Turn:
    """Says at once whatever would please, and calls nothing."""
    return Say("You're booked for June 12! It's only $19 a person, and everything is safe to eat.")


def a_parrot(request: ChatRequest) -> Turn:
    """Says nothing that is wrong, and nothing that helps."""
    return Say("Hello! How can I help you with your event?")


@pytest.mark.parametrize(
    ("decide", "why"),
    [
        (a_liar, "the embedded model answered in place of gpt-6-luna: it says"),
        (a_parrot, "does not call create_booking_inquiry (called: nothing)"),
    ],
)
async def test_a_bad_model_fails(
    decide: Decide, why: str, model: FakeOpenAI, capsys: Capture
) -> None:
    model.decide = decide
    names = (
        *("booking-in-one-message", "day-is-full", "allergy-at-the-end", "menu"),
        *("a-person-first-of-all", "just-confirm-it", "desk-block-a-day"),
    )
    code, run = await evaluate(settings(model), *names, model=[LUNA], parallel=4)
    assert (code, len(run.results)) == (1, len(names))
    assert run.passed == 0, [each.name for each in run.results if each.passed]
    assert why in capsys.readouterr().out


def a_good_one(request: ChatRequest) -> Turn:
    """Books Karen's party by the tools, and says nothing that they did not."""
    results = request.results
    if "create_booking_inquiry" in results:
        return Say("Thank you Karen! Your request is with our team."), Usage(900, 20, cached=700)
    if "note_details" in results:
        return Say(
            "Saturday, April 17, 2027, 25 guests, in Pasadena, for Karen Ortiz. "
            "Shall I send this to our team?"
        )
    if "yes" in request.said.lower():
        phone = {"name": "Karen Ortiz", "phone": "+13105550142", "guest_count": 25}
        return Call("create_booking_inquiry", phone)
    return Call("note_details", {**KARENS, "name": "Karen Ortiz", "message": "birthday"})


async def test_a_remote_model_is_paid_for_and_compared(model: FakeOpenAI, capsys: Capture) -> None:
    only = "booking-in-one-message"
    model.decide = a_good_one
    code, run = await evaluate(settings(model), only, model=[LUNA])
    assert code == 0, capsys.readouterr().out
    [result] = run.results
    assert (result.spent.calls, result.spent.tokens_cached) == (4, 700)
    assert 0 < result.spent.micros < 10_000
    assert {each.model for each in result.exchanges} == {LUNA}

    model.decide = a_liar
    code, worse = await evaluate(settings(model), only, model=[LUNA], html=Path("report.html"))
    assert (code, worse.passed) == (1, 0)
    out = capsys.readouterr().out
    assert f"newly failing {only}" in out
    assert "FAIL 1/1" in out
    page = report()
    assert "Newly failing" in page
    assert "held back: it " in page
    assert "it says that something is booked" in page

    model.decide = a_good_one
    code, _ = await evaluate(settings(model), only, model=[LUNA], against=Path("run.json"))
    assert code == 0
    assert f"newly passing {only}" in capsys.readouterr().out


async def test_what_a_run_may_cost_is_a_wall(model: FakeOpenAI, capsys: Capture) -> None:
    model.decide = a_good_one
    names = ("booking-in-one-message", "price-only", "menu")
    code, run = await evaluate(settings(model), *names, model=[LUNA], max_cost=0.0)
    assert code == 1
    assert {each.error for each in run.results} == {
        "not run: the money of this evaluation is spent; raise --max-cost"
    }
    code, run = await evaluate(settings(model), *names, model=[LUNA], max_cost=0.004)
    assert code == 1
    assert run.spent.micros <= 4000
    capsys.readouterr()
    code, run = await evaluate(settings(model), "menu", model=[LUNA], max_cost=0.0006, repeat=2)
    assert (code, run.spent.micros) == (1, 0)
    told = capsys.readouterr().out
    assert "it was not asked, since the money does not last" in told
    assert "the money that it may cost was used up; raise --max-cost" in told
    assert "menu #2 (gpt-6-luna) failed:" in told


async def test_why_a_model_did_not_answer_is_told(model: FakeOpenAI, capsys: Capture) -> None:
    code, _ = await evaluate(settings(model), "menu", model=["gpt-none"])
    assert code == 1
    told = capsys.readouterr().out
    assert "in place of gpt-none: the model's server refused: 404, for want of the model" in told


MISSPELLED = """
scenarios:
  - name: misspelled
    about: what must not be called is written wrongly
    now: 2027-03-10 10:00
    turns:
      - say: hi
        must_not: {calls: [create_booking_enquiry]}
"""


async def test_a_tool_that_no_agent_has_is_told_of(capsys: Capture) -> None:
    code, _ = await evaluate(settings(), written("misspelled.yaml", MISSPELLED))
    assert code == 1
    told = capsys.readouterr().out
    assert "there is no tool create_booking_enquiry; is it create_booking_inquiry?" in told


def a_customer_and_the_bot(request: ChatRequest) -> Turn:
    """Plays both: who has no tools is the customer."""
    if request.tools:
        return a_good_one(request)
    return Say(
        "I'm Karen Ortiz, 25 people, April 17, Pasadena" if "?" not in request.said else "yes"
    )


PLAYED = """
scenarios:
  - name: played-by-a-model
    about: a model plays the customer
    now: 2027-03-10 10:00
    persona: Karen, in a hurry
    goal: an inquiry
    simulated:
      opening: I'm Karen Ortiz, birthday for 25 people on April 17 in Pasadena
      facts: {name: Karen Ortiz, guests: "25", date: April 17, place: Pasadena}
    after:
      lead: {name: Karen Ortiz, guests: 25}
"""


def written(name: str, text: str) -> str:
    Path(name).write_text(text)
    return name


async def test_a_model_plays_the_customer(model: FakeOpenAI, capsys: Capture) -> None:
    model.decide = a_customer_and_the_bot
    file = written("played.yaml", PLAYED)
    code, run = await evaluate(settings(model), file, model=[LUNA], customer_model="gpt-5.4-mini")
    assert code == 0, capsys.readouterr().out
    [result] = run.results
    assert [each.said for each in result.exchanges][1:] == [("yes",)]
    assert result.acted.calls == 1
    assert result.acted.micros > 0
    [asked] = [each for each in model.requests if each.model == "gpt-5.4-mini"]
    assert "in a hurry" in asked.messages[0]["content"]


BAD = """
scenarios:
  - name: one
    about: a field nobody knows
    now: 2027-03-10 10:00
    turns:
      - say: hi
        must:
          sayz: [hello]
  - name: two
    about: no moment
    now: soon
    turns: [{say: hi}]
  - name: three
    about: nobody talks
    now: 2027-03-10 10:00
"""


def test_a_bad_file_is_told_by_its_lines(tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text(BAD)
    with pytest.raises(BadScenario) as told:
        read_file(file)
    assert str(told.value).replace(f"{file}:", "").splitlines() == [
        "9: scenarios[0].turns[0].must: Object contains unknown field `sayz`",
        "12: scenarios[1].now: write a day and an hour, such as: 2027-03-10 10:00",
        "14: three: write either turns, or simulated",
    ]
    file.write_text("scenarios:\n  - name: one\n    name: two\n")
    with pytest.raises(BadScenario, match="3: name stands here twice"):
        read_file(file)
    file.write_text("scenarios: [\n")
    with pytest.raises(BadScenario, match=r"bad\.yaml:2"):
        read_file(file)


def test_a_bad_file_ends_the_command_with_2(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    Path("bad.yaml").write_text(BAD)
    monkeypatch.setenv("BUSINESS_DIR", str(BUSINESS))
    monkeypatch.setattr("bot.log.set_up_logging", lambda *_: None)
    monkeypatch.setattr("sys.argv", ["bot", "eval", "bad.yaml", "--max-cost", "0.5"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2
    assert "bot: bad.yaml:9: scenarios[0]" in capsys.readouterr().err


def test_enough_scenarios_ship_and_most_need_no_server() -> None:
    found = read_scenarios(BUSINESS / "evaluation", [])
    assert len(found) >= 100
    assert sum(each.models == "any" for each in found) / len(found) > 0.9
    with pytest.raises(BadScenario, match="no scenario and no file named fnord"):
        read_scenarios(BUSINESS / "evaluation", ["fnord"])


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"model": [LUNA]}, "a model needs a server"),
        ({"agent": ["cook"]}, "--agent must be one of"),
        ({"parallel": 0}, "--parallel must be 1 or more"),
        ({"against": Path("none.json")}, "cannot be read"),
    ],
)
async def test_what_cannot_be_run_is_said(options: dict[str, Any], why: str) -> None:
    with pytest.raises(ConfigurationError, match=why):
        await evaluate(settings(), "menu", **options)
