"""What stands on each paper, and what must not."""

from pathlib import Path

import pytest

from madoguchi.engines.paperwork import api

from . import reading, samples

EVERY_PAPER = [
    (samples.JUMINHYO, samples.household),
    (samples.JUMINHYO, samples.large_household),
    (samples.KOJIN_HYO, samples.individual),
    (samples.KOJIN_HYO, samples.individual_foreign),
    (samples.TENSHUTSU, samples.moving_out),
    (samples.JOHYO, samples.removed),
    (samples.KISAI, samples.statement),
    (samples.FORM, samples.form),
    (samples.GUIDE, samples.guide),
]
NAMES = [f"{template.stem}-{make.__name__}" for template, make in EVERY_PAPER]


def printed(template: Path, data: dict) -> str:
    return reading.text(api.render(template, data, timestamp=reading.MOMENT).pdf)


def test_a_household_reads_as_the_request_asked():
    text = printed(samples.JUMINHYO, samples.household())
    for person in samples.FAMILY:
        for key in ("kana", "name", "birth", "relationship", "since", "told", "settled", "previous_address"):
            assert reading.squeeze(person[key]) in text
    assert "証明書番号2026-1120-000347" in text
    assert "1枚のうち1枚目" in text
    assert "この写しは、世帯全員の住民票の原本と相違ないことを証明する。" in text
    assert "千葉県四街道市長長谷川誠一" in text
    assert "本籍・筆頭者、個人番号、住民票コードは、請求がないため省略しています。" in text


def test_what_nobody_asked_for_is_not_printed_even_when_it_is_handed_over():
    text = printed(samples.JUMINHYO, samples.household(shown=[]))
    asked = printed(samples.JUMINHYO, samples.household(shown=samples.EVERYTHING))
    for hidden in ("98765432109", "99999999999", "佐倉市王子台九丁目97番地", "続柄妻", "世帯主渡邉"):
        assert hidden not in text
        if hidden not in ("98765432109",):
            assert hidden in asked
    assert "世帯主の氏名、続柄、本籍・筆頭者、個人番号、住民票コードは、請求がないため省略" in text
    assert "省略しています" not in asked


def test_an_individual_paper_says_left_out_in_the_cell():
    text = printed(samples.KOJIN_HYO, samples.individual(shown=["domicile"]))
    assert "千葉県佐倉市王子台九丁目97番地" in text
    assert "個人番号省略" in text
    assert "9876" not in text
    assert "続柄省略" in text


def test_a_foreign_resident_has_status_in_place_of_domicile():
    text = printed(samples.KOJIN_HYO, samples.individual_foreign())
    for value in (
        "フィリピン",
        "中長期在留者",
        "技術・人文知識・国際業務",
        "2027年10月3日",
        "ZZ99999999ZZ",
        "山田マリア",
    ):
        assert value in text
    assert "本籍" not in text
    hidden = printed(samples.KOJIN_HYO, samples.individual_foreign(shown=[]))
    for value in ("フィリピン", "中長期在留者", "2027年10月3日", "ZZ99999999ZZ"):
        assert value not in hidden
    assert "国籍・地域、第30条45規定区分・在留資格・在留期間等・満了の日、在留カード等の番号" in hidden


def test_a_part_of_a_household_is_certified_as_such():
    text = printed(samples.JUMINHYO, samples.household(scope="part", people=samples.FAMILY[:1]))
    assert "世帯の一部の者の住民票の原本と相違ない" in text
    assert "世帯全員" not in text


def test_twelve_people_continue_and_are_certified_once_on_the_last_sheet():
    paper = api.render(samples.JUMINHYO, samples.large_household(), timestamp=reading.MOMENT)
    sheets = reading.pages(paper.pdf)
    assert paper.pages == len(sheets) > 1
    for number, sheet in enumerate(sheets, start=1):
        assert f"{len(sheets)}枚のうち{number}枚目" in sheet
        assert "2304号室" in sheet
    assert ["相違ないことを証明する" in sheet for sheet in sheets] == [False] * (len(sheets) - 1) + [True]
    assert "NGUYENTHIMAIANH" in sheets[-1], "the certificate must not stand on a sheet without a person"


@pytest.mark.parametrize("count", range(1, 13))
def test_the_certificate_never_stands_alone_whatever_the_size_of_the_household(count):
    people = [samples.person(f"人{number:02}", None) for number in range(count)]
    sheets = reading.pages(api.render(samples.JUMINHYO, samples.household(people=people), timestamp=reading.MOMENT).pdf)
    assert f"人{count - 1:02}" in sheets[-1]
    assert "相違ないことを証明する" in sheets[-1]


def test_the_address_and_head_are_read_first_and_printed_at_one_height_on_every_sheet():
    paper = api.render(samples.JUMINHYO, samples.large_household(), timestamp=reading.MOMENT)
    assert len({reading.height_of(paper.pdf, number, "グランド") for number in range(paper.pages)}) == 1
    assert len({reading.height_of(paper.pdf, number, "証明書番号") for number in range(paper.pages)}) == 1
    first = reading.height_of(paper.pdf, 0, "証明書番号") - reading.height_of(paper.pdf, 0, "グランド")
    assert first > 60, "the line of numbers stands well above the address"


