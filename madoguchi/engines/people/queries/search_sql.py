"""The statements of the search.

Keys are found by their terms (GIN) and sorted. A part of a name that ten thousand people bear would be sorted ten
thousand times for one page, so two short ways go ahead of that, both in the order of the page and both exact:
residents whose name begins as was asked, straight from an index; then the first residents in the order of kana, walked
through in an index that holds their names, until the page is full. Where they fill it, nothing else is read.
``everyone`` is sorted apart, so that the planner is not led to walk all keys in order: people of one name stand
together in it. ``seen`` keeps guarded persons out, for those who may not see them, before anything is counted.
"""

from .guards import house_is_guarded

WALK, WALK_FAR, WALK_BESIDE = 9000, 40_000, 3000
"""Residents walked through: for a part of a name; for one character, which many bear; for more than one word."""

FOUND = """
WITH found AS MATERIALIZED (
  SELECT k.person_id, k.gone, true AS inside, k.kana FROM people_searchkey k
   WHERE {conditions} {seen} {later}
   ORDER BY k.gone, inside, k.kana, k.person_id LIMIT %(limit)s
)"""

APART = """
WITH everyone AS MATERIALIZED (
  SELECT k.person_id, k.gone, {inside} AS inside, k.kana FROM people_searchkey k
   WHERE {conditions} {seen} {later}
), found AS MATERIALIZED (
  SELECT * FROM everyone ORDER BY gone, inside, kana, person_id LIMIT %(limit)s
)"""

WRITTEN = """
  (SELECT k.person_id, k.gone, false AS inside, k.kana FROM people_searchkey k
    WHERE NOT k.gone AND {begins} AND {beside} {seen} {onward}
    ORDER BY k.gone, k.kana, k.person_id LIMIT %(limit)s)"""

IN_KANA = """
  (SELECT k.person_id, k.gone, false AS inside, k.kana
     FROM unnest(%(low)s::text[], %(high)s::text[]) AS r(low, high),
          LATERAL (SELECT k.person_id, k.gone, k.kana FROM people_searchkey k
                    WHERE NOT k.gone AND k.kana >= r.low AND k.kana < r.high AND {beside} {seen} {onward}
                    ORDER BY k.gone, k.kana, k.person_id LIMIT %(limit)s) k)"""

NOBODY = """
  SELECT NULL::bigint AS person_id, false AS gone, false AS inside, NULL::text COLLATE "C" AS kana WHERE false"""

WALKED = """
WITH begins AS MATERIALIZED (
  SELECT * FROM ({begins}) b ORDER BY kana, person_id LIMIT %(limit)s
), walked AS MATERIALIZED (
  SELECT k.person_id, k.gone, true AS inside, k.kana
    FROM (SELECT k.gone, k.kana, k.person_id, k.folded FROM people_searchkey k
           WHERE NOT k.gone AND (SELECT count(*) FROM begins) < %(limit)s {onward}
           ORDER BY k.gone, k.kana, k.person_id LIMIT %(walk)s) w
    JOIN people_searchkey k ON k.person_id = w.person_id
   WHERE (w.folded LIKE %(walked)s OR w.folded = '') AND {inside} AND {conditions} {seen}
   ORDER BY w.gone, w.kana, w.person_id LIMIT %(limit)s
), ahead AS MATERIALIZED (
  SELECT * FROM begins UNION ALL SELECT * FROM walked ORDER BY inside, kana, person_id LIMIT %(limit)s
), everyone AS MATERIALIZED (
  SELECT k.person_id, k.gone, {inside} AS inside, k.kana FROM people_searchkey k
   WHERE (SELECT count(*) FROM ahead) < %(limit)s AND {conditions} {seen} {later}
), found AS MATERIALIZED (
  SELECT * FROM ahead WHERE (SELECT count(*) FROM ahead) = %(limit)s
  UNION ALL
  (SELECT * FROM everyone ORDER BY gone, inside, kana, person_id LIMIT %(limit)s)
)"""


DETAILS = """
SELECT f.person_id, f.gone, k.guarded, m.person_id IS NOT NULL AS present, f.inside, f.kana AS sort_kana, p.number,
       i.name, i.name_kana, i.alias, i.birth_on, i.birth_text, i.sex, i.is_foreign,
       m.household_id, coalesce(m.relation_text, '') AS relation_text, coalesce(m.is_head, false) AS is_head,
       (SELECT count(*) FROM people_membership o
         WHERE o.household_id = m.household_id AND upper_inf(o.recorded) AND o.valid @> %(day)s::date) AS house_size,
       coalesce(d.town || d.lot, '') AS address, coalesce(r.reason, '') AS removal
  FROM found f
  JOIN people_searchkey k ON k.person_id = f.person_id
  JOIN people_person p ON p.id = f.person_id
  JOIN LATERAL (SELECT * FROM people_identity i WHERE i.person_id = f.person_id AND upper_inf(i.recorded)
                 ORDER BY i.valid @> %(day)s::date DESC, upper(i.valid) DESC NULLS FIRST LIMIT 1) i ON true
  LEFT JOIN people_membership m ON m.person_id = f.person_id AND upper_inf(m.recorded) AND m.valid @> %(day)s::date
  LEFT JOIN people_dwelling d ON d.household_id = m.household_id AND upper_inf(d.recorded) AND d.valid @> %(day)s::date
  LEFT JOIN people_removal r ON r.person_id = f.person_id AND upper_inf(r.recorded) AND r.valid @> %(day)s::date
 ORDER BY f.gone, f.inside, f.kana, f.person_id
"""

NUMBER = """k.person_id IN (
  SELECT id FROM people_person WHERE number = {number}
  UNION ALL SELECT m.person_id FROM people_membership m JOIN people_household h ON h.id = m.household_id
             WHERE h.number = {number} AND upper_inf(m.recorded))"""

NUMBER_SEEN = f"""k.person_id IN (
  SELECT id FROM people_person WHERE number = {{number}}
  UNION ALL SELECT m.person_id FROM people_membership m JOIN people_household h ON h.id = m.household_id
             WHERE h.number = {{number}} AND upper_inf(m.recorded)
               AND NOT {house_is_guarded("m.household_id")})"""  # noqa: S608 (our own names)

SEEN = "AND NOT k.guarded"

PERSON_NUMBER = "k.person_id IN (SELECT id FROM people_person WHERE number = {number})"

HELD = """
SELECT k.person_id FROM people_searchkey k WHERE k.guarded AND {conditions} ORDER BY k.person_id LIMIT %(limit)s
"""
