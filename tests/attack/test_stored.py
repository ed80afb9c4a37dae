"""B and more: words that a clerk stores, and that others see on pages, on papers and in spreadsheets.

Every field of a notice that takes free words takes these: names, kana, who gives notice, both addresses, the building,
the family register, the nationality. Relations, days and telephone numbers refuse them.
"""

from __future__ import annotations

import csv
import io
from html.parser import HTMLParser
from typing import Any

import pytest
from django.utils import timezone

from madoguchi.engines.people.api import House, Moment
from madoguchi.foundation.access import SYSTEM_ACTOR
from madoguchi.foundation.testing.walking import Walk, body, door_at, raw
from madoguchi.systems.window.certificates.tests.families import issue, pdf_of, text_of
from madoguchi.systems.window.counter.tests.steps import address, confirm, press
from madoguchi.systems.window.counter.tests.test_journeys import person
from madoguchi.systems.window.population.actions import write
from madoguchi.systems.window.population.queries import latest
from madoguchi.systems.window.residents.exchange.faults import Fault

from .city import City
from .payloads import PRODUCT

SCRIPT = "<script>madoq7()</script>"
PICTURE = '"><img/src="x"/onerror=madoq7()>'
TYPST = '#eval("7919*7907")#read("/etc/passwd")'
SIGNS = "=madoq7*太*$x$@SUM"
NAMES = (f"{SCRIPT}　{{{{7919*7907}}}}", f"{PICTURE}　+cmd|madoq7", f"{TYPST}　madoq7", f"{SIGNS}　=1+1")
TYPED = {
    "event_on": "R8.11.15",
    "notified_on": "R8.11.20",
    "notifier": f"';--{PICTURE}",
    "previous": f"千葉県佐倉市王子台九丁目97番3号{PICTURE}",
    "address": "=madoq7めいわ三丁目98番12号",
    "building": TYPST + PICTURE,
    "n__TOTAL_FORMS": "4",
    **person(0, NAMES[0], f"{SCRIPT}　=1+1", "S60.1.20", "1", "世帯主"),
    **person(1, NAMES[1], "@SUM(madoq7)", "S62.7.3", "2", "妻"),
    **person(2, NAMES[2], "-1+1", "H29.9.9", "1", "長男"),
    **person(3, NAMES[3], "+1", "R5.12.1", "2", "子"),
    "n__0-domicile": PICTURE,
    "n__0-koseki_head": SCRIPT,
    "n__3-nationality": "foreign",
    "n__3-country": "=madoq7+1",
    "n__3-status": "永住者",
}
SCREENS = (
    "desk/counter/case/", "desk/residents/people/<int:person_id>/", "desk/residents/people/<int:person_id>/history/",
    "desk/residents/households/", "desk/seals/people/<int:person_id>/", "desk/certificates/new/", "desk/looks/people/",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


class Holes(HTMLParser):
    """Tags and attributes of a page that came out of a payload."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A picture from nowhere, or an attribute that runs something."""
        self.inside = tag
        if ("src", "x") in attrs or any(name.startswith("on") for name, _ in attrs):
            self.found.append(self.get_starttag_text() or tag)

    def handle_endtag(self, tag: str) -> None:
        """What follows is no script any more."""
        self.inside = ""

    def handle_data(self, data: str) -> None:
        """Words of a script."""
        if self.inside == "script" and "madoq7()" in data:
            self.found.append(data)


def holes(answer: Any) -> list[str]:
    """What shows that a stored word came through on a page."""
    html = body(answer)
    return [*Holes(html).found, *(sign for sign in (SCRIPT, PICTURE, PRODUCT, "root:x:0") if sign in html)]


def is_number(cell: str) -> bool:
    """Whether a cell is a number, which may be below nothing."""
    return cell.removeprefix("-").isdigit()


def formulas(content: bytes) -> list[str]:
    """Cells of a file that a spreadsheet would work out."""
    cells = [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row]
    return [cell for cell in cells if cell.startswith(FORMULA) and not is_number(cell)]


@pytest.fixture
def desk(city: City) -> Any:
    """The clerk who types, and who may see everything."""
    return city.client("everyone")


@pytest.fixture
def outcome(desk: Any) -> str:
    """The address that follows the move-in of four people with evil names."""
    done = press(desk, address("move_in"), confirm(desk, address("move_in"), **TYPED))
    assert done.status_code == 302, body(done)[:3000]
    return str(done.url)


@pytest.fixture
def house(desk: Any, outcome: str) -> House:
    """Their household, with the names as they were typed."""
    found: House = desk.get(outcome).context["outcome"].comparison.after[0].house
    assert found.members[0].name == NAMES[0]
    return found


def test_the_form_that_is_shown_again_runs_nothing(desk: Any) -> None:
    """Before anything is recorded; and with a relation and a telephone number that are refused."""
    assert holes(confirm(desk, address("move_in"), **TYPED)) == []
    refused = confirm(desk, address("move_in"), **{**TYPED, "n__0-relation": PICTURE, "n__0-phone": SCRIPT})
    assert refused.status_code == 200 and holes(refused) == []


@pytest.mark.slow
def test_no_page_runs_what_was_stored(desk: Any, house: House, outcome: str) -> None:
    mine = [f"/desk/residents/people/{house.members[0].person_id}/", f"/desk/residents/?q={SCRIPT}"]
    walk = Walk(desk, ["/", "/desk/", outcome, *mine, f"/desk/counter/?q={SCRIPT}"])
    assert {url: found for url, page in walk.pages.items() if is_page(page) and (found := holes(page))} == {}
    reached = {
        door_at(url) for url, page in walk.pages.items() if is_page(page) and "&lt;script&gt;madoq7" in body(page)
    }
    assert [screen for screen in SCREENS if not any(route.startswith(screen) for route in reached)] == []


def is_page(answer: Any) -> bool:
    """Whether an answer is a page; files are looked at by themselves."""
    return "html" in answer.headers.get("Content-Type", "")


def test_papers_show_the_characters_and_no_file(desk: Any, house: House, outcome: str) -> None:
    asked = issue(desk, house, people=[member.person_id for member in house.members], requester=TYPST)
    certificate = text_of(pdf_of(desk, asked))
    guide = text_of(raw(desk.get(f"{outcome.partition('?')[0]}papers.pdf")))
    for paper in (certificate, guide):
        assert PRODUCT not in paper and "root:x:0" not in paper
        assert SCRIPT in paper
    for words in (PICTURE, TYPST, SIGNS, "{{7919*7907}}"):
        assert words in certificate, certificate


def test_no_cell_of_the_population_is_a_formula(desk: Any, house: House) -> None:
    """Names of towns and countries are as they were typed.

    The resident file of 122 columns is for machines: what it holds must come back unchanged, and it stays as it is.
    """
    closed = write(SYSTEM_ACTOR, Moment(timezone.localdate(), timezone.now()), latest())
    assert "madoq7" in str(closed.tables)
    for table in ("towns", "countries", "ages", "households", "open-data"):
        content = raw(desk.get(f"/desk/population/days/{closed.day}/{table}/csv/"))
        assert content and formulas(content) == [], table


def test_no_value_in_a_list_of_faults_is_a_formula() -> None:
    for value in (*FORMULA, "=1+1", "+cmd|madoq7", "@SUM(1)"):
        assert not Fault(3, "氏名", value, "誤り").row()[2].startswith(FORMULA)


def test_a_page_and_a_file_with_a_hole_are_found(city: City, settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.attack.holes"
    for payload in (SCRIPT, PICTURE):
        assert len(holes(city.client().get("/echo", {"q": payload}))) > 1
    assert formulas("氏名,人\r\n=1+1,-3\r\n".encode()) == ["=1+1"]
