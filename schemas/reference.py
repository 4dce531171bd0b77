"""Published facts about the organisations: which exist, when, and what they belong to."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from schemas.base import (
    MOST_POUNDS,
    FinancialYear,
    IcsCode,
    IsoDate,
    Key,
    Number,
    OdsCode,
    Pounds,
    RegionCode,
    Row,
    Text,
)

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
    """A system that ended, and one that took over some or all of its area."""

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
    """A name that a trust has or had. `trusts` has its name at the time of the assessment."""

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
    """A trust that closed, and one that took over."""

    kind: ClassVar[str] = "trust_successions"
    key: ClassVar[tuple[str, ...]] = ("ods_code", "successor_ods_code")

    ods_code: OdsCode = Field(description="The trust that closed")
    successor_ods_code: OdsCode = Field(description="The trust that took over")
    effective_from: IsoDate = Field(description="First day of the successor's responsibility")


class Membership(Row):
    """A trust's membership of a system, with its dates and how they were established."""

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


class DsptStatus(Row):
    """A trust's published status under the Data Security and Protection Toolkit, in one edition."""

    kind: ClassVar[str] = "dspt_status"
    key: ClassVar[tuple[str, ...]] = ("edition", "ods_code")

    edition: FinancialYear = Field(description="The toolkit's edition", examples=["2022/23"])
    ods_code: OdsCode = Field(description="The trust")
    status: Key = Field(description="The trust's status, as published", examples=["standards_met"])
    published_on: IsoDate | None = Field(None, description="Day on which the trust's status was published")
    snapshot_on: IsoDate = Field(description="Day on which the list was taken")


class MedicalRecords(Row):
    """What a trust paid for keeping medical records in a financial year, and the form of its records."""

    kind: ClassVar[str] = "medical_records"
    key: ClassVar[tuple[str, ...]] = ("financial_year", "ods_code")

    financial_year: FinancialYear = Field(description="Financial year, April to March", examples=["2024/25"])
    ods_code: OdsCode = Field(description="The trust")
    on_site: Pounds | None = Field(None, ge=0, description="Cost of keeping records on site, in pounds")
    off_site: Pounds | None = Field(None, ge=0, description="Cost of keeping records off site, in pounds")
    record_type: Key = Field(description="What the records are: paper, mixed or electronic")
    basis: Literal["as published", "added up to today's trust"] = Field(
        description="Whether the row is as published, or the sum of earlier trusts that are now one"
    )


class EricType(Row):
    """The type of a trust in the Estates Returns Information Collection (ERIC) of a financial year."""

    kind: ClassVar[str] = "eric_types"
    key: ClassVar[tuple[str, ...]] = ("financial_year", "ods_code")

    financial_year: FinancialYear = Field(description="Financial year, April to March", examples=["2024/25"])
    ods_code: OdsCode = Field(description="The trust")
    eric_type: Text = Field(description="Its type", examples=["Acute - teaching"])


class TrustAccountsAssets(Row):
    """A trust's IT equipment and software in the accounts of a financial year, in pounds.

    Only capital. Additions are what was bought, donated or granted, without leases. Assets under
    construction are part of all additions and cannot be split.
    """

    kind: ClassVar[str] = "trust_accounts_assets"
    key: ClassVar[tuple[str, ...]] = ("financial_year", "ods_code")
    always_there: ClassVar[tuple[str, ...]] = ("it_gross", "software_gross")

    financial_year: FinancialYear = Field(description="Financial year, April to March", examples=["2023/24"])
    ods_code: OdsCode = Field(description="The trust", examples=["DEMO1"])
    it_additions: Pounds | None = Field(
        None, ge=-MOST_POUNDS, description="Additions of IT equipment, in pounds"
    )
    it_gross: Pounds | None = Field(
        None, ge=-MOST_POUNDS, description="Gross cost of IT equipment at the year's end, in pounds"
    )
    it_accumulated: Pounds | None = Field(
        None, ge=-MOST_POUNDS, description="Depreciation of IT equipment so far, in pounds"
    )
    software_additions: Pounds | None = Field(
        None, ge=-MOST_POUNDS, description="Additions of software and websites, in pounds"
    )
    software_gross: Pounds | None = Field(
        None, ge=-MOST_POUNDS, description="Gross cost of software and websites at the year's end, in pounds"
    )
    software_accumulated: Pounds | None = Field(
        None, ge=-MOST_POUNDS, description="Amortisation of software and websites so far, in pounds"
    )
    all_additions: Pounds | None = Field(
        None, ge=-MOST_POUNDS, description="Additions of all assets, tangible and intangible, in pounds"
    )
    operating_expenditure: Pounds | None = Field(
        None, ge=0, description="Operating expenditure of the year, in pounds"
    )
