from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from newsroom.core.accounts import account, links


def urlpatterns(protect: Callable[[Callable[..., Any]], Callable[..., Any]]) -> list[URLPattern]:
    """The addresses of accounts inside of the office's; `protect` lets none but the signed-in through."""
    return [
        path("password/reset/", links.ask_reset, name="password_reset"),
        path("password/reset/sent/", links.reset_sent, name="password_reset_sent"),
        path("password/reset/<str:uid>/<str:token>/", links.choose_password, name="password_reset_choose"),
        path("invitation/<str:uid>/<str:token>/", links.accept_invitation, name="invitation"),
        path("account/", protect(account.account), name="account"),
        path("account/password/", protect(account.password), name="password_change"),
        path("account/sessions/others/end/", protect(account.end_other_sessions), name="end_other_sessions"),
        path("account/sessions/<str:handle>/end/", protect(account.end_session), name="end_session"),
    ]
