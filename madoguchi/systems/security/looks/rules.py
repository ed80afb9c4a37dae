"""What entries of the audit are called for people. Pure."""

from __future__ import annotations

from collections.abc import Collection

from madoguchi.foundation.text import row_number

KINDS = {
    "people.search": "検索の結果に表示",
    "people.look_history": "履歴の閲覧",
    "people.look_codes": "番号の閲覧",
    "people.look": "記録の閲覧",
    "people.open_number": "個人番号の閲覧",
    "people.held": "取次ぎの表示",
    "certificates.show": "証明書の表示",
}
PREFIXES = (
    ("people.look", "記録の閲覧"),
    ("people.protect", "支援措置の手続"),
    ("people.", "異動などの記録"),
    ("certificates.", "証明書の交付"),
    ("issuance.", "証明書の交付"),
    ("seals.", "印鑑登録の手続"),
    ("counter.", "窓口の受付"),
    ("residents.", "データの取込み・書き出し"),
    ("access.", "職員と権限"),
    ("login.", "ログイン"),
    ("exports.", "持出し"),
    ("vault.", "暗号化"),
    ("looks.", "閲覧記録の事務"),
)
OTHER = "そのほか"
# What only those may read who may see guarded persons: the fact itself is in it.
SECRET = ("people.protect", "people.hold", "people.unhold", "people.held")


def kind_of(action: str) -> str:
    """What was done, for a person to read."""
    if action in KINDS:
        return KINDS[action]
    return next((words for prefix, words in PREFIXES if action.startswith(prefix)), OTHER)


def person_in(subject: str) -> int:
    """The id of the person that a subject refers to; 0 for other subjects."""
    what, _, number = subject.partition(":")
    return (row_number(number) or 0) if what == "person" else 0


def about_guarded(action: str, subject: str, hidden: Collection[int]) -> bool:
    """True for an entry that would tell of a guarded person or of guarding."""
    return person_in(subject) in hidden or action.startswith(SECRET)


GROUPS = (
    ("people.search", "searched"),
    ("people.look", "looked"),
    ("people.held", "looked"),
    ("people.open_number", "number"),
    ("certificates.", "certificate"),
    ("issuance.", "certificate"),
    ("seals.", "seal"),
    ("looks.", "slip"),
)


def group_of(action: str) -> str:
    """What was done, as a resident is told: a code that the templates put into words."""
    return next((code for prefix, code in GROUPS if action.startswith(prefix)), "other")
