import pytest

from adapters.media.gate import PillowGate
from adapters.openai.planner.planner import ModelPlanner
from agent.domain.plan_sizes import PlanTrial
from agent.errors import ModelUnavailable, Unavailable
from bot.commands.check import Finding, plans_finding, summary_of
from bot.configured_limits import limits_of
from bot.models.choice import choose_models
from bot.plan_sizing import WAIT_SECONDS, PlanSizing, settle, tried
from bot.settings import Settings

TRIAL = PlanTrial(model="here tiny auto", size="compact", finished=True, seconds=20.0, tokens_per_second=11.0)


class House:
    """A model that is tried, and where its trial is kept."""

    def __init__(self, *errors: Unavailable, kept: PlanTrial | None = None, trial: PlanTrial = TRIAL) -> None:
        self.errors, self.kept, self.trial = list(errors), kept, trial
        self.measured: list[str] = []
        self.taken: list[PlanTrial] = []
        self.slept: list[float] = []
        self.sizing = PlanSizing(name=self._name, measure=self._measure, take=self.taken.append)

    async def _name(self) -> str:
        if self.errors:
            raise self.errors.pop(0)
        return TRIAL.model

    async def _measure(self, name: str) -> PlanTrial:
        self.measured.append(name)
        return self.trial

    async def load(self, model: str) -> PlanTrial | None:
        return self.kept if self.kept and self.kept.model == model else None

    async def save(self, trial: PlanTrial) -> None:
        self.kept = trial

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


async def test_a_model_is_tried_once_and_remembered() -> None:
    house = House()

    await settle(house.sizing, house)
    await settle(house.sizing, house)

    assert house.measured == [TRIAL.model]
    assert house.taken == [TRIAL, TRIAL]


async def test_a_server_that_is_away_is_tried_later() -> None:
    house = House(ModelUnavailable("away"), ModelUnavailable("away"))

    await settle(house.sizing, house, sleep=house.sleep)

    assert (house.slept, house.taken) == ([WAIT_SECONDS] * 2, [TRIAL])


async def test_what_only_the_operator_can_mend_is_not_waited_for() -> None:
    wrong = ModelUnavailable("wrong key")
    wrong.lasting = True
    house = House(wrong)

    await settle(house.sizing, house, sleep=house.sleep)

    assert (house.slept, house.taken) == ([], [])


async def test_a_trial_that_did_not_finish_is_not_kept() -> None:
    house = House(
        trial=PlanTrial(model="here", size="hints", finished=False, seconds=30.0, tokens_per_second=0.0)
    )

    await tried(house.sizing, house, "here")

    assert house.kept is None


# --- settings ----------------------------------------------------------------------------------------------------


async def planner(**settings: str) -> tuple[ModelPlanner, PlanSizing]:
    models = choose_models(Settings(_env_file=None, **settings), PillowGate())  # pyright: ignore
    await models.close()
    assert isinstance(models.planner, ModelPlanner)
    assert models.sizing is not None
    return models.planner, models.sizing


@pytest.mark.parametrize(
    ("settings", "size"),
    [
        ({"OPENAI_API_KEY": "sk-x"}, "full"),
        ({"OPENAI_BASE_URL": "http://127.0.0.1:9/v1"}, "hints"),
        ({"OPENAI_BASE_URL": "http://127.0.0.1:9/v1", "ATELIER_PLAN": "compact"}, "compact"),
    ],
)
async def test_until_it_is_tried_a_model_of_ones_own_is_taken_for_small(
    settings: dict[str, str], size: str
) -> None:
    assert (await planner(**settings))[0].size == size


async def test_the_trial_sets_size_and_patience() -> None:
    made, sizing = await planner(OPENAI_BASE_URL="http://127.0.0.1:9/v1")

    sizing.take(TRIAL)

    assert (made.size, made.seconds) == ("compact", 80.0)


async def test_the_operators_seconds_go_before_the_measured_ones() -> None:
    made, sizing = await planner(OPENAI_BASE_URL="http://127.0.0.1:9/v1", ATELIER_PLAN_SECONDS="400")

    sizing.take(TRIAL)

    assert made.seconds == 400.0


async def test_a_model_is_known_by_its_server_and_its_name() -> None:
    _, sizing = await planner(OPENAI_BASE_URL="http://127.0.0.1:9/v1", ATELIER_CHAT_MODEL="tiny")

    assert await sizing.name() == "127.0.0.1:9 tiny auto"


def test_a_plan_may_take_as_long_as_it_needs_within_the_turn() -> None:
    assert limits_of(Settings(_env_file=None)).plan_seconds == 300
    assert limits_of(Settings(_env_file=None, ATELIER_TURN_SECONDS="900")).plan_seconds == 600
    assert limits_of(Settings(_env_file=None, ATELIER_PLAN_SECONDS="45")).plan_seconds == 45


# --- check -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("states", "summary"),
    [
        (("good", "off"), "All that is configured answers."),
        (("good", "less"), "All that is configured answers, 1 with something missing."),
        (("wrong", "less"), "1 to mend, see above."),
    ],
)
def test_what_is_missing_is_not_passed_over(states, summary: str) -> None:
    assert summary_of([Finding(part="x", state=state, text="") for state in states]) == summary


async def test_where_no_plan_is_finished_it_is_not_said_that_all_answers(dsn: str) -> None:
    slow = PlanTrial(model=TRIAL.model, size="hints", finished=False, seconds=30.0, tokens_per_second=0.0)

    found = await plans_finding(Settings.model_validate({"DATABASE_URL": dsn}), House(trial=slow).sizing)

    assert found.state == "wrong"
    assert "no plan is finished within 30 s" in found.text
    assert summary_of([found]) == "1 to mend, see above."
