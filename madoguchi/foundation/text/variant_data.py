"""What the published 縮退 tables leave out or join too freely, by our own judgement of names in use."""

from __future__ import annotations

SAME: tuple[str, ...] = (
    "吉𠮷",
    "橋槗𣘺",
    "斉斎齊齋",
    "薮藪籔",
    "巌巖",
    "桧檜",
    "遥遙",
    "尭堯",
    "磯礒",
    "倶俱",
    "祷禱",
    "頬頰",
    "填塡",
    "顛顚",
    "莱萊",
    "蒋蔣",
    "醤醬",
    "繋繫",
    "蝉蟬",
    "侠俠",
    "屡屢",
    "焔焰",
    "迩邇",
    "鴎鷗",
    "鴬鶯",
    "鯵鰺",
    "蛎蠣",
    "砺礪",
    "籠篭",
    "涛濤",
    "梼檮",
    "竃竈",
    "諌諫",
    "剥剝",
    "祇祗",
    "功㓛",
    "梅槑",
    "昇曻",
    "土圡",
    "松枩柗",
    "喜㐂",
    "角⻆",
    "間閒",
    "久乆",
)
"""Groups of characters read as one in names; the first of each is the representative."""

KEPT_APART = frozenset("切功師帥書昼玉王宍肉舛升着著吊弔丑楜瑪昜耒攵尢兀勹个皀慱唔孩碚揀槁")
"""Characters that stand for themselves although a table shrinks them: they are different names."""
