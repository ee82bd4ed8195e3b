"""Field types for what models write: small models give numbers as words, leave lists out, and invent options."""

import math
from typing import Annotated, Any, ClassVar, TypeVar, cast

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

T = TypeVar("T")
ITEMS_MAX = 24
"""Of one list; a model that repeats itself is cut off."""


class Shape(BaseModel):
    """Base of the shapes a model is asked for."""

    model_config = ConfigDict(extra="ignore")

    answer_tokens: ClassVar[int] = 2_000
    """Ceiling of an answer of this shape, of a model that does not think."""
    needed: ClassVar[tuple[str, ...]] = ()
    """Fields that an answer has to have where the others may be left out; (): all, as strict schemas demand."""


def _text(value: object) -> object:
    if value is None:
        return ""
    return str(value) if isinstance(value, int | float) else value


def _share(value: object) -> object:
    """A probability: percent and words brought into 0..1, what is none becomes 0.5."""
    try:
        number = float(cast("Any", value.rstrip("% ") if isinstance(value, str) else value))
    except (TypeError, ValueError, OverflowError):
        return 0.5
    if not math.isfinite(number):
        return 0.5
    return min(max(number / 100 if 1.0 < number <= 100.0 else number, 0.0), 1.0)


def one_of(otherwise: str) -> WrapValidator:
    """For a field of few words: small letters, and `otherwise` for a word that is not among them."""

    def read(value: object, known: ValidatorFunctionWrapHandler) -> object:
        try:
            return known(value.strip().lower() if isinstance(value, str) else value)
        except ValidationError:
            return otherwise

    return WrapValidator(read)


def _items(value: object, read: ValidatorFunctionWrapHandler) -> list[Any]:
    """The items that can be read. Raises when there were some and none can: the answer then needs mending."""
    found: list[Any] = []
    if value is None:
        return found
    if not isinstance(value, list):
        value = [value]
    for item in cast("list[object]", value)[:ITEMS_MAX]:
        try:
            found += read([item])
        except ValidationError:
            continue
    return read(value) if value and not found else found


Text = Annotated[str, BeforeValidator(_text)]


def at_most(chars: int) -> Any:
    """For `Annotated[Text, at_most(80)]`: told to the server, which holds the model to it; longer ones are read all the same."""
    return Field(json_schema_extra={"maxLength": chars})


def few(items: int) -> Any:
    """A list with nothing in it as a rule, held to so many items by the server."""
    return Field(default_factory=list, json_schema_extra={"maxItems": items})


Share = Annotated[float, BeforeValidator(_share)]
Forgiving = Annotated[list[T], WrapValidator(_items)]
