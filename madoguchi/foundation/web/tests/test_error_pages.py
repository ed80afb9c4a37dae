"""When something goes wrong, a person learns what happened, what was kept and what to do, and nothing else."""

import pytest
from django.template import TemplateDoesNotExist

from madoguchi.foundation.web import views
from madoguchi.foundation.web.middleware import MaintenanceMiddleware

PAGES = [
    (views.bad_request, 400),
    (views.forbidden, 403),
    (views.csrf_failure, 403),
    (views.not_found, 404),
    (views.too_large, 413),
    (views.too_many, 429),
    (views.server_error, 500),
    (views.unavailable, 503),
    (views.maintenance, 503),
]


@pytest.mark.parametrize(("view", "status"), PAGES)
def test_each_page_says_what_happened_what_was_kept_and_what_to_do(rf, view, status):
    response = view(rf.get("/somewhere"))
    html = response.content.decode()
    assert response.status_code == status
    assert html.count("<h1>") == 1
    assert "入力した内容について" in html and "次にできること" in html
    for language in ("en", "zh-hans", "ko"):
        assert f'lang="{language}"' in html
    assert response["Cache-Control"] == "no-store"


def test_the_reason_of_a_fault_never_reaches_the_page(rf):
    secret = "password=hunter2 in table juminhyo"
    for view in (views.bad_request, views.forbidden, views.not_found):
        assert "hunter2" not in view(rf.get("/"), exception=Exception(secret)).content.decode()
    assert "hunter2" not in views.csrf_failure(rf.get("/"), reason=secret).content.decode()


def test_the_page_for_failures_survives_its_own_failure(rf, monkeypatch):
    def broken(*args, **kwargs):
        raise TemplateDoesNotExist("web/errors/page.html")

    monkeypatch.setattr(views, "render_to_string", broken)
    response = views.server_error(rf.get("/"))
    assert response.status_code == 500
    assert "こちらの不具合" in response.content.decode()


def test_it_survives_static_files_that_were_never_collected(rf, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    assert views.server_error(rf.get("/")).status_code == 500


def test_a_busy_service_says_when_to_come_back(rf):
    assert views.unavailable(rf.get("/"), retry_after=30)["Retry-After"] == "30"


def test_a_file_closes_the_doors_and_its_removal_opens_them(rf, settings, tmp_path):
    settings.MADOGUCHI_MAINTENANCE_FILE = tmp_path / "maintenance"
    door = MaintenanceMiddleware(lambda request: views.HttpResponse("open"))
    assert door(rf.get("/")).content == b"open"
    settings.MADOGUCHI_MAINTENANCE_FILE.write_text("11月29日（日）午前6時まで", encoding="utf-8")
    closed = door(rf.get("/"))
    assert closed.status_code == 503
    assert "11月29日（日）午前6時まで" in closed.content.decode()
    assert door(rf.get("/healthz")).content == b"open"
    settings.MADOGUCHI_MAINTENANCE_FILE.unlink()
    assert door(rf.get("/")).content == b"open"
