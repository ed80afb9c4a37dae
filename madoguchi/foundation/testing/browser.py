"""A real Chromium on a running city."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from madoguchi.foundation.testing.database import FOLDER, ROOT
from madoguchi.foundation.testing.staff import HOST, client_of

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, ConsoleMessage, Page
    from pytest_django.live_server_helper import LiveServer

    from madoguchi.foundation.access.models import User
    from madoguchi.foundation.towns.models import Town

NAMES = ("chromium", "chromium-browser", "google-chrome")
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
REFUSED = "madoguchi-policy-violation"
TELL_VIOLATIONS = f"""
document.addEventListener('securitypolicyviolation', (event) => console.error(
  '{REFUSED}', event.effectiveDirective, event.blockedURI, event.sourceFile, event.lineNumber, event.sample));
"""
RUN_AXE = "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})"


def pytest_configure(config: pytest.Config) -> None:
    """Keeps a picture of the screen of every browser test that fails."""
    config.option.screenshot = "only-on-failure"
    config.option.output = str(FOLDER / "screens")


def chromium() -> str | None:
    """Path of the browser: ``CHROMIUM``, else one of this machine."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Launches this machine's Chromium. Without one: a skip that says so, a failure where nothing may be skipped."""
    path = chromium()
    if path is None:
        told = "Chromium がないため、ブラウザーの試験を行えません（CHROMIUM で場所を示せます）"
        pytest.fail(told) if os.environ.get("SKIP_NOTHING") else pytest.skip(told)
    return {**browser_type_launch_args, "executable_path": path, "args": ["--no-sandbox"]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A Japanese browser on a desk screen."""
    size = {"width": 1440, "height": 900}
    return {**browser_context_args, "locale": "ja-JP", "timezone_id": "Asia/Tokyo", "viewport": size}


@pytest.fixture
def policy_violations() -> list[str]:
    """What pages of this test asked for against their content policy; a test that plants one clears it."""
    return []


@pytest.fixture
def new_context(
    new_context: Callable[..., "BrowserContext"], policy_violations: list[str]
) -> Iterator[Callable[..., "BrowserContext"]]:
    """Every browser of a test is listened to: a page that breaks its own content policy fails the test."""

    def listened(**kwargs: Any) -> "BrowserContext":
        context = new_context(**kwargs)
        context.add_init_script(TELL_VIOLATIONS)
        context.on("console", lambda message: note_violation(message, policy_violations))
        return context

    yield listened
    assert policy_violations == [], "\n".join(policy_violations)


def note_violation(message: "ConsoleMessage", violations: list[str]) -> None:
    """Keeps a message that tells of a violation, with the page that it came from."""
    if REFUSED in message.text:
        where = message.page.url if message.page else ""
        violations.append(f"{where} {message.text.removeprefix(REFUSED)}")


@dataclass(frozen=True)
class LiveCity:
    """四街道市 served over HTTP by this process."""

    url: str

    def log_in(self, page: "Page", user: "User") -> None:
        """Logs a member of staff in without the form."""
        cookie = client_of(user).cookies["sessionid"]
        page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": self.url}])


@pytest.fixture
def live_city(transactional_db: None, town: "Town", live_server: "LiveServer") -> LiveCity:
    """The city at ``live_city.url``; everything a test writes is committed, and the database made anew afterwards."""
    return LiveCity(f"http://{HOST}:{urlsplit(live_server.url).port}")


@pytest.fixture
def axe() -> Callable[["Page"], None]:
    """Call it with a page: fails where the page breaks WCAG 2.2 A or AA as far as axe-core can tell."""
    return check_accessibility


def check_accessibility(page: "Page") -> None:
    """Fails with every violation, the rule and the first elements that break it."""
    page.evaluate(Path(AXE).read_text(encoding="utf-8"))
    found = page.evaluate(RUN_AXE, RULES)["violations"]
    lines = [f"{item['id']}: {item['help']} {[node['html'] for node in item['nodes'][:3]]}" for item in found]
    assert not lines, f"{page.url}\n" + "\n".join(lines)
