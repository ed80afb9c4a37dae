"""What stands in place of Wagtail's pages that double ours."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse

from .menu import STAFF


@login_required
def our_own_pages(request: HttpRequest) -> HttpResponse:
    """To our own pages of staff and rights where they are installed, else to one's own log-in."""
    try:
        return redirect(reverse(STAFF))
    except NoReverseMatch:
        return redirect("login:account")
