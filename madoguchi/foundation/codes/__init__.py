"""Numbers with check digits and the code tables that the whole city hall shares."""

from .check_digits import (
    corporate_number_check_digit,
    gs1_check_digit,
    individual_number_check_digit,
    lg_code_check_digit,
    valid_corporate_number,
    valid_gs1,
    valid_individual_number,
    valid_lg_code,
)
from .kinds import ForeignResidentBasis, LabelledCode, ResidentKind, ResidentState, Sex
from .relationships import (
    Relationship,
    UnknownRelationshipError,
    relationship_codes,
    relationship_label,
    relationships,
)
from .residence import ResidenceStatus, residence_status, residence_statuses
from .resident_code import ResidentCodeRule, ResidentCodeRuleName, resident_code_rule, valid_resident_code

__all__ = [
    "ForeignResidentBasis",
    "LabelledCode",
    "Relationship",
    "ResidenceStatus",
    "ResidentCodeRule",
    "ResidentCodeRuleName",
    "ResidentKind",
    "ResidentState",
    "Sex",
    "UnknownRelationshipError",
    "corporate_number_check_digit",
    "gs1_check_digit",
    "individual_number_check_digit",
    "lg_code_check_digit",
    "relationship_codes",
    "relationship_label",
    "relationships",
    "residence_status",
    "residence_statuses",
    "resident_code_rule",
    "valid_corporate_number",
    "valid_gs1",
    "valid_individual_number",
    "valid_lg_code",
    "valid_resident_code",
]
