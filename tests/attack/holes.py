"""A house full of holes, one for each item: attackers who do not find them would find none."""

import subprocess
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template import engines
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from madoguchi.foundation.access.models import User


def page(body: str) -> HttpResponse:
    return HttpResponse(f"<!doctype html><title>x</title>{body}")


def links(request: HttpRequest) -> HttpResponse:
    """Leads to every hole."""
    addresses = ("sql?q=1", "number?id=1", "echo?q=1", "attribute?q=1", "link?to=/", "template?q=1", "command?q=1",
                 "file?name=x", "away?next=/", "header?q=1", "broken?q=1")  # fmt: skip
    forms = "".join(
        f'<form method="post" action="/{name}"><input name="subject" value="x"><input name="q" value="1"></form>'
        for name in ("mail", "unguarded", "sql")
    )
    return page("".join(f'<a href="/{address}">x</a>' for address in addresses) + forms)


def sql(request: HttpRequest) -> HttpResponse:
    value = request.POST.get("q") or request.GET.get("q", "")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT '{value}'")
    return page("")


def number(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 WHERE 1 = " + request.GET.get("id", "1").replace("\0", ""))
    return page("")


def echo(request: HttpRequest) -> HttpResponse:
    return page(request.GET.get("q", ""))


def attribute(request: HttpRequest) -> HttpResponse:
    return page(f'<input value="{request.GET.get("q", "").replace("<", "")}">')


def link(request: HttpRequest) -> HttpResponse:
    return page(f'<a href="{request.GET.get("to", "").replace("<", "").replace(chr(34), "")}">x</a>')


def template(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").replace("{{7919*7907}}", "{% widthratio 7919 1 7907 %}").replace("<", "")
    return page(engines["django"].from_string(text).render())


def command(request: HttpRequest) -> HttpResponse:
    subprocess.run("true " + request.GET.get("q", "").replace("\0", ""), shell=True, check=False, capture_output=True)
    return page("")


def file(request: HttpRequest) -> HttpResponseBase:
    """Joins without care, and listens to no warning."""
    try:
        return HttpResponse(Path(settings.MEDIA_ROOT, request.GET["name"]).read_bytes(), "text/plain")
    except (OSError, ValueError, KeyError):
        return page("")


def away(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=302, headers={"Location": request.GET.get("next", "/").split("\r")[0].replace("\0", "")})


def header(request: HttpRequest) -> HttpResponse:
    """Django refuses line breaks in headers; a house that writes its own would not."""
    answer = page("")
    for line in request.GET.get("q", "").split("\r\n"):
        name, _, value = line.partition(": ")
        if value:
            answer.headers._store[name.lower()] = (name, value)
    return answer


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("inside")


def mail(request: HttpRequest) -> HttpResponse:
    """Puts the sender's words into the head of a letter."""
    lines = request.POST.get("subject", "").split("\r\n")
    copies = [line.removeprefix("Bcc: ") for line in lines if line.startswith("Bcc: ")]
    EmailMessage("subject", "text", "office@example.jp", ["clerk@example.jp"], bcc=copies).send()
    return page("")


@csrf_exempt
def unguarded(request: HttpRequest) -> HttpResponse:
    User.objects.filter(username="attack-outsider").update(name="changed")
    return page("")


def writes(request: HttpRequest) -> HttpResponse:
    """A reader changes something by reading, and is followed."""
    User.objects.filter(username="attack-outsider").update(name="changed")
    request.session["seen"] = True
    return page("")


def listing(request: HttpRequest) -> HttpResponse:
    return page("<h1>Index of /files</h1><a href='../'>Parent Directory</a>")


HOLES = (links, sql, number, echo, attribute, link, template, command, file, away, header, broken, mail, unguarded,
         writes, listing)  # fmt: skip
urlpatterns = [path("" if view is links else view.__name__, view, name=view.__name__) for view in HOLES]
