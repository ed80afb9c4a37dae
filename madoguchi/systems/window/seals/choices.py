"""Words that the forms offer."""

WITH_PHOTO = [
    "マイナンバーカード",
    "運転免許証",
    "旅券",
    "在留カード・特別永住者証明書",
    "その他の官公署の顔写真付きの書類",
]
WITHOUT_PHOTO = ["資格確認書など2点", "登録証と口頭の質問", "電話（氏名・住所・生年月日を確認）"]


def options(words: list[str], empty: str = "選んでください") -> list[tuple[str, str]]:
    """The words as choices, after an empty one."""
    return [("", empty), *((word, word) for word in words)]
