"""What is measured of the resident record."""

from madoguchi.foundation.registry.indicators import Indicator, Measure, in_period, local_day

GROUPS = {
    "entry": "転入・出生など",
    "within": "転居・世帯の変更",
    "removal": "転出・死亡など",
    "item": "氏名・在留などの変更",
    "office": "職権",
}
KINDS = {
    "move_in": "entry", "move_in_abroad": "entry", "birth": "entry",
    "move_within": "within", "head_change": "within", "household_split": "within", "household_merge": "within",
    "household_change": "within",
    "move_out": "removal", "death": "removal",
    "name_change": "item", "alias_change": "item", "former_name_change": "item", "permit_change": "item",
    "nationality_gain": "item", "nationality_loss": "item",
    "ex_officio_entry": "office", "ex_officio_fix": "office", "ex_officio_removal": "office", "relation_fix": "office",
}  # fmt: skip
"""Kind of act → group. What is not here (cancellations, numbers, contacts, migration) is no notice, and not counted."""
ACTS = f"""
SELECT {local_day("a.recorded_at")}, k.part, count(*)::numeric, NULL::integer
  FROM people_act a
  JOIN (VALUES {", ".join(f"('{kind}', '{group}')" for kind, group in KINDS.items())}) k (kind, part) ON k.kind = a.kind
 WHERE {in_period("a.recorded_at")}
   AND NOT EXISTS (SELECT FROM people_act c WHERE c.cancels_id = a.id)
 GROUP BY 1, 2
"""  # noqa: S608 (kinds of our own)

INDICATORS = (
    Indicator(
        code="people.acts",
        name="住民異動の処理",
        unit="件",
        summary="記録した異動の件数。取り消したもの、番号と連絡先の変更、データ移行は数えません。",
        measure=Measure.FLOW,
        sql=ACTS,
        division="窓口サービス課",
        parts=GROUPS,
    ),
)
