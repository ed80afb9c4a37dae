"""Takes the pictures of the README afresh, from a running demo city.

Start one (``make run``), then: ``make screenshots`` (or ``python docs/screenshots/take.py http://yotsukaido.localhost:8000``).
"""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).parent
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
LOGIN, PASSWORD = os.environ.get("DEMO_LOGIN", "mado1"), os.environ.get("DEMO_PASSWORD", "madoguchi-demo-2026")
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


@contextmanager
def browser_page(size: dict[str, int]) -> Iterator[Page]:
    """A Japanese browser of a size."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser.new_page(viewport=size, locale="ja-JP", timezone_id="Asia/Tokyo")  # type: ignore[arg-type]
        browser.close()


def shoot(page: Page, name: str, *, full: bool = False) -> None:
    """One picture."""
    page.wait_for_load_state("networkidle")
    page.screenshot(path=FOLDER / f"{name}.png", full_page=full)
    print(name)


def log_in(page: Page, base: str) -> None:
    """Logs in as the demo clerk."""
    page.goto(f"{base}/desk/login/")
    page.get_by_label("職員番号").fill(LOGIN)
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="ログイン", exact=True).click()
    page.wait_for_url("**/desk/")


def take(base: str) -> None:
    """All pictures."""
    with browser_page(PHONE) as page:
        page.goto(base)
        shoot(page, "portal-phone")
    with browser_page(DESK) as page:
        page.goto(base)
        shoot(page, "portal-desk")
        log_in(page, base)
        shoot(page, "desk-home")
        move_house(page, base)
        shoot(page, "counter-desk")
        page.goto(f"{base}/desk/residents/?q=渡辺")
        page.locator("main table a").first.click()
        page.get_by_role("link", name="履歴を見る F6").click()
        shoot(page, "timeline-desk", full=True)


def move_house(page: Page, base: str) -> None:
    """A family of several is found, and part of it moves house: everything but the last button."""
    page.goto(f"{base}/desk/counter/?q=渡辺")
    page.locator("a.hit", has_text="4人世帯").first.click()
    page.get_by_label("新しい住所").fill("めいわ三丁目98番12号")
    page.get_by_role("button", name="確認する").click()


if __name__ == "__main__":
    take(sys.argv[1] if len(sys.argv) > 1 else "http://yotsukaido.localhost:8000")
