"""Everything that can go wrong, in one tree.

AtelierError
├── Unavailable            something outside does not answer now; trying later may help (`retry_after_seconds`)
│   ├── ModelUnavailable
│   ├── SearchUnavailable
│   ├── StoreUnavailable
│   └── PlatformUnavailable
├── Refused                the request will not be done, and trying again will not help
│   ├── RenderRefused      the image provider's moderation said no
│   ├── ContentRefused     what is asked for, or what was drawn, is not shown in this place
│   ├── NotAllowed         this person may not do this here
│   └── OverBudget         a named limit is reached
├── BadInput               what came in cannot be used; the message says what would work
│   ├── BadImage
│   └── NotFound
├── MalformedCompletion    a model's answer did not have the promised shape
├── UnknownOutcome         a paid call was sent and its answer never came: never repeated blindly
├── Cancelled              the person cancelled the turn
├── Superseded             another worker took this turn over: stop without posting
└── Misconfigured          a setting is wrong; the message names it and the mend

Messages are written for the person who reads them: the author of a turn for Refused and BadInput, the operator for the
rest. Foreign exceptions are translated at the border, `from exc`.
"""


class AtelierError(Exception):
    """Base of every error this project raises on purpose."""

    cost_usd: float = 0.0
    """What the failed call cost all the same, where that is known: it is charged to the turn."""


class Unavailable(AtelierError):
    """Something outside does not answer now."""

    answered: bool = False
    """It is up, and answers that this one call cannot be done: no sign that the next one could not."""
    lasting: bool = False
    """It stays so until the operator mends it (a wrong key, a spent quota): waiting helps nobody."""

    def __init__(self, message: str, *, retry_after_seconds: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds


class ModelUnavailable(Unavailable):
    """A language, image or embedding model does not answer."""


class SearchUnavailable(Unavailable):
    """The web search or a page does not answer."""


class StoreUnavailable(Unavailable):
    """Postgres does not answer."""


class PlatformUnavailable(Unavailable):
    """Discord or Telegram does not take our message now."""


class Refused(AtelierError):
    """The request will not be done; trying again will not help."""


class RenderRefused(Refused):
    """The image provider's moderation refused."""


class ContentRefused(Refused):
    """What is asked for, or what was drawn, is not shown in this place."""


class NotAllowed(Refused):
    """This person may not do this here."""


class OverBudget(Refused):
    """A named limit is reached. `limit` is its name."""

    def __init__(self, message: str, *, limit: str) -> None:
        super().__init__(message)
        self.limit = limit


class BadInput(AtelierError):
    """What came in cannot be used; the message says what would work."""


class BadImage(BadInput):
    """A picture that cannot be read, is too large, or is not a picture."""


class NotFound(BadInput):
    """What was named does not exist, or not for this person."""


class MalformedCompletion(AtelierError):
    """A model's answer did not have the promised shape, even after one repair. `text` is what it said (cut)."""

    def __init__(self, message: str, *, text: str = "") -> None:
        super().__init__(message)
        self.text = text[:2000]


class UnknownOutcome(AtelierError):
    """A paid call was sent and its answer never came; it may have been carried out."""


class Cancelled(AtelierError):
    """The person cancelled the turn."""


class Superseded(AtelierError):
    """Another worker took this turn over; this one must stop without writing or posting."""


class Misconfigured(AtelierError):
    """A setting is wrong. `setting` is its name, the message the mend."""

    def __init__(self, setting: str, message: str) -> None:
        super().__init__(f"{setting}: {message}")
        self.setting = setting
