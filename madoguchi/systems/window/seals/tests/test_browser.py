"""Seals in a real browser: by inquiry letter from the application to the card, by camera, and without barriers."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from madoguchi.foundation.access.models import User

from ..actions import end_by_office, lose_card
from ..models import EndReason, SealAct, SealApplication
from ..rules import Route
from .pictures import file_of, photo_file, picture
from .reading import text_of
from .steps import Seals, standing, told

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserType, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SIZES = ((1440, 900), (390, 844))
FETCH = "url => fetch(url).then(answer => answer.arrayBuffer()).then(file => Array.from(new Uint8Array(file)))"


@pytest.fixture
def family(live_city: Any, clerk: User, house: Any) -> list[int]:
    """Ids of 渡邉 健一, 美咲 and 湊, committed."""
    return [member.person_id for member in house.members[:3]]


def test_a_seal_is_registered_by_inquiry_letter(
    live_city: Any, page: Page, axe: Callable[[Page], None], clerk: User, family: list[int], tmp_path: Path
) -> None:
    photo = tmp_path / "seal.jpg"
    photo.write_bytes(photo_file())
    live_city.log_in(page, clerk)
    page.goto(live_city.url + reverse("residents:person", args=(family[0],)))
    page.get_by_role("link", name="印鑑登録 F8").click()
    page.wait_for_url(live_city.url + reverse("seals:person", args=(family[0],)))
    page.keyboard.press("F4")
    page.wait_for_url("**/new/")
    page.get_by_label("本人（照会書）").check()
    assert not page.get_by_label("代理人の氏名").is_visible()
    page.get_by_label("印影の画像").set_input_files(photo)
    page.get_by_text(re.compile(r"横1[67]\.\dmm")).wait_for()
    page.get_by_label("印影が表している文字").fill("渡邉")
    for words in ("ゴム印など", "鮮明で", "外枠があり", "職業・資格", "本人の意思"):
        page.get_by_label(words).check()
    axe(page)
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/applications/*/")
    assert page.get_by_text("照会書を作りました").is_visible()
    axe(page)
    letter = page.evaluate(FETCH, page.get_by_role("link", name="照会書・回答書を印刷").get_attribute("href"))
    assert "大日9812番地6" in text_of(bytes(letter))
    page.get_by_label("持参した人の氏名").fill("渡邉　健一")
    page.get_by_label("持参した人の本人確認").select_option("運転免許証")
    for words in ("本人の署名がある", "文書番号が", "回答書の印影が"):
        page.get_by_label(words).check()
    page.get_by_role("button", name="回答を受け付ける").click()
    page.get_by_role("button", name="登録する").click()
    page.wait_for_url("**/people/*/")
    found = standing(family[0])
    assert found
    assert page.get_by_text(found.card.number).first.is_visible()
    axe(page)


def test_without_a_script_the_picture_is_read_by_its_button(
    live_city: Any, browser: Browser, clerk: User, family: list[int], tmp_path: Path
) -> None:
    context = browser.new_context(java_script_enabled=False, locale="ja-JP")
    page = context.new_page()
    live_city.log_in(page, clerk)
    photo = tmp_path / "seal.jpg"
    photo.write_bytes(photo_file())
    page.goto(live_city.url + reverse("seals:new", args=(family[0],)))
    page.get_by_label("本人（顔写真付き").check()
    page.get_by_label("印影が表している文字").fill("渡邉")
    page.get_by_label("印影の画像").set_input_files(photo)
    page.get_by_role("button", name="読み取る").click()
    assert page.get_by_text("寸法カード", exact=True).last.is_visible()
    assert page.get_by_label("印影が表している文字").input_value() == "渡邉"
    page.get_by_text("大きさと傾きを直す").click()
    page.get_by_label("横の長さ").fill("15.5")
    page.get_by_role("button", name="直す", exact=True).click()
    assert page.get_by_text("横15.5mm").is_visible()
    context.close()


def test_a_seal_is_photographed_with_the_camera(
    live_city: Any, browser_type: BrowserType, browser_type_launch_args: dict[str, Any], clerk: User, family: list[int],
    tmp_path: Path,
) -> None:  # fmt: skip
    film = tmp_path / "card.mjpeg"
    frame = picture("渡邉", 16.5, pixels_per_mm=12, card=True, shadow=True).resize((640, 528)).crop((0, 24, 640, 504))
    film.write_bytes(file_of(frame, "JPEG", quality=95) * 20)
    flags = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
             f"--use-file-for-fake-video-capture={film}"]  # fmt: skip
    arguments = {**browser_type_launch_args, "args": [*browser_type_launch_args["args"], *flags]}
    browser = browser_type.launch(**arguments)
    try:
        page = browser.new_page(locale="ja-JP", viewport={"width": 1440, "height": 900})
        live_city.log_in(page, clerk)
        page.goto(live_city.url + reverse("seals:new", args=(family[0],)))
        page.get_by_role("button", name="カメラで撮る").click()
        shutter = page.get_by_role("button", name="撮る", exact=True)
        shutter.wait_for()
        page.wait_for_function("() => !document.querySelector('[data-shutter]').disabled")
        page.wait_for_timeout(300)
        shutter.click()
        page.get_by_text(re.compile(r"横1[67]\.\dmm")).wait_for()
        assert page.locator("#reading").get_by_text("寸法カード").is_visible()
        assert not page.locator("dialog.camera").is_visible()
    finally:
        browser.close()


def test_every_screen_is_free_of_barriers(
    live_city: Any, page: Page, axe: Callable[[Page], None], town: Any, clerk: User, supervisor: User, family: list[int]
) -> None:
    seals = Seals(clerk.as_actor(), town)
    kenichi, misaki, minato = family
    seals.registered(kenichi, text="渡邉健一")
    lose_card(clerk.as_actor(), person_id=kenichi, told=told(note="電車の中"))
    seals.registered(misaki, text="渡邉美咲")
    end_by_office(
        supervisor.as_actor(), person_id=misaki, reason=EndReason.INCAPABLE, told=told(note="後見開始の審判の通知")
    )
    inquiry = seals.apply(
        minato, Route.PROXY, text="湊", proxy_name="渡邉　健一", proxy_address="四街道市大日", mandate=True
    )
    doubtful = seals.apply(misaki, text="渡邉美咲", mm=15, doubt="字体が判読しにくい")
    act = SealAct.objects.get(kind="end")
    live_city.log_in(page, supervisor)
    addresses = [
        reverse("seals:home"),
        reverse("seals:home") + "?number=12345678",
        reverse("seals:figures"),
        reverse("seals:person", args=(kenichi,)),
        reverse("seals:person", args=(misaki,)),
        reverse("seals:person", args=(minato,)),
        reverse("seals:new", args=(kenichi,)),
        reverse("seals:refuse", args=(kenichi,)),
        reverse("seals:application", args=(inquiry.pk,)),
        reverse("seals:application", args=(doubtful.pk,)),
        reverse("seals:application", args=(SealApplication.objects.order_by("pk")[0].pk,)),
        reverse("seals:deed", args=(kenichi, "abolish")),
        reverse("seals:deed", args=(kenichi, "office")),
        reverse("seals:deed", args=(kenichi, "find")),
        reverse("seals:cancel", args=(act.pk,)),
    ]
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for number, address in enumerate(addresses):
            answer = page.goto(live_city.url + address)
            assert answer and answer.status == 200, address
            if folder := os.environ.get("PICTURES"):
                page.screenshot(path=f"{folder}/{width}-{number:02}.png", full_page=True)
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (address, width)


def test_the_form_with_its_faults_is_free_of_barriers(
    live_city: Any, page: Page, axe: Callable[[Page], None], clerk: User, family: list[int]
) -> None:
    live_city.log_in(page, clerk)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.goto(live_city.url + reverse("seals:new", args=(family[2],)))
        page.get_by_label("本人（照会書）").check()
        page.get_by_label("印影の画像").set_input_files(
            {"name": "seal.jpg", "mimeType": "image/jpeg", "buffer": photo_file()}
        )
        page.get_by_text(re.compile(r"横1[67]\.\dmm")).wait_for()
        page.get_by_role("button", name="申請を受け付ける").click()
        page.get_by_role("alert").first.wait_for()
        if folder := os.environ.get("PICTURES"):
            page.screenshot(path=f"{folder}/{width}-apply.png", full_page=True)
        axe(page)
