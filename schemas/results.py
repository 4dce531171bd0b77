"""What results that the command line prints have in common."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

Figure = Annotated[float, AfterValidator(lambda value: round(value, 3) + 0.0)]
"""A figure to three decimals; adding nothing turns -0.0, which a reader would take for a fault, into 0.0."""


class Result(BaseModel):
    """A result: immutable, its keys as the JSON writes them."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, validate_by_name=True, serialize_by_alias=True
    )
