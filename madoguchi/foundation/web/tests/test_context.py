"""What a page says of its town, in the language of the page."""

from django.test import RequestFactory
from django.utils import translation

from madoguchi.foundation.web.context import facts, home


def test_the_town_is_named_in_the_language_of_the_page(request_of_town):
    assert facts(request_of_town).name == "みほん市"
    with translation.override("en"):
        assert facts(request_of_town).name == "Mihon City"
    with translation.override("ko"):
        assert facts(request_of_town).name == "みほん市"


def test_a_fact_that_is_not_certain_says_so(request_of_town):
    request_of_town.tenant.profile |= {
        "phone": "000-000-0000",
        "office": "みほん市役所",
        "provisional": ["phone", "hours"],
    }
    told = facts(request_of_town)
    assert (told.phone, told.office, told.hours) == ("000-000-0000（仮）", "みほん市役所", "")


def test_a_request_of_no_town_still_has_a_page():
    told = facts(RequestFactory().get("/"))
    assert told.name == "電子市役所"
    assert told.phone == ""


def test_each_language_has_its_home():
    assert [home(code) for code in ("ja", "en", "zh-hans")] == ["/", "/en/", "/zh-hans/"]
