import time
from tests.attack.test_injection import *
from madoguchi.systems.window.counter.tests.steps import address, confirm, fields, press, text
from madoguchi.systems.window.counter.tests.test_journeys import person
def test_probe(city):
    c=city.client("everyone")
    X='"><img/src=x/onerror=madoq7()>'
    D={
    "event_on": "R8.11.15","notified_on": "R8.11.20","notifier": "';--"+X,
    "previous": "千葉県佐倉市王子台九丁目97番3号"+X,"address": "=1+1めいわ三丁目98番12号","building":"#read(\"/etc/passwd\")"+X,"postal_code":"=1+1",
    "n__TOTAL_FORMS": "4",
    **person(0, "<script>madoq7()</script>　{{7919*7907}}", "<script>madoq7()</script>　=1+1", "S60.1.20", "1", "世帯主"),
    **person(1, X+"　=1+1", "@SUM(madoq7)　ユキ", "S62.7.3", "2", "妻"),
    **person(2, '#eval("7919*7907")　#read("/etc/passwd")', "ｻﾄｳ ﾊﾔﾃ", "H29.9.9", "1", "長男"),
    **person(3, "=madoq7　*太*$x$@SUM", "さとう りん", "R5.12.1", "2", "子"),
    "n__3-nationality": "foreign", "n__3-country":"=1+1madoq7","n__3-status":"永住者","n__3-card_number":"=1+1",
    "n__0-domicile":X,"n__0-koseki_head":X,"n__0-phone":"=1+1<script>",
    }
    shown=confirm(c,address("move_in"),**D)
    print([ (e) for e in re.findall(r'class="[^"]*error[^"]*"[^>]*>(.*?)</',shown.content.decode(),re.S)])
    print(X in shown.content.decode(), text(shown)[:3000])
    done=press(c,address("move_in"),shown)
    print(done.status_code,getattr(done,"url",""))
    if done.status_code!=302: print(text(done)[:3000]); return
    print(text(c.get(done.url))[:2500])
    t=time.time()
    w=Walk(c,["/","/desk/",done.url])
    print("walk",time.time()-t,len(w.pages))
    from madoguchi.foundation.testing.walking import raw, door_at
    for a,r in w.pages.items():
        b=raw(r)
        if b"madoq7" in b or b"img/src" in b: print(a,r.status_code,r.headers.get("Content-Type"),X.encode() in b, b"<script>madoq7" in b)
    for a,r in w.pages.items():
        if "html" not in r.headers.get("Content-Type","html"): print("FILE",a,r.headers["Content-Type"],len(raw(r)))
    from madoguchi.engines.people.api import Act
import re
