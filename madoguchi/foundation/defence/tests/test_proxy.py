"""Who asks, when a reverse proxy stands between."""

import pytest

from madoguchi.foundation.defence.proxy import ProxyMiddleware


@pytest.fixture
def seen(rf, settings):
    """Lets a request pass and gives what the house then sees of it."""

    def let_pass(sender, proxies, **headers):
        settings.MADOGUCHI_PROXIES = proxies
        request = rf.get("/", REMOTE_ADDR=sender, **headers)
        ProxyMiddleware(lambda request: None)(request)
        return request

    return let_pass


def test_a_visitor_cannot_say_who_they_are(seen):
    told = {"HTTP_X_FORWARDED_FOR": "203.0.113.7", "HTTP_X_FORWARDED_PROTO": "https", "HTTP_X_FORWARDED_HOST": "evil"}
    request = seen("198.51.100.1", ["10.0.0.0/8"], **told)
    assert request.META["REMOTE_ADDR"] == "198.51.100.1"
    assert not {"HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST"} & set(request.META)


def test_our_proxy_is_believed_but_not_what_it_passes_on(seen):
    told = {"HTTP_X_FORWARDED_FOR": "192.0.2.1, 203.0.113.7", "HTTP_X_FORWARDED_PROTO": "https"}
    request = seen("10.1.2.3", ["10.0.0.0/8"], **told, HTTP_X_FORWARDED_HOST="hinata.localhost")
    assert request.META["REMOTE_ADDR"] == "203.0.113.7"
    assert request.META["HTTP_X_FORWARDED_PROTO"] == "https"
    assert "HTTP_X_FORWARDED_HOST" not in request.META


@pytest.mark.parametrize(
    ("chain", "visitor"),
    [
        ("203.0.113.7, 10.9.9.9", "203.0.113.7"),
        ("10.9.9.9", "10.9.9.9"),
        ("203.0.113.7, nonsense", "10.1.2.3"),
        ("", "10.1.2.3"),
        ("2001:db8::1", "2001:db8::1"),
    ],
)
def test_the_first_stranger_of_the_chain_is_the_visitor(seen, chain, visitor):
    assert seen("10.1.2.3", ["10.0.0.0/8"], HTTP_X_FORWARDED_FOR=chain).META["REMOTE_ADDR"] == visitor
