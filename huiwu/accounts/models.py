"""People, organisations, memberships, scoped links, API tokens."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from huiwu.accounts.choices import LinkScope, OrgRole
from huiwu.foundation.models import BaseModel
from huiwu.kernel import clock


class UserManager(BaseUserManager["User"]):
    """Makes people; passwords are always given or unusable, never defaulted."""

    def create_user(self, email: str, name: str, password: str | None = None, **more: Any) -> User:
        user = self.model(email=email.strip().lower(), name=name, **more)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who logs in, by e-mail. What they may do comes from memberships and meeting roles alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=80)
    phone = models.CharField(max_length=32, blank=True)
    language = models.CharField(max_length=10, default="zh-hans")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_person_per_email")]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class Organisation(BaseModel):
    """A 会务公司, or the office of a company or public body, that runs meetings."""

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    second_factor_required = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Membership(BaseModel):
    """A person's place in an organisation."""

    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=16, choices=OrgRole.choices, default=OrgRole.MEMBER)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["org", "user"], name="one_membership_per_person")]


class ScopedLink(BaseModel):
    """A link that opens one thing for one party, without an account. Only the token's SHA-256 is kept.

    `purpose` names what it is for (`brief.sign`, `intake.fill` …, each declared by its capability), `subject_id` the
    record it opens, `meeting_id` the meeting (none for a first contact). Used, it notes when and from where.
    """

    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    scope = models.CharField(max_length=16, choices=LinkScope.choices)
    purpose = models.CharField(max_length=60)
    meeting_id = models.UUIDField(null=True, db_index=True)
    subject_id = models.UUIDField(null=True)
    label = models.CharField(max_length=120)
    recipient = models.CharField(max_length=254, blank=True)
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    last_used_from = models.CharField(max_length=64, blank=True)
    use_count = models.PositiveIntegerField(default=0)


class ApiToken(BaseModel):
    """A token for programs: printed once, kept as SHA-256, with the scopes it was given."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=80)
    token_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
