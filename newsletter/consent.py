"""The words that stand beside the sign-up button, with the number under which a reader's consent to them is kept."""

from django.utils.translation import gettext_lazy as _

WORDING = "2026-1"
"""Raise it whenever one of the sentences below changes its meaning, or its words."""

# Translators: heading of the newsletter's sign-up box; in French: "La newsletter qui vous briefe en 5 min"
TITLE = _("The newsletter that briefs you in 5 minutes")
# Translators: under the heading of the sign-up box; in French: "Chaque jour, recevez l’essentiel de l’information et
# ne manquez rien de l’actualité." (the beginning matters: "Chaque jour, recevez l’essentiel de l’information")
INVITATION = _("Every day, get the essentials of the news, chosen by our newsroom.")
PROMISE = _("We use your address to send you this newsletter and for nothing else. You can leave with one click.")
