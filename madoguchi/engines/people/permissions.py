"""What may be done with people, as the systems' manifests name it."""

from __future__ import annotations

VIEW, ACT, APPROVE, MIGRATE = "people.view", "people.act", "people.approve", "people.migrate"

KNOW = "people.protection.know"
"""Is told that a person is served by a supervisor (a stub, never why), instead of finding nobody."""
SEE = "people.protection.see"
"""Sees everything of guarded persons, and acts for them."""
LIST = "people.protection.list"
"""Sees the cases of 支援措置 and what stands in them: all of them, not the one person of an emergency."""
MANAGE = "people.protection.manage"
"""Registers, renews and ends protection, and holds."""

ASK_NUMBER = "people.number.ask"
"""Asks to see 個人番号, and sees what another allowed."""
APPROVE_NUMBER = "people.number.approve"
"""Decides what others ask."""

DOMICILE = "people.item.domicile"
RELATION = "people.item.relation"
PERMIT = "people.item.permit"
RESIDENT_CODE = "people.item.resident_code"
HISTORY = "people.item.history"
ITEMS = (DOMICILE, RELATION, PERMIT, HISTORY)
"""Items of a record that are withheld from whoever lacks the permission: 本籍・筆頭者, 続柄・世帯主 (and who lives
with whom), 国籍・在留 (and 通称), 履歴・連絡先 (other days, acts, former and next addresses, telephone).
住民票コード is never part of a record; it is asked for apart.
"""
