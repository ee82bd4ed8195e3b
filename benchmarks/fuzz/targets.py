"""Everything that is fuzzed: a new target is a new line."""

from collections.abc import Callable, Sequence

from benchmarks.fuzz.gateway import Gateway
from benchmarks.fuzz.pictures import Pictures
from benchmarks.fuzz.plans import Plans
from benchmarks.fuzz.target import Target
from benchmarks.fuzz.web import Web
from benchmarks.fuzz.webhook import Webhook

TARGETS: Sequence[Callable[[], Target]] = (Pictures, Plans, Web, Webhook, Gateway)
