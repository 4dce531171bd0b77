"""Published facts about the organisations themselves: which exist, when, and where they belong."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from schemas.base import IcsCode, IsoDate, Number, OdsCode, RegionCode, Row, Text

Flag = Annotated[bool, Field(description="true only for fictional organisations")]


class Ics(Row):
    """An integrated care system over the dates in which it existed."""

    kind: ClassVar[str] = "ics"
    key: ClassVar[tuple[str, ...]] = ("ics_code",)

    ics_code: IcsCode = Field(description="ODS code of the integrated care board", examples=["QYG"])
    ons_code: str | None = Field(None, description="ONS code of the area", pattern=r"^E\d{8}$")
    name: Text = Field(description="Name", examples=["Cheshire and Merseyside"])
    region_code: RegionCode = Field(description="NHS England region's ODS code", examples=["Y62"])
    region: Text = Field(description="NHS England region", examples=["North West"])
    valid_from: IsoDate = Field(description="First day")
    valid_to: IsoDate | None = Field(None, description="Last day; empty while it exists")
    fictional: Flag = False


class IcsSuccession(Row):
    """A system that ended, with one that took over some or all of its area."""

    kind: ClassVar[str] = "ics_successions"
    key: ClassVar[tuple[str, ...]] = ("ics_code", "successor_ics_code")

    ics_code: IcsCode = Field(description="The system that ended")
    successor_ics_code: IcsCode = Field(description="The system that took over")
    effective_from: IsoDate = Field(description="First day of the successor's responsibility")


class Trust(Row):
    """An NHS trust or care trust, open or closed."""

    kind: ClassVar[str] = "trusts"
    key: ClassVar[tuple[str, ...]] = ("ods_code",)

    ods_code: OdsCode = Field(description="ODS code", examples=["RBS"])
    name: Text = Field(description="Name", examples=["Alder Hey Children's NHS Foundation Trust"])
    trust_type: str | None = Field(None, description="Sector, from NHS England's list of October 2024")
    region_code: RegionCode = Field(description="NHS England region's ODS code")
    postcode: str | None = Field(None, max_length=8, description="Postcode")
    opened_on: IsoDate = Field(description="First day of operation")
    closed_on: IsoDate | None = Field(None, description="Last day; empty while open")
    latitude: Number | None = Field(None, ge=49, le=56, description="Latitude, in degrees")
    longitude: Number | None = Field(None, ge=-7, le=2, description="Longitude, in degrees; east is positive")
    fictional: Flag = False


class TrustName(Row):
    """A name that a trust has or had; `trusts` has its name when it was assessed."""

    kind: ClassVar[str] = "trust_names"
    key: ClassVar[tuple[str, ...]] = ("ods_code", "name")

    ods_code: OdsCode = Field(description="The trust")
    name: Text = Field(description="The name", examples=["Alder Hey Children's NHS Foundation Trust"])
    state: Literal["current", "former", "variant"] = Field(
        description="Whether it is the newest name, an earlier one, or another spelling in a publication"
    )
    valid_from: IsoDate | None = Field(None, description="First day of the name; empty where it is not known")
    valid_to: IsoDate | None = Field(
        None, description="Last day of the name; empty while it lasts, and where it is not known"
    )
    basis: Text = Field(description="Where the row is from", examples=["NHS Organisation Data Service"])


class TrustSuccession(Row):
    """A trust that closed, with one that took over."""

    kind: ClassVar[str] = "trust_successions"
    key: ClassVar[tuple[str, ...]] = ("ods_code", "successor_ods_code")

    ods_code: OdsCode = Field(description="The trust that closed")
    successor_ods_code: OdsCode = Field(description="The trust that took over")
    effective_from: IsoDate = Field(description="First day of the successor's responsibility")


class Membership(Row):
    """A trust's place in a system, with its dates and how they were established."""

    kind: ClassVar[str] = "memberships"
    key: ClassVar[tuple[str, ...]] = ("ods_code", "ics_code", "valid_from")

    ods_code: OdsCode = Field(description="The trust")
    ics_code: IcsCode = Field(description="Its system")
    valid_from: IsoDate = Field(description="First day")
    valid_to: IsoDate | None = Field(None, description="Last day; empty while it lasts")
    basis: Text = Field(description="How the row was established", examples=["finance host"])


class EprSupplier(Row):
    """A trust's main supplier of electronic patient records on a date."""

    kind: ClassVar[str] = "epr_suppliers"
    key: ClassVar[tuple[str, ...]] = ("ods_code", "as_of")

    ods_code: OdsCode = Field(description="The trust")
    supplier: Text = Field(description="Main supplier of the electronic patient record")
    as_of: IsoDate = Field(description="Date of the information")
