"""What one must be told after logging in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from madoguchi.foundation.text import row_number
from madoguchi.foundation.web.context import desk_url

from .. import telling


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """The notices, and confirming them; then on to the page that was asked for."""
    user_id = int(request.user.pk or 0)
    if request.method == "POST":
        keys = (row_number(key) for key in request.POST.getlist("notice"))
        telling.confirm(user_id, [key for key in keys if key])
        return redirect(request.session.pop("login.next", "") or desk_url())
    return render(request, "login/notices.html", {"notices": list(telling.unseen(user_id))})
