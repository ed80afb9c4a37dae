"""Files to keep: what a spreadsheet makes of them, and under which name."""

from __future__ import annotations

from email.message import Message

from madoguchi.foundation.web.downloads import download, spreadsheet


def test_a_table_opens_in_a_spreadsheet_as_text_and_numbers() -> None:
    content = spreadsheet([("氏名", "件数"), ('=HYPERLINK("x")', -3), ("甲,乙", 12)])
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").split("\r\n") == ["氏名,件数", '"\'=HYPERLINK(""x"")",-3', '"甲,乙",12', ""]


def test_a_file_keeps_its_japanese_name() -> None:
    answer = download(b"x", "部署の一覧.csv")
    head = Message()
    head["Content-Disposition"] = answer.headers["Content-Disposition"]
    assert head.get_content_disposition() == "attachment"
    assert head.get_filename() == "部署の一覧.csv"
    assert answer.headers["Content-Type"].startswith("text/csv")


def test_a_paper_is_shown_at_once() -> None:
    assert (
        download(b"x", "令和8年.pdf", "application/pdf", at_once=True)
        .headers["Content-Disposition"]
        .startswith("inline")
    )
