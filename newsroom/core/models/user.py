from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class LowerEmailField(models.EmailField[str, str]):
    """An address that is stored and looked up in lower case: `Salma@…` and `salma@…` are one account."""

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return value.strip().lower() if isinstance(value, str) else value


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def with_role(self, code: str) -> Self:
        return self.filter(groups__name=code)

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

    email = LowerEmailField(_("e-mail address"), unique=True, error_messages={"unique": _("There is already an account with this address.")})
    name = models.CharField(_("name"), max_length=120, validators=[ProhibitNullCharactersValidator()])
    language = models.CharField(_("language of the office"), max_length=2, choices=settings.LANGUAGES, default="fr")
    is_active = models.BooleanField(_("active"), default=True)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now, editable=False)
    invited_at = models.DateTimeField(_("invited"), null=True, blank=True, editable=False)

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
    def initials(self) -> str:
        words = (self.name or self.email).split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split()[0] if self.name else self.email
