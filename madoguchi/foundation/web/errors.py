"""The words of the error pages. Kept in code, not in catalogues: they must be there when nothing else is."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class ErrorPage:
    """One error page.

    Attributes:
        status: HTTP status.
        title: the heading.
        happened: what happened.
        kept: what became of what the person had entered.
        todo: what to do now, most useful first.
        others: language code, its name, one sentence in it.
        search: offers the search where the address was wrong.
    """

    status: int
    title: str
    happened: str
    kept: str
    todo: tuple[str, ...]
    others: tuple[tuple[str, str, str], ...]
    search: bool = False


def others(english: str, chinese: str, korean: str) -> tuple[tuple[str, str, str], ...]:
    """The same in three more languages."""
    return ("en", "English", english), ("zh-hans", "中文", chinese), ("ko", "한국어", korean)


BAD_REQUEST = ErrorPage(
    status=400,
    title="送信された内容を読み取れませんでした",
    happened="途中で通信が切れたか、アドレスの一部が欠けているおそれがあります。",
    kept="今回送られた内容は、まだ受け付けていません。前に保存された内容は、そのまま残っています。",
    todo=("前のページに戻り、もう一度送信してください。", "続くときは、下のお問い合わせ先へご連絡ください。"),
    others=others(
        "We could not read what was sent. Nothing has been accepted. Please go back and send it again.",
        "无法读取您提交的内容，尚未受理。请返回上一页重新提交。",
        "보내신 내용을 읽을 수 없어 접수되지 않았습니다. 이전 페이지로 돌아가 다시 보내 주세요.",
    ),
)
FORBIDDEN = ErrorPage(
    status=403,
    title="このページを開く権限がありません",
    happened="ログインしている人の役割では、このページを使えません。",
    kept="入力の途中だった内容は変わっていません。この操作では、何も登録・変更していません。",
    todo=(
        "別の人としてログインする必要があるときは、いったんログアウトしてください。",
        "職員の方は、所属の係長か情報システムの担当に、権限の追加を申し出てください。",
    ),
    others=others(
        "You do not have permission to open this page. Nothing has been changed.",
        "您没有权限打开此页面。未作任何更改。",
        "이 페이지를 열 권한이 없습니다. 변경된 내용은 없습니다.",
    ),
)
HANDOVER = ErrorPage(
    status=403,
    title="この方の手続は係長が承ります",
    happened="窓口責任者が直接承る手続です。引き継いでください。",
    kept="この操作では、何も登録・変更していません。",
    todo=("「担当の者に代わりますので、少しお待ちください」と伝えます。", "窓口責任者を呼び、席を代わります。"),
    others=(),
)
EXPIRED = ErrorPage(
    status=403,
    title="ページを開いてから時間がたったため、送信できませんでした",
    happened="安全のため、長く開いたままのページや、クッキーを使わない設定からの送信は受け付けていません。",
    kept="今回送られた内容は、まだ受け付けていません。ブラウザの「戻る」で、入力した内容を確かめられることがあります。",
    todo=(
        "「戻る」で前のページへ戻り、ページを読み込み直してから、もう一度送信してください。",
        "クッキーを切っているときは、このサイトのクッキーを許可してください。",
    ),
    others=others(
        "The page was open too long, so it could not be sent. Go back, reload the page and send it again.",
        "页面打开时间过长，未能提交。请返回并刷新页面后重新提交。",
        "페이지를 연 지 오래되어 보낼 수 없었습니다. 뒤로 돌아가 새로 고친 뒤 다시 보내 주세요.",
    ),
)
NOT_FOUND = ErrorPage(
    status=404,
    title="お探しのページは見つかりませんでした",
    happened="アドレスが間違っているか、ページが移動・終了したおそれがあります。",
    kept="入力や申請の内容には影響ありません。",
    todo=("下の検索か、手続の一覧から探してください。", "アドレスを手で入力したときは、文字を確かめてください。"),
    others=others(
        "The page was not found. Please search below or return to the home page.",
        "未找到该页面。请使用下方搜索或返回首页。",
        "페이지를 찾을 수 없습니다. 아래에서 검색하거나 홈으로 돌아가 주세요.",
    ),
    search=True,
)
SERVER = ErrorPage(
    status=500,
    title="こちらの不具合で、ページを表示できませんでした",
    happened="電子市役所の側で問題が起きました。あなたの操作や端末のせいではありません。問題は記録しました。",
    kept="今回の操作は登録されていないおそれがあります。それより前に「受け付けました」「保存しました」と出た内容は残っています。",
    todo=(
        "数分待ってから、ページを読み込み直してください。",
        "同じ内容を送り直す前に、受け付けられていないことを、窓口か電話で確かめてください。",
        "急ぐときは、窓口か電話で手続できます。",
    ),
    others=others(
        "Something went wrong on our side. Please wait a few minutes and reload. What was already accepted is kept.",
        "我方系统发生故障。请稍候几分钟后刷新页面。已受理的内容均已保留。",
        "저희 쪽에 문제가 생겼습니다. 몇 분 뒤에 새로 고쳐 주세요. 이미 접수된 내용은 남아 있습니다.",
    ),
)
OVERLOADED = ErrorPage(
    status=503,
    title="ただいま、つながりにくくなっています",
    happened="利用が集中しているか、システムを起動しているところです。",
    kept="「受け付けました」「保存しました」と出た内容は残っています。今回の操作は、まだ受け付けていません。",
    todo=("1分ほど待ってから、ページを読み込み直してください。", "急ぐときは、窓口か電話で手続できます。"),
    others=others(
        "The service is busy or starting. Please wait about a minute and reload.",
        "当前访问集中或系统正在启动。请等待约一分钟后刷新。",
        "이용이 몰리거나 시스템을 시작하는 중입니다. 1분쯤 뒤에 새로 고쳐 주세요.",
    ),
)
MAINTENANCE = ErrorPage(
    status=503,
    title="ただいま、システムの整備をしています",
    happened="予定された作業のため、電子市役所を一時停止しています。",
    kept="これまでに申請・保存された内容は、すべて残っています。",
    todo=("作業が終わってから、もう一度開いてください。", "急ぐときは、窓口か電話で手続できます。"),
    others=others(
        "The service is down for planned maintenance. Everything you have submitted or saved is kept.",
        "系统正在进行计划维护，暂停服务。您已提交和保存的内容均已保留。",
        "예정된 점검으로 서비스를 잠시 멈추었습니다. 지금까지 신청·저장한 내용은 모두 남아 있습니다.",
    ),
)

NOT_ALLOWED = ErrorPage(
    status=405,
    title="このページでは、その操作はできません",
    happened="ページの開き方か、送り方が違います。アドレスを直接開いたときに起きることがあります。",
    kept="今回の操作では、何も登録・変更していません。",
    todo=("前のページに戻り、ボタンかリンクから操作してください。",),
    others=others(
        "This page cannot be used in this way. Nothing has been changed. Please go back and use its buttons.",
        "无法以此方式使用该页面。未作任何更改。请返回并使用页面上的按钮。",
        "이 페이지는 그렇게 사용할 수 없습니다. 변경된 내용은 없습니다. 돌아가서 버튼을 사용해 주세요.",
    ),
)
TOO_LARGE = ErrorPage(
    status=413,
    title="送信された内容が大きすぎます",
    happened="受け取れる大きさをこえたため、読み取らずにお返ししました。",
    kept="今回送られた内容は、受け付けていません。前に保存された内容は、そのまま残っています。",
    todo=("写真やファイルを小さくするか、分けて送ってください。", "続くときは、窓口か電話でお問い合わせください。"),
    others=others(
        "What was sent is too large and was not read. Please make the file smaller and send it again.",
        "提交的内容过大，未能受理。请缩小文件后重新提交。",
        "보내신 내용이 너무 커서 받지 못했습니다. 파일을 줄여서 다시 보내 주세요.",
    ),
)
TOO_MANY = ErrorPage(
    status=429,
    title="短い間に、たくさんの問い合わせがありました",
    happened="同じ回線からの問い合わせが続いたため、少しの間お休みしています。図書館などで共用の回線をお使いのときにも起きます。",
    kept="これまでに申請・保存された内容は、すべて残っています。今回の操作は、まだ受け付けていません。",
    todo=("1分ほど待ってから、もう一度お試しください。", "急ぐときは、窓口か電話で手続できます。"),
    others=others(
        "Too many requests came from your connection. Please wait about a minute and try again.",
        "来自您所用线路的请求过多。请等待约一分钟后重试。",
        "사용하시는 회선에서 요청이 너무 많았습니다. 1분쯤 뒤에 다시 시도해 주세요.",
    ),
)
BY_STATUS = {
    page.status: page for page in (BAD_REQUEST, FORBIDDEN, NOT_FOUND, NOT_ALLOWED, TOO_LARGE, TOO_MANY, SERVER)
}

LAST_RESORT = (
    '<!doctype html><html lang="ja"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    '<title>{title}</title><main><h1>{title}</h1><p>{happened}</p><p><a href="/">ホームへ</a></p></main></html>'
)
