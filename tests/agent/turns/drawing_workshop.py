"""A house with several image models, and a request to it."""

from dataclasses import replace

from adapters.builtin.judge import BuiltInJudge
from adapters.builtin.merger import BuiltInMerger
from adapters.builtin.planner.planner import BuiltInPlanner
from adapters.image_servers.catalogue import ImageModels, Offered
from agent.domain.conversation import Command
from agent.domain.image_models import Abilities, ModelCard, Prices
from agent.loop import Agent
from agent.outcomes import Outcome
from tests.fakes.builders import turn
from tests.fakes.models.image_model import FakeImageModel
from tests.worlds.house import FakeProgress, House

FAST = ModelCard(
    name="fast",
    model="nano-2",
    abilities=Abilities(references_max=3),
    prices=Prices(picture=0.03),
    is_default=True,
)
STUDIO = ModelCard(name="studio", model="flux", abilities=Abilities(), prices=Prices(picture=0.01))


class Workshop(House):
    """A house with two image models."""

    def __init__(self, *cards: ModelCard) -> None:
        self.drawers = {card.name: FakeImageModel(cost_usd=card.prices.picture or 0.0) for card in cards}
        self.catalogue = ImageModels([Offered(card=card, draws=self.drawers[card.name]) for card in cards])
        super().__init__(
            planner=BuiltInPlanner(), judge=BuiltInJudge(), merger=BuiltInMerger(), image_model=self.catalogue
        )

    def parts(self):
        return replace(super().parts(), catalogue=self.catalogue, free_models=True)

    def drew(self) -> dict[str, int]:
        return {name: len(drawer.asked) for name, drawer in self.drawers.items()}


async def answered(workshop: Workshop, text: str = "", *, command=None, request=None, **more) -> Outcome:
    asked = turn(text, **more)
    if command:
        asked = replace(
            asked, request=replace(asked.request, command=Command(name=command[0], argument=command[1]))
        )
    if request:
        asked = replace(asked, request=request)
    workshop.last = workshop.journal(asked)
    return await Agent(workshop.parts()).respond(asked, workshop.last, FakeProgress())
