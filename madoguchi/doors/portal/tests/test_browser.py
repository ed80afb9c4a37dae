"""The portal in a real browser: accessible, on a phone and a desk screen, in light and dark, without JavaScript."""

import pytest

pytestmark = pytest.mark.browser

PAGES = ["/", "/procedures/?q=転入", "/procedures/care-assessment/", "/life/moving/", "/about/", "/nowhere"]
SIZES = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1440, "height": 900}}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_every_page_meets_wcag(page, axe, site, size, scheme):
    page.set_viewport_size(SIZES[size])
    page.emulate_media(color_scheme=scheme)
    for url in PAGES:
        page.goto(site + url)
        axe(page)


@pytest.mark.parametrize("language", ["en", "zh-hans", "ko"])
def test_other_languages_meet_wcag_on_a_phone(page, axe, site, language):
    page.set_viewport_size(SIZES["phone"])
    for url in ("/", "/procedures/", "/life/children/"):
        page.goto(f"{site}/{language}{url}")
        axe(page)


@pytest.mark.parametrize("language", ["", "/en", "/zh-hans", "/ko"])
def test_nothing_moves_sideways_at_320_pixels(page, site, language):
    page.set_viewport_size({"width": 320, "height": 640})
    for url in ("/", "/procedures/", "/procedures/move-in/", "/about/"):
        page.goto(f"{site}{language}{url}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, url


def test_a_resident_finds_a_procedure_without_javascript(browser, site):
    context = browser.new_context(java_script_enabled=False, viewport=SIZES["phone"])
    page = context.new_page()
    page.goto(site)
    page.get_by_role("searchbox").fill("てんにゅう")
    page.get_by_role("button", name="探す").click()
    page.get_by_role("link", name="転入届").click()
    assert page.get_by_role("heading", level=1).inner_text() == "転入届"
    page.get_by_role("link", name="English").click()
    assert "Within 14 days" in page.get_by_role("main").inner_text()
    context.close()


def test_the_keyboard_reaches_the_search_from_the_skip_link(page, site):
    page.goto(site)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "q"
