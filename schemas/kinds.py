"""Every kind of row that the ledger accepts. A new kind needs a model here and a definition in data/."""

from schemas.aliases import ColumnAlias, NameAlias
from schemas.base import Row
from schemas.conditions import Condition
from schemas.groups import GroupMember
from schemas.packs import PackPart
from schemas.plans import PlanPillar
from schemas.reference import (
    DsptStatus,
    EprSupplier,
    EricType,
    Ics,
    IcsSuccession,
    MedicalRecords,
    Membership,
    Trust,
    TrustAccountsAssets,
    TrustName,
    TrustSuccession,
)
from schemas.returns import (
    DisclosedSpend,
    IcbMaturityScore,
    IcbOverallComparable,
    ItSpend,
    MaturityScore,
    OverallComparable,
    OwnTarget,
    PeerExchange,
    TrustContext,
)

KINDS: dict[str, type[Row]] = {
    model.kind: model
    for model in (
        Ics,
        IcsSuccession,
        Trust,
        TrustName,
        TrustSuccession,
        Membership,
        EprSupplier,
        DsptStatus,
        MedicalRecords,
        EricType,
        TrustAccountsAssets,
        TrustContext,
        MaturityScore,
        OverallComparable,
        IcbMaturityScore,
        IcbOverallComparable,
        OwnTarget,
        ItSpend,
        DisclosedSpend,
        PeerExchange,
        Condition,
        GroupMember,
        PlanPillar,
        PackPart,
        NameAlias,
        ColumnAlias,
    )
}
