"""No page of the house breaks its own content policy, in a real browser; and a page that does is noticed."""

import pytest

from madoguchi.foundation.testing.staff import client_of, make_user
from madoguchi.foundation.testing.walking import Walk

PLANTED = {
    "a script in the page": "<script>document.title = 'run'</script>",
    "a handler on a tag": "<img src='/nothing.png' onerror='document.title = 1'>",
    "a style in the page": "<style>body { color: red }</style>",
    "a style on a tag": "<p style='color: red'>x</p>",
    "a script from elsewhere": "<script src='http://127.0.0.1:9/x.js'></script>",
    "a frame": "<iframe src='/about/'></iframe>",
}


@pytest.fixture
def root(town):
    """Someone who may open everything of Wagtail's."""
    user = make_user("root", "全部　見る", "情報推進課", ["administrator"])
    user.is_superuser = True
    user.save()
    return user


@pytest.mark.browser
@pytest.mark.slow
def test_every_page_that_wagtail_brings_obeys(live_city, page, root):
    """The pages are found by walking; the browser's fixture fails the test on the first violation."""
    found = [
        address
        for address, answer in Walk(client_of(root), ["/desk/"]).pages.items()
        if answer.status_code == 200 and "html" in answer.headers["Content-Type"]
    ]
    live_city.log_in(page, root)
    opened = [address for address in found if page.goto(live_city.url + address).status == 200]
    assert {"/desk/", "/desk/account/", "/desk/login/"} & set(opened)
    assert len(opened) > 8


@pytest.mark.browser
@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED)
def test_a_page_that_breaks_its_policy_is_noticed(page, context, policy_violations, planted):
    """The alarm itself: each kind of violation, planted, is heard."""
    headers = {
        "content-type": "text/html",
        "content-security-policy": "default-src 'self'; script-src 'self'; style-src 'self'; frame-src 'none'",
    }
    context.route("**/*", lambda route: route.fulfill(status=200, headers=headers, body=f"<title>x</title>{planted}"))
    page.goto("http://yotsukaido.localhost/planted/")
    page.wait_for_timeout(50)
    assert policy_violations != []
    policy_violations.clear()
