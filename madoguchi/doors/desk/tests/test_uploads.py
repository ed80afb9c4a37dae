"""What Wagtail's forms take, once the website opens them."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.documents.forms import get_document_form
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form

pytestmark = pytest.mark.django_db
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


def jpeg(comment=b"where it was taken"):
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(out, "JPEG", comment=comment)
    return out.getvalue()


def picture_form(user, name, content):
    form = get_image_form(get_image_model())
    return form({"title": "庁舎", "collection": 1}, {"file": SimpleUploadedFile(name, content)}, user=user)


@pytest.fixture
def root(administrator):
    administrator.is_superuser = True
    administrator.save()
    return administrator


def test_a_picture_is_kept_without_what_it_tells_beside(root):
    form = picture_form(root, "../../secret name.jpg", jpeg())
    assert form.is_valid(), form.errors
    kept = form.save()
    assert b"where it was taken" not in kept.file.read()
    assert (kept.width, kept.height) == (40, 30)
    assert "secret" not in kept.file.name


@pytest.mark.parametrize(
    ("name", "content"), [("a.svg", SVG), ("a.png", SVG), ("a.jpg", b"%PDF-1.7"), ("a.php", jpeg())]
)
def test_what_is_no_picture_is_refused_whatever_its_name(root, name, content):
    assert "file" in picture_form(root, name, content).errors


@pytest.mark.parametrize(
    ("name", "content", "taken"),
    [
        ("list.csv", "施設,住所\n図書館,大日".encode(), True),
        ("list.csv", b"PK\x03\x04", False),
        ("page.html", b"<html>", False),
        ("page.txt", b"<html><script>", False),
        ("paper.pdf", b"%PDF-1.7", False),
    ],
)
def test_documents_are_text(root, name, content, taken):
    form = get_document_form(get_document_model())
    bound = form({"title": "一覧", "collection": 1}, {"file": SimpleUploadedFile(name, content)}, user=root)
    assert ("file" not in bound.errors) is taken


def test_no_kept_file_has_an_address(visitor, administrator_client):
    """The folder of a town's files is served by nobody: views with a permission read from it."""
    for client in (visitor, administrator_client):
        for path in ("/files/yotsukaido/x.png", "/files/", "/files/../secret-key", "/static/../secret-key"):
            assert client.get(path).status_code == 404