def test_a_moving_out_certificate_names_places_days_and_entitlements():
    text = printed(samples.TENSHUTSU, samples.moving_out())
    for value in (
        "転出証明書",
        "四街道市大日9812番地6",
        "ひばり台ハイツ102号室",
        "令和8年12月1日",
        "国民健康保険有",
        "国民年金第1号",
    ):
        assert value in text
    assert "妻の母" in text


def test_a_removed_record_says_why_and_a_statement_only_what_was_chosen():
    text = printed(samples.JOHYO, samples.removed())
    for value in ("除票", "消除の事由転出", "令和8年4月1日", "大阪府大阪市北区中之島一丁目93番", "渡邉健一"):
        assert value in text
    assert "続柄省略" in text
    text = printed(samples.KISAI, samples.statement())
    assert "生年月日昭和57年3月14日" in text
    assert "通称＊＊＊" in text
    assert "続柄" not in text


@pytest.mark.parametrize(
    ("template", "make", "shown"),
    [(samples.JUMINHYO, samples.household, ["my_number"]), (samples.KOJIN_HYO, samples.individual, ["my_number"])],
)
def test_an_individual_number_comes_from_the_sealed_part(template, make, shown):
    plain = samples.person(key="41", my_number=None)
    data = make(shown=shown, sealed={"41": "1111 2222 3333"}, people=[plain], person=plain)
    assert "111122223333" in printed(template, data)
    assert "111122223333" not in printed(template, {**data, "shown": []})


def test_a_draft_cannot_pass_for_a_certificate_and_a_reissue_says_so():
    assert "確認用・無効" in printed(samples.JUMINHYO, samples.household(draft=True))
    assert "確認用" not in printed(samples.JUMINHYO, samples.household())
    assert "再発行" in printed(samples.JUMINHYO, samples.household(reissue=True))


def test_a_registered_seal_stands_in_place_of_the_drawn_one(tmp_path):
    file = reading.io.BytesIO()
    reading.Image.new("RGB", (90, 90), (200, 22, 29)).save(file, "PNG")
    data = samples.household(specimen=False, seal_image={"bytes": list(file.getvalue()), "side": 24})
    paper = api.render(samples.JUMINHYO, data, timestamp=reading.MOMENT)
    assert "之印" not in reading.text(paper.pdf)
    colours = reading.picture(paper.pdf, tmp_path).convert("RGB").getcolors(1 << 24)
    assert max((count for count, (r, g, b) in colours if r > 180 and g < 60 and b < 60), default=0) > 10_000


def test_a_form_is_filled_and_a_guide_lists_every_procedure():
    form = printed(samples.FORM, samples.form())
    for value in ("国民健康保険異動届", "（宛先）四街道市長", "渡邉陽菜", "1階3番", "令和8年11月30日（月）"):
        assert value in form
    guide = printed(samples.GUIDE, samples.guide())
    for value in (
        "A-042",
        "転入（令和8年11月15日）に伴う手続き4件",
        "済みマイナンバーカード",
        "後日転入学",
        "第二庁舎2階",
    ):
        assert value in guide


@pytest.mark.parametrize(("template", "make"), EVERY_PAPER, ids=NAMES)
def test_long_names_and_addresses_stay_inside_the_margins(template, make, tmp_path):
    long = {
        "四街道市大日9812番地6": samples.LONG_ADDRESS,
        "渡邉 健一": "WOLFESCHLEGELSTEINHAUSENBERGERDORFF " + samples.LONG_NAME,
    }
    paper = api.render(template, replaced(make(), long), timestamp=reading.MOMENT)
    assert reading.squeeze(samples.LONG_ADDRESS[-12:]) in reading.text(paper.pdf) or template == samples.GUIDE
    assert not reading.spills(paper.pdf, tmp_path)


@pytest.mark.parametrize(("template", "make"), EVERY_PAPER, ids=NAMES)
def test_markup_in_a_name_is_printed_as_it_is(template, make):
    paper = api.render(
        template,
        replaced(make(), {"渡邉 健一": samples.HARD_NAME, samples.LONG_NAME: samples.HARD_NAME}),
        timestamp=reading.MOMENT,
    )
    assert reading.squeeze(samples.HARD_NAME) in reading.text(paper.pdf)
    assert paper.missing == ()


@pytest.mark.parametrize(("template", "make"), EVERY_PAPER, ids=NAMES)
def test_the_code_on_the_paper_leads_to_where_it_can_be_checked(template, make, tmp_path):
    data = make()
    paper = api.render(template, data, timestamp=reading.MOMENT)
    assert reading.codes(paper.pdf, tmp_path) == [data["verify_url"]]


def test_without_an_address_to_check_there_is_no_code(tmp_path):
    data = samples.household()
    del data["verify_url"]
    paper = api.render(samples.JUMINHYO, data, timestamp=reading.MOMENT)
    assert reading.codes(paper.pdf, tmp_path) == []
    assert "二次元コード" not in reading.text(paper.pdf)


def test_only_a_specimen_says_so():
    assert "見本" in printed(samples.JUMINHYO, samples.household())
    genuine = printed(samples.JUMINHYO, samples.household(specimen=False))
    assert "見本" not in genuine
    assert "四街道市2026-1120-000347" in genuine, "the micro text"


def replaced(value, changes: dict[str, str]):
    if isinstance(value, str):
        return changes.get(value, value)
    if isinstance(value, dict):
        return {key: replaced(item, changes) for key, item in value.items()}
    return [replaced(item, changes) for item in value] if isinstance(value, list) else value
