"""Large requests are refused unread."""

import pytest


@pytest.fixture(autouse=True)
def small(settings):
    settings.MADOGUCHI_LARGEST_FROM_STREET = 1000
    settings.MADOGUCHI_LARGEST_FROM_DESK = 5000


@pytest.mark.django_db
def test_a_visitor_sends_little(visitor):
    answer = visitor.post("/desk/login/", {"username": "x" * 2000})
    assert answer.status_code == 413
    assert "大きすぎます" in answer.content.decode()
    assert visitor.post("/desk/login/", {"username": "x" * 200}).status_code == 422


@pytest.mark.django_db
def test_staff_send_files_up_to_their_own_limit(clerk_client):
    assert clerk_client.post("/desk/residents/purpose/", {"purpose": "x" * 2000}).status_code != 413
    assert clerk_client.post("/desk/residents/purpose/", {"purpose": "x" * 6000}).status_code == 413


@pytest.mark.django_db
def test_a_form_too_large_for_memory_is_413_too(clerk_client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1500
    answer = clerk_client.post(
        "/desk/residents/purpose/", "purpose=" + "x" * 2000, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 413
