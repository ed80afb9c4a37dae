"""A hundred thousand drafts, written in bulk: a few statements, each row as the engine would have left it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .staff import worker
from .towns import Say, vacuum

if TYPE_CHECKING:
    from madoguchi.foundation.access.models import User

DRAFTS, STAFF, WAITING = 100_000, 50, 40
FIRST = 1_000_000
"""Numbers of the bench's drafts begin here."""
DRAFT = """
WITH staff AS (
  SELECT row_number() OVER (ORDER BY a.id) - 1 AS place, u.id AS user_id, u.name, a.id AS seat, a.post,
         d.id AS division, d.name AS division_name
    FROM access_user u JOIN access_appointment a ON a.user_id = u.id JOIN access_division d ON d.id = a.division_id
   WHERE u.id = ANY(%(staff)s)
), said AS (
  SELECT n, (ARRAY['案内板の更新', '研修の実施', '棚の購入', '印刷物の作成', '会議の開催', '規程の改正'])[1 + n %% 6]
         || 'について その' || n AS title FROM generate_series(1, %(count)s) n
), folded AS (
  SELECT n, title, replace(title, ' ', '') AS words FROM said
)
INSERT INTO approvals_draft (kind, kind_name, title, content, reference, amount, drafter_id, appointment_id,
    division_id, drafter_name, drafter_post, division_name, state, round, at, revision, fiscal_year, serial,
    created_at, changed_at, submitted_at, decided_at, submission, folded, terms)
SELECT 'general', '一般起案（伺い）', title, jsonb_build_object('title', title, 'body', '伺います。', 'amount', n),
       '', n, user_id, seat, division, name, post, division_name,
       CASE WHEN n %% %(waiting)s = 0 THEN 'moving' ELSE 'approved' END, 1, (n %% %(waiting)s = 0)::int, 1, 2026,
       %(first)s + n, at, at, at, CASE WHEN n %% %(waiting)s = 0 THEN NULL ELSE at END, gen_random_uuid(), words,
       ARRAY(SELECT DISTINCT substr(words, i, 2) FROM generate_series(1, length(words) - 1) i)
  FROM folded JOIN staff ON place = n %% %(people)s, LATERAL (SELECT now() - n * interval '1 minute' AS at) moment
"""
STEP = """
INSERT INTO approvals_step (draft_id, round, ordinal, name, mode, who, added, decides, delegated)
SELECT id, 1, 1, '課長', 'serial', 'head', FALSE, TRUE, FALSE FROM approvals_draft WHERE serial > %(first)s
"""
SIGNATORY = """
WITH staff AS (
  SELECT row_number() OVER (ORDER BY a.id) - 1 AS place, u.id AS user_id, u.name, a.id AS seat, a.post
    FROM access_user u JOIN access_appointment a ON a.user_id = u.id WHERE u.id = ANY(%(staff)s)
)
INSERT INTO approvals_signatory (draft_id, step_id, appointment_id, user_id, name, post, division, state, turn, since)
SELECT d.id, s.id, seat, staff.user_id, staff.name, staff.post, d.division_name,
       CASE d.state WHEN 'moving' THEN 'waiting' ELSE 'agreed' END, 1, d.submitted_at
  FROM approvals_draft d JOIN approvals_step s ON s.draft_id = d.id
  JOIN staff ON place = (d.serial + 1 + d.serial / 40) %% %(people)s
 WHERE d.serial > %(first)s AND d.drafter_id <> user_id
"""
READERS = """
INSERT INTO approvals_reader (user_id, draft_id)
SELECT drafter_id, id FROM approvals_draft WHERE serial > %(first)s
 UNION SELECT user_id, draft_id FROM approvals_signatory
ON CONFLICT DO NOTHING
"""


def drafted(say: Say, count: int = DRAFTS) -> list[User]:
    """Fills the present town with so many drafts among fifty members of staff, once; gives these."""
    from django.db import connection

    from madoguchi.engines.approvals.api import Draft

    staff = [worker("clerk", number) for number in range(1, STAFF + 1)]
    if Draft.objects.filter(serial=FIRST + count).exists():
        return staff
    say(f"{count:,}件の起案を書いています")
    values: dict[str, Any] = {"staff": [user.pk for user in staff], "people": STAFF, "count": count}
    with connection.cursor() as cursor:
        for statement in (DRAFT, STEP, SIGNATORY, READERS):
            cursor.execute(statement, {**values, "first": FIRST, "waiting": WAITING})
    vacuum()
    return staff
