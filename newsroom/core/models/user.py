from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def validate_plain_address(value: str) -> None:
    """Refuses letters that only look like others, as the Cyrillic twin of an a, or that mail servers would fold."""
    if not value.isascii():
        raise ValidationError(
            _("Write the address with the letters a to z, without accents; a domain with others in its xn-- form."),
            code="plain_address",
        )


def validate_name(value: str) -> None:
    if not all(character.isprintable() or character in "\u200c\u200d" for character in value):
        raise ValidationError(_("Write the name on one line, with letters, spaces and punctuation only."), code="name")


class LowerEmailField(models.EmailField[str, str]):
    """An address that is stored and looked up in lower case: `Salma@…` and `salma@…` are one account."""

    default_validators = [*models.EmailField.default_validators, validate_plain_address]

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return value.strip().lower() if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return value.strip().lower() if isinstance(value, str) else value


class State(models.TextChoices):
    ACTIVE = "active", _("Active")
    INVITED = "invited", _("Invited")
    DEACTIVATED = "deactivated", _("Deactivated")

    @property
    def condition(self) -> Q:
        unopened = Q(invited_at__isnull=False, password__startswith=UNUSABLE_PASSWORD_PREFIX)
        return {
            State.ACTIVE: Q(is_active=True) & ~unopened,
            State.INVITED: Q(is_active=True) & unopened,
            State.DEACTIVATED: Q(is_active=False),
        }[self]


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def joined(self) -> Self:
        """Those who have chosen a password."""
        return self.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)

    def with_role(self, code: str) -> Self:
        return self.filter(groups__name=code)

    def keepers(self) -> Self:
        """Those who can let others in now: active administrators and superusers who have chosen a password."""
        return self.active().joined().filter(Q(is_superuser=True) | Q(groups__name="administrator")).distinct()

    def manageable_by(self, user: "User") -> Self:
        """Accounts that `user` may see and change: superusers are managed by superusers only."""
        return self if user.is_superuser else self.filter(is_superuser=False)


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]  # made at run time
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Without a password the account can't sign in until its invitation is accepted."""
        user: User = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A member of the newsroom. Readers have no account; a by-line is an `Author`, which may or may not be a user."""

    email = LowerEmailField(
        _("e-mail address"), unique=True, error_messages={"unique": _("There is already an account with this address.")}
    )
    name = models.CharField(_("name"), max_length=120, validators=[ProhibitNullCharactersValidator(), validate_name])
    language = models.CharField(_("language of the office"), max_length=2, choices=settings.LANGUAGES, default="fr")
    mails = models.BooleanField(
        _("tell me by e-mail"),
        default=True,
        help_text=_("What waits for me, and what becomes of my texts. The desk’s first page tells it in any case."),
    )
    is_active = models.BooleanField(_("active"), default=True)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now, editable=False)
    invited_at = models.DateTimeField(_("invited"), null=True, blank=True, editable=False)
    seen_at = models.DateTimeField(_("last seen"), null=True, blank=True, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("team member")
        verbose_name_plural = _("team")
        ordering = ["name", "email"]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_staff(self) -> bool:
        """Every account is of the office; what it may do there is its roles' business."""
        return True

    @property
    def is_invited(self) -> bool:
        """Invited, and has not chosen a password yet."""
        return self.invited_at is not None and not self.has_usable_password()

    @property
    def state(self) -> State:
        if not self.is_active:
            return State.DEACTIVATED
        return State.INVITED if self.is_invited else State.ACTIVE

    @property
    def initials(self) -> str:
        words = (self.name or self.email).split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split()[0] if self.name else self.email
