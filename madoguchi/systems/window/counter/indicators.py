"""What is measured at the counter: how many come, how long they wait, how much is done in an hour."""

from madoguchi.foundation.registry.indicators import Indicator, Measure, holders_of, in_period, local_day

from .models import Purpose

VISITS = """
SELECT day, purpose, count(*)::numeric, NULL::integer FROM counter_ticket
 WHERE day >= %(since)s AND day < %(until)s GROUP BY 1, 2
"""
WAITING = """
SELECT day, purpose, sum(extract(epoch FROM called_at - issued_at) / 60)::numeric, count(*)::integer
  FROM counter_ticket WHERE day >= %(since)s AND day < %(until)s AND called_at IS NOT NULL GROUP BY 1, 2
"""
# A case counts on the day on which it began; one that lasts longer than a day was forgotten, not worked on.
HANDLING = f"""
SELECT {local_day("started_at")}, event,
       sum(extract(epoch FROM finished_at - started_at) / 60)::numeric, count(*)::integer
  FROM counter_case
 WHERE {in_period("started_at")}
   AND act_id IS NOT NULL AND finished_at > started_at AND finished_at < started_at + interval '1 day'
 GROUP BY 1, 2
"""  # noqa: S608 (columns of our own)

INDICATORS = (
    Indicator(
        code="counter.visits",
        name="総合窓口の来庁者",
        unit="組",
        summary="発券した整理番号の数。",
        measure=Measure.FLOW,
        sql=VISITS,
        division="窓口サービス課",
        parts=dict(Purpose.choices),
        rows="counter:screen",
        opens=holders_of("counter.use"),
    ),
    Indicator(
        code="counter.waiting",
        name="窓口の待ち時間",
        unit="分",
        summary="発券から呼出しまでの平均。呼ばれる前に帰った人は数えません。",
        measure=Measure.MEAN,
        sql=WAITING,
        division="窓口サービス課",
        parts=dict(Purpose.choices),
        decimals=1,
    ),
    Indicator(
        code="counter.handling",
        name="届出1件にかかる時間",
        unit="分",
        summary="異動を記録した受付の、はじめから終わりまでの平均。",
        measure=Measure.MEAN,
        sql=HANDLING,
        division="窓口サービス課",
        parts=dict(Purpose.choices),
        decimals=1,
    ),
)
