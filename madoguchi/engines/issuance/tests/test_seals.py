"""公印: an image with dates, opened and made anew."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.test import Client, override_settings
from django.utils import timezone
from PIL import Image

from madoguchi.engines.issuance.actions.seals import add_seal
from madoguchi.engines.issuance.heading import seal_on
from madoguchi.engines.issuance.models import OfficialSeal
from madoguchi.engines.paperwork import api as paperwork
from madoguchi.engines.people.api import Refused
from madoguchi.foundation.access import Actor, Forbidden

from .counter import Counter

pytestmark = pytest.mark.django_db
HEAD = Actor(9, "課長　五郎", "窓口サービス課", frozenset({"papers.official_seal"}))


def picture(kind: str = "PNG", size: tuple[int, int] = (520, 520), colour: str = "red") -> bytes:
    """An image as someone sends it."""
    file = io.BytesIO()
    made = Image.new("RGB", size, "white")
    made.paste(colour, (40, 40, size[0] - 40, size[1] - 40))
    made.save(file, kind, **({"comment": b"secret"} if kind == "JPEG" else {}))
    return file.getvalue()


def add(image: bytes, days: int = 0) -> OfficialSeal:
    """Registers a seal from today on, or from a day to come."""
    start = timezone.localdate() + timedelta(days=days)
    return add_seal(HEAD, title="市長印", image=image, side_mm=22, start=start, reason="改印")


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_whatever_was_sent_our_own_png_is_kept(kind: str) -> None:
    seal = add(picture(kind))
    kept = Image.open(io.BytesIO(bytes(seal.image)))
    assert (kept.format, kept.size) == ("PNG", (520, 520))
    assert b"secret" not in bytes(seal.image)
    assert kept.convert("RGB").getpixel((260, 260)) == (200, 22, 29)
    assert len(bytes(seal.image)) < 20_000


@pytest.mark.parametrize(
    "wrong", [b"", b"<svg onload='x'/>", b"%PDF-1.7", picture()[:80], picture(size=(80, 80)), picture(size=(900, 400))]
)
def test_what_is_no_square_image_is_refused(wrong: bytes) -> None:
    with pytest.raises(Refused):
        add(wrong)
    assert not OfficialSeal.objects.exists()


def test_a_new_seal_ends_the_one_before(counter: Counter) -> None:
    first, second = add(picture()), add(picture(colour="black"), days=10)
    today = timezone.localdate()
    assert seal_on(today + timedelta(days=9)) == first
    assert seal_on(today + timedelta(days=10)) == second
    with pytest.raises(Refused, match="既に登録"):
        add(picture(), days=5)


def test_the_paper_bears_the_seal_of_its_day(counter: Counter) -> None:
    seal = add(picture())
    issued = counter.begin()
    from .counter import asked

    assert asked(issued).snapshot["seal"] == {"id": seal.pk, "sha256": seal.sha256}


@override_settings(MADOGUCHI_DEMO=False)
def test_in_service_nothing_is_issued_without_a_seal(counter: Counter) -> None:
    with pytest.raises(Refused, match="公印"):
        counter.begin()
    add(picture())
    text = paperwork.text_of(paperwork.kept(counter.issue().sha256))
    assert "見本" not in text


def test_only_who_looks_after_the_seal_registers_one(officer: Actor) -> None:
    with pytest.raises(Forbidden):
        add_seal(officer, title="市長印", image=picture(), side_mm=22, start=timezone.localdate(), reason="改印")


def test_a_seal_of_the_past_is_not_slipped_in() -> None:
    with pytest.raises(Refused, match="きょうより後"):
        add(picture(), days=-1)


def test_the_head_registers_a_seal_on_the_screen(client: Client, head: object) -> None:
    from madoguchi.foundation.testing.staff import client_of

    desk = client_of(head)  # type: ignore[arg-type]
    file = io.BytesIO(picture())
    file.name = "in.gif"
    day = timezone.localdate()
    sent = {"title": "市長印", "image": file, "side_mm": "22", "start": f"R{day.year - 2018}.{day.month}.{day.day}",
            "reason": "改印"}  # fmt: skip
    assert desk.post("/desk/papers/seals/", sent).status_code == 302
    page = desk.get("/desk/papers/seals/").content.decode()
    assert "使用中" in page
    image = desk.get(f"/desk/papers/seals/{OfficialSeal.objects.get().pk}/image.png")
    assert image["Content-Type"] == "image/png"


def test_a_clerk_does_not_see_the_seals(clerk_client: Client) -> None:
    assert clerk_client.get("/desk/papers/seals/").status_code == 403
