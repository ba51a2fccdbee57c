"""A few sentences of the stock admin, named here so that our catalogues say them as our office speaks.

A catalogue of the project goes before Django's. A test holds them to what Django says.
"""

from django.utils.translation import gettext_lazy as _

SENTENCES = (
    _("Add %s"),
    _("Change %s"),
    _("View %s"),
    _("Cannot delete %(name)s"),
    _("Add another %(verbose_name)s"),
    _("Select this object for an action - {}"),
    _("Enter a valid email address."),
    _("The {name} “{obj}” was added successfully."),
    _("You may edit it again below."),
    _("The {name} “{obj}” was added successfully. You may add another {name} below."),
    _("The {name} “{obj}” was changed successfully."),
    _("The {name} “{obj}” was changed successfully. You may edit it again below."),
    _("The {name} “{obj}” was changed successfully. You may add another {name} below."),
    _("The %(name)s “%(obj)s” was deleted successfully."),
    _("Successfully deleted %(count)d %(items)s."),
)
