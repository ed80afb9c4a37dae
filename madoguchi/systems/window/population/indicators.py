"""What is measured of the population: the closed days, which never change afterwards."""

from madoguchi.foundation.registry.indicators import Indicator, Measure, holders_of

from .system import VIEW

CLOSED = """
SELECT day, ''::varchar, {what}, NULL::integer FROM population_closedday WHERE day >= %(since)s AND day < %(until)s
"""

INDICATORS = (
    Indicator(
        code="population.residents",
        name="住民登録者数",
        unit="人",
        summary="締めた日の住民の数（外国人住民を含む）。",
        measure=Measure.STOCK,
        sql=CLOSED.format(what="men + women + unstated"),
        division="窓口サービス課",
        rows="population:today",
        opens=holders_of(VIEW),
    ),
    Indicator(
        code="population.households",
        name="世帯数",
        unit="世帯",
        summary="締めた日の世帯の数。",
        measure=Measure.STOCK,
        sql=CLOSED.format(what="households"),
        division="窓口サービス課",
        rows="population:today",
        opens=holders_of(VIEW),
    ),
)
