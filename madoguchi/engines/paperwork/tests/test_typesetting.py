"""The document itself: archival, tagged, repeatable, counted."""

import hashlib
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from madoguchi.engines.paperwork import api

from . import reading, samples

SAMPLES = [
    (samples.JUMINHYO, samples.large_household()),
    (samples.KOJIN_HYO, samples.individual()),
    (samples.TENSHUTSU, samples.moving_out()),
    (samples.JOHYO, samples.removed()),
    (samples.KISAI, samples.statement()),
    (samples.FORM, samples.form()),
    (samples.GUIDE, samples.guide()),
]
each_paper = pytest.mark.parametrize(("template", "data"), SAMPLES, ids=[template.stem for template, _ in SAMPLES])


@each_paper
def test_it_is_tagged_pdf_a_2b_in_japanese(template, data):
    root = reading.root(api.render(template, data, timestamp=reading.MOMENT).pdf)
    metadata = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in metadata
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"].startswith("ja")
    assert "2026-11-20T01:30:00+00:00" in metadata


@each_paper
def test_equal_data_gives_equal_bytes(template, data):
    first, second = (api.render(template, data, timestamp=reading.MOMENT) for _ in range(2))
    assert first == second
    assert first.sha256 == hashlib.sha256(first.pdf).hexdigest()
    later = api.render(template, data, timestamp=reading.MOMENT + timedelta(seconds=1))
    assert later.sha256 != first.sha256


def test_it_is_a4():
    boxes = [page.mediabox for page in reading.PdfReader(reading.io.BytesIO(render().pdf)).pages]
    assert [(round(float(box.width)), round(float(box.height))) for box in boxes] == [(595, 842)]


def test_many_papers_are_the_same_as_each_alone():
    items = [samples.single(serial=f"2026-{number:06}") for number in range(3)]
    many = list(api.render_many(samples.JUMINHYO, items, timestamp=reading.MOMENT))
    assert many == [api.render(samples.JUMINHYO, item, timestamp=reading.MOMENT) for item in items]


def test_a_batch_keeps_order_and_counts_the_sheets_of_each_paper():
    items = [samples.single(serial=f"2026-{number:06}") for number in range(4)]
    items.insert(1, samples.large_household(serial="2026-999999"))
    papers = list(api.render_batch(samples.JUMINHYO, items, timestamp=reading.MOMENT, size=2, workers=2))
    sheets = [sheet for paper in papers for sheet in reading.pages(paper.pdf)]
    assert [paper.pages for paper in papers] == [5, 2, 1]
    assert "2026-000000" in sheets[0] and "1枚のうち1枚目" in sheets[0]
    assert all(
        "2026-999999" in sheet and f"4枚のうち{number}枚目" in sheet
        for number, sheet in enumerate(sheets[1:5], start=1)
    )
    assert "2026-000003" in sheets[-1] and "1枚のうち1枚目" in sheets[-1]


def test_a_batch_is_repeatable_and_reads_lazily():
    taken = []

    def items():
        for number in range(40):
            taken.append(number)
            yield samples.single(serial=str(number))

    batch = api.render_batch(samples.JUMINHYO, items(), timestamp=reading.MOMENT, size=2, workers=1)
    first = next(batch)
    assert len(taken) < 10
    batch.close()
    again = next(
        api.render_batch(
            samples.JUMINHYO, [samples.single(serial="0"), samples.single(serial="1")], timestamp=reading.MOMENT
        )
    )
    assert first == again


def test_data_that_the_template_cannot_take_is_refused_with_the_name_of_the_template():
    with pytest.raises(api.PaperError, match=r"juminhyo\.typ.*people"):
        api.render(
            samples.JUMINHYO,
            {key: value for key, value in samples.household().items() if key != "people"},
            timestamp=reading.MOMENT,
        )


def test_a_date_without_an_offset_is_refused():
    with pytest.raises(ValueError, match="aware"):
        api.render(samples.JUMINHYO, samples.single(), timestamp=datetime(2026, 11, 20))


def test_a_template_outside_the_package_is_refused(tmp_path: Path):
    stray = tmp_path / "stray.typ"
    stray.write_text("a")
    with pytest.raises(ValueError, match="package"):
        api.render(stray, {}, timestamp=reading.MOMENT)


def render() -> api.Paper:
    return api.render(samples.JUMINHYO, samples.household(), timestamp=reading.MOMENT)
