"""Answers of image servers, read so that a paid picture is never lost for what stands beside it."""

from typing import Annotated, Any, ClassVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    field_validator,
)

PICTURE_USD_MAX = 100.0
"""More than any picture costs: a larger figure is a mistake of the server, in the unit or altogether."""
COUNT_MAX = 100_000_000

Usd = Annotated[float, Field(ge=0, le=PICTURE_USD_MAX, allow_inf_nan=False)]
"""What a server says that something cost."""
Count = Annotated[int, Field(ge=0, le=COUNT_MAX)]


class Lenient(BaseModel):
    """A field that cannot be read, or cannot be right (a price below nothing), is as if it were not there: it keeps its default."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)
    needed: ClassVar[frozenset[str]] = frozenset()
    """Fields without which the answer says nothing."""

    @field_validator("*", mode="wrap")
    @classmethod
    def _or_default(cls, value: Any, read: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
        try:
            return read(value)
        except ValidationError:
            if info.field_name in cls.needed:
                raise
            return cls.model_fields[str(info.field_name)].get_default(call_default_factory=True)
