"""Two sentences of Django's about passwords, named here so that our catalogues hold them.

Its Arabic lacks the first, which would be told in English, and counts wrongly in the second (`12 أحرف`). A catalogue of
the project goes before Django's. A test holds both to what `MinimumLengthValidator` says.
"""

from django.utils.translation import ngettext_lazy

TOO_SHORT = ngettext_lazy(
    "This password is too short. It must contain at least %d character.",
    "This password is too short. It must contain at least %d characters.",
)
MUST_CONTAIN = ngettext_lazy(
    "Your password must contain at least %(min_length)d character.",
    "Your password must contain at least %(min_length)d characters.",
    "min_length",
)
