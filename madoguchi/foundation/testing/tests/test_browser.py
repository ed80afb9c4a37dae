"""The browser on a running city."""

import pytest


@pytest.mark.browser
def test_the_portal_opens_in_a_browser_and_is_accessible(live_city, page, axe):
    answer = page.goto(live_city.url)
    assert answer.status == 200
    assert "四街道市" in page.title()
    axe(page)


@pytest.mark.browser
def test_axe_finds_a_fault(page, axe):
    page.set_content("<html lang='ja'><title>x</title><img src='data:,'><input></html>")
    with pytest.raises(AssertionError, match="image-alt"):
        axe(page)


@pytest.mark.browser
def test_staff_log_in_without_the_form(live_city, page, clerk):
    live_city.log_in(page, clerk)
    page.goto(f"{live_city.url}/desk/")
    assert "/login/" not in page.url
