"""What is measured of the registration of seals."""

from madoguchi.foundation.registry.indicators import Indicator, Measure, holders_of

from .system import USE

REGISTERED = """
SELECT registered_on, ''::varchar, count(*)::numeric, NULL::integer FROM seals_sealregistration
 WHERE registered_on >= %(since)s AND registered_on < %(until)s GROUP BY 1
"""

INDICATORS = (
    Indicator(
        code="seals.registered",
        name="印鑑の登録",
        unit="件",
        summary="新しく登録した印鑑の数。",
        measure=Measure.FLOW,
        sql=REGISTERED,
        division="窓口サービス課",
        rows="seals:home",
        opens=holders_of(USE),
    ),
)
