"""What a password may be."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.foundation.access.models import User
from madoguchi.foundation.login.passwords import LOOKALIKES, plain, remainder, runs
from madoguchi.foundation.login.tests.steps import GOOD, from_desk, give_password, is_in, set_marks
from madoguchi.foundation.testing.staff import PASSWORD, client_of

CLERK = User(username="mado0815", name="窓口　花子", email="hanako.mado@city.example")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "password",
    [
        "short-one-7",
        "Yotsukaido2026!",
        "y0tsukaid0-2026-y0tsuk",
        "四街道市四街道市四街道市",
        "madoguchi-demo-2026",
        "M@d0guchi12345678",
        "hanako.mado2026",
        "mado0815mado0815",
        "qwertyuiop1234567890",
        "1qaz2wsx3edc4rfv",
        "poiuytrewq987654321",
        "aaaaaaaaaaaaaaaaaa",
        "ababababababababab",
        "reiwa8-heisei30-2026",
        "123456789012345",
        "x" * 129,
    ],
)
def test_what_is_guessed_first_is_refused(town, password):
    with pytest.raises(ValidationError):
        validate_password(password, CLERK)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "password",
    [GOOD, "correct horse battery staple", "梅雨の窓から見えた青い傘", "Kx9#vQ2!mZ7p", "やま かわ そら うみ ほし つき"],
)
def test_long_words_of_ones_own_are_taken_without_signs_or_figures(town, password):
    validate_password(password, CLERK)


@given(st.text(max_size=60), st.lists(st.text(min_size=2, max_size=12), max_size=5))
def test_nothing_is_added_and_no_sign_counts(password, words):
    left = remainder(password, words)
    assert len(left) <= len(plain(password).translate(LOOKALIKES))
    assert all(letter.isalnum() for letter in left)


@given(st.sampled_from(["yotsukaido", "hanako", "四街道"]), st.sampled_from(runs()), st.integers(1990, 2040))
def test_a_word_with_a_run_and_a_year_leaves_nothing(word, run, year):
    assert remainder(f"{word.title()}-{run}{year}!", ["yotsukaido", "hanako", "四街道"]) == ""


def test_argon2id_comes_first():
    from madoguchi.config import settings as written

    assert written.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")
    assert settings.AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"]["min_length"] >= 12


@pytest.mark.django_db
def test_argon2id_is_what_is_written(town, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    user = User(username="a")
    user.set_password(GOOD)
    assert user.password.startswith("argon2$argon2id$")
    assert user.check_password(GOOD)


@pytest.mark.django_db
def test_a_clerk_changes_the_password_and_is_out_everywhere_else(clerk):
    here, elsewhere = from_desk(), from_desk("192.0.2.11")
    give_password(here, clerk)
    give_password(elsewhere, clerk)
    assert is_in(here) and is_in(elsewhere)
    wrong = here.post("/desk/account/password/", {"old": "not it at all", "new": GOOD, "repeated": GOOD})
    assert "パスワードが違います" in wrong.content.decode()
    done = here.post("/desk/account/password/", {"old": PASSWORD, "new": GOOD, "repeated": GOOD})
    assert done.status_code == 302
    assert is_in(here)
    assert not is_in(elsewhere)
    assert give_password(from_desk(), clerk).status_code == 422
    assert give_password(from_desk(), clerk, GOOD).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"new": "short", "repeated": "short"}, "最低 12 文字以上"),
        ({"new": GOOD, "repeated": GOOD + "x"}, "上に入れたものと違います"),
        ({"new": PASSWORD, "repeated": PASSWORD}, "いまのパスワードとは違うもの"),
    ],
)
def test_a_password_that_will_not_do_is_explained_at_its_field(clerk, given, words):
    page = client_of(clerk).post("/desk/account/password/", {"old": PASSWORD, **given})
    assert page.status_code == 422
    assert words in page.content.decode()


@pytest.mark.django_db
def test_the_old_password_cannot_be_guessed_on_the_page_for_changing_it(clerk):
    client = client_of(clerk)
    answers = [
        client.post("/desk/account/password/", {"old": f"guess-{n}", "new": GOOD, "repeated": GOOD}).status_code
        for n in range(8)
    ]
    assert answers[-1] == 429
    set_marks(client, seen=1)
