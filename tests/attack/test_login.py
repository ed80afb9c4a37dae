"""J: nobody gets in by guessing, by a name alone, or past the log-in. Passkeys are tested in ``foundation/login``."""

from __future__ import annotations

import re

from django.urls import reverse

from madoguchi.foundation.testing.staff import PASSWORD
from madoguchi.foundation.testing.walking import Walk, body, doors

from .city import City
from .payloads import BREAKER

# A visitor may open these of the desk: the log-in and what its pages load.
OPEN = re.compile(r"^desk/(login/|logout/$|password_reset|jsi18n/$|sprite/$|session/)")
GUESSES = (
    "",
    "password",
    "123456789012",
    "madoguchi-demo-2026",
    "attack-clerk",
    "四街道市2026",
    PASSWORD.upper(),
    f"{PASSWORD} ",
)


def form_of(client: object) -> tuple[str, dict[str, object]]:
    """The log-in's form as it stands."""
    walk = Walk(client, [reverse("login:enter")])  # type: ignore[arg-type]
    form = next(form for form in walk.forms if "password" in form.kinds.values())
    return form.action, form.sent()


def names(fields: dict[str, object]) -> tuple[str, str]:
    """The fields of the name and of the password."""
    return next(name for name in fields if "user" in name), next(name for name in fields if "pass" in name)


def test_a_visitor_opens_nothing_of_the_desk(city: City) -> None:
    walk = Walk(city.client())
    inside = {
        address: answer.status_code
        for address, answer in walk.answers.items()
        if address.startswith("/desk/") and not OPEN.match(address[1:]) and answer.status_code not in {302, 404, 405}
    }
    assert inside == {}
    assert len([door for door in doors() if door.route.startswith("desk/")]) > 100


def test_no_guess_and_no_trick_gets_in(city: City) -> None:
    client = city.client()
    action, fields = form_of(client)
    name, password = names(fields)
    tricks = [("attack-clerk", guess) for guess in GUESSES]
    tricks += [
        ("attack-clerk' --", PASSWORD),
        (BREAKER, BREAKER),
        ("' OR '1'='1", "' OR '1'='1"),
        ("ATTACK-CLERK\0", PASSWORD),
    ]
    for user, guess in tricks:
        client.post(action, {**fields, name: user, password: guess})
        assert "_auth_user_id" not in client.session, (user, guess)


def test_an_answer_tells_nothing_about_who_works_here(city: City) -> None:
    pages = []
    for user in ("attack-clerk", "nobody-of-that-name"):
        client = city.client()
        action, fields = form_of(client)
        name, password = names(fields)
        answer = client.post(action, {**fields, name: user, password: "wrong"})
        pages.append((answer.status_code, re.sub(r'value="[^"]*"', "", body(answer)).replace(user, "")))
    assert pages[0] == pages[1]


def test_no_password_is_ever_in_an_address_or_on_a_page(city: City) -> None:
    client = city.client()
    action, fields = form_of(client)
    name, password = names(fields)
    assert "?" not in action or "pass" not in action
    answer = client.post(action, {**fields, name: "attack-clerk", password: "hunter2-hunter2"})
    assert "hunter2" not in body(answer) and "hunter2" not in answer.headers.get("Location", "")
    assert client.get(f"{action}?{name}=attack-clerk&{password}={PASSWORD}").status_code == 200
    assert "_auth_user_id" not in client.session


def test_every_field_for_a_secret_hides_it(city: City) -> None:
    for who in ("", "everyone"):
        for form in Walk(city.client(who)).forms:
            for name, kind in form.kinds.items():
                if "password" in name and not name.startswith("has_"):
                    assert kind in {"password", "hidden"}, (form.action, name)
