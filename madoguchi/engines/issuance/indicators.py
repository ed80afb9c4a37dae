"""What is measured of official papers."""

from madoguchi.foundation.registry.indicators import Indicator, Measure, in_period, local_day

from .inputs import Channel
from .kinds import handled_by
from .models.papers import CHANNELS

RELEASED = f"""
SELECT {local_day("r.released_at")}, q.channel, sum(q.copies), NULL::integer
  FROM issuance_release r JOIN issuance_paperrequest q ON q.id = r.request_id
 WHERE {in_period("r.released_at")} AND q.state = 'released' AND q.replaces_id IS NULL
 GROUP BY 1, 2
"""  # noqa: S608 (columns of our own)
WITHOUT_A_COUNTER = (Channel.KIOSK.value, Channel.ONLINE.value)
ELSEWHERE = RELEASED.replace("GROUP BY", f"AND q.channel IN {WITHOUT_A_COUNTER} GROUP BY")

INDICATORS = (
    Indicator(
        code="issuance.released",
        name="証明書の交付",
        unit="通",
        summary="交付した証明書の通数。無効にしたものと、再発行の分は数えません。",
        measure=Measure.FLOW,
        sql=RELEASED,
        division="窓口サービス課",
        parts=dict(CHANNELS),
        rows="issuance:list",
        opens=lambda actor: bool(handled_by(actor)),
    ),
    Indicator(
        code="issuance.elsewhere",
        name="窓口に来なくてよかった証明書",
        unit="通",
        summary="キオスク端末（コンビニ）とオンラインで交付した証明書の通数。",
        measure=Measure.FLOW,
        sql=ELSEWHERE,
        division="窓口サービス課",
        parts={code: name for code, name in CHANNELS if code in WITHOUT_A_COUNTER},
        rows="issuance:list",
        opens=lambda actor: bool(handled_by(actor)),
    ),
)
