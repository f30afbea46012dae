"""Verbs of accounts."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from huiwu.accounts.choices import LinkScope, OrgRole
from huiwu.accounts.errors import AlreadyMember, LastOwner, LinkUnusable, OrganisationNameTaken, PersonElsewhere
from huiwu.accounts.events import (
    LinkRevoked,
    OrganisationChanged,
    OrganisationFounded,
    OrgRoleChanged,
    PersonInvited,
    PersonRemoved,
    TokenMade,
    TokenRevoked,
)
from huiwu.accounts.models import ApiToken, Membership, Organisation, ScopedLink, User
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import can, require, unasked
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound


@unasked("part of the services that send links, which ask for their own permission")
def make_link(
    *,
    actor: Actor,
    org: Organisation,
    scope: LinkScope,
    purpose: str,
    label: str,
    meeting_id: UUID | None = None,
    subject_id: UUID | None = None,
    recipient: str = "",
    lasts: timedelta = timedelta(days=30),
) -> tuple[ScopedLink, str]:
    """A new link and its token, which is shown this once and never stored.

    Called by the services of other capabilities inside their transaction, after they asked for their own permission.
    """
    token = secrets.token_urlsafe(24)
    link = ScopedLink.objects.create(
        org=org,
        token_hash=hash_token(token),
        scope=scope,
        purpose=purpose,
        meeting_id=meeting_id,
        subject_id=subject_id,
        label=label,
        recipient=recipient,
        made_by=actor.user,
        expires_at=clock.now() + lasts,
    )
    return link, token


def open_link(*, token: str, purpose: str, address: str = "") -> ScopedLink:
    """The link behind a token, if it is good for `purpose` now; notes the use. Raises LinkUnusable otherwise."""
    now = clock.now()
    good = ScopedLink.objects.filter(token_hash=hash_token(token), purpose=purpose, revoked_at=None, expires_at__gt=now)
    if not good.update(last_used_at=now, last_used_from=address, use_count=F("use_count") + 1):
        raise LinkUnusable
    return ScopedLink.objects.select_related("org").get(token_hash=hash_token(token))


def url_of(path: str) -> str:
    """The full address of a path, for messages."""
    return f"{settings.BASE_URL}{path}"


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Invitation:
    """`path` leads to the page where the person sets their password; it works once and expires. Empty for somebody who
    has an account already: they sign in with their own password."""

    membership: Membership
    path: str


@transaction.atomic
def found_organisation(*, actor: Actor, name: str, slug: str, owner: User | None) -> Organisation:
    """A new organisation with its first owner, if there is one yet. Raises OrganisationNameTaken."""
    require(actor, "accounts.found", None)
    try:
        with transaction.atomic():
            org = Organisation.objects.create(name=name.strip(), slug=slug)
    except IntegrityError:
        raise OrganisationNameTaken(name=name) from None
    if owner is not None:
        Membership.objects.create(org=org, user=owner, role=OrgRole.OWNER)
    record(OrganisationFounded(org_id=org.pk), actor=actor, org_id=org.pk)
    return org


@transaction.atomic
def change_organisation(*, actor: Actor, org: Organisation, name: str, second_factor_required: bool) -> Organisation:
    """Rename, and demand (or no longer demand) a second factor of every member."""
    require(actor, "accounts.administer", org.pk)
    wanted = {"name": name.strip(), "second_factor_required": second_factor_required}
    keys = tuple(key for key, value in wanted.items() if getattr(org, key) != value)
    if not keys:
        return org
    try:
        with transaction.atomic():
            Organisation.objects.filter(pk=org.pk).update(**wanted)
    except IntegrityError:
        raise OrganisationNameTaken(name=name) from None
    record(OrganisationChanged(org_id=org.pk, keys=keys), actor=actor, org_id=org.pk)
    org.refresh_from_db()
    return org


@transaction.atomic
def invite_person(*, actor: Actor, org: Organisation, email: str, name: str, role: OrgRole) -> Invitation:
    """A member by e-mail. A new person gets a way to set a password; no password is ever chosen for them.
    Somebody who has an account keeps it: whoever invites them gets no way to its password.

    Raises AlreadyMember. Only owners may make owners.
    """
    require(actor, "accounts.make_owner" if role == OrgRole.OWNER else "accounts.administer", org.pk)
    email = email.strip().lower()
    user = User.objects.filter(email=email).first() or User.objects.create_user(email, name.strip())
    membership, is_new = Membership.objects.get_or_create(org=org, user=user, defaults={"role": role})
    if not is_new:
        raise AlreadyMember(email=email)
    record(PersonInvited(org_id=org.pk, user_id=user.pk, role=role), actor=actor, org_id=org.pk)
    is_theirs = user.has_usable_password() or _is_elsewhere(user, org.pk)
    return Invitation(membership, "" if is_theirs else password_path(user))


def _is_elsewhere(user: User, org_id: UUID) -> bool:
    return Membership.objects.filter(user=user).exclude(org_id=org_id).exists()


def password_path(user: User) -> str:
    """Where this person may set a new password, once."""
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return reverse("account_reset_password_from_key", kwargs=key)


def password_link_for(*, actor: Actor, membership_id: UUID) -> str:
    """A fresh path to set a password, for an administrator to hand over.

    Raises NotAllowed for an owner's, unless owner; PersonElsewhere where another organisation relies on the account too.
    """
    membership = Membership.objects.select_related("user").filter(pk=membership_id).first()
    if membership is None:
        raise NotFound
    needed = "accounts.make_owner" if membership.role == OrgRole.OWNER else "accounts.administer"
    require(actor, needed, membership.org_id)
    if _is_elsewhere(membership.user, membership.org_id):
        raise PersonElsewhere(name=membership.user.name)
    return password_path(membership.user)


@transaction.atomic
def change_org_role(*, actor: Actor, membership_id: UUID, role: OrgRole) -> Membership:
    """Raises LastOwner when nobody else would own the organisation."""
    membership = _membership(actor, membership_id)
    if OrgRole.OWNER in (role, membership.role):
        require(actor, "accounts.make_owner", membership.org_id)
    before = membership.role
    if before == role:
        return membership
    if before == OrgRole.OWNER:
        _refuse_last_owner(membership)
    membership.role = role
    membership.save()
    fact = OrgRoleChanged(org_id=membership.org_id, user_id=membership.user_id, before=before, after=role)
    record(fact, actor=actor, org_id=membership.org_id)
    return membership


@transaction.atomic
def remove_member(*, actor: Actor, membership_id: UUID) -> None:
    """End a person's membership and every session they have; their work stays. Raises LastOwner."""
    membership = _membership(actor, membership_id)
    if membership.role == OrgRole.OWNER:
        require(actor, "accounts.make_owner", membership.org_id)
        _refuse_last_owner(membership)
    user, org_id = membership.user, membership.org_id
    end_all_sessions(actor=actor, user=user)  # while the membership still says who may
    membership.delete()
    record(PersonRemoved(org_id=org_id, user_id=user.pk), actor=actor, org_id=org_id)


def end_all_sessions(*, actor: Actor, user: User) -> int:
    """Sign a person out everywhere; the number of sessions ended. For oneself, or by who administers a shared organisation."""
    if actor.id != user.pk:
        require(actor, "accounts.sign_out_others", user)
    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    return len(sessions)


@transaction.atomic
def change_profile(*, actor: Actor, name: str, language: str, phone: str = "") -> User:
    """One's own name, language and phone."""
    require(actor, "accounts.change_self", actor.user)
    User.objects.filter(pk=actor.user_id).update(name=name.strip(), language=language, phone=phone.strip())
    return User.objects.get(pk=actor.user_id)


@transaction.atomic
def make_api_token(
    *, actor: Actor, user: User, name: str, scopes: list[str], lasts: timedelta | None = None
) -> tuple[ApiToken, str]:
    """A token for programs and its text, shown this once. Scopes: `read`, `write`."""
    if actor.id != user.pk:
        require(actor, "accounts.make_token_for", user)
    text = f"hw_{secrets.token_urlsafe(32)}"
    expires_at = clock.now() + lasts if lasts else None
    token = ApiToken.objects.create(
        user=user, name=name.strip(), token_hash=hash_token(text), scopes=sorted(set(scopes)), expires_at=expires_at
    )
    record(TokenMade(token_id=token.pk, user_id=user.pk), actor=actor)
    return token, text


@transaction.atomic
def revoke_api_token(*, actor: Actor, token_id: UUID) -> None:
    """One's own token stops working at once. Revoking twice is harmless."""
    require(actor, "accounts.change_self", actor.user)
    changed = ApiToken.objects.filter(pk=token_id, user_id=actor.user_id, revoked_at=None).update(
        revoked_at=clock.now()
    )
    if changed:
        record(TokenRevoked(token_id=token_id, user_id=actor.user.pk), actor=actor)


@transaction.atomic
def revoke_link(*, actor: Actor, link_id: UUID) -> ScopedLink:
    """A link stops working at once. Revoking twice is harmless. Raises NotFound for people of other organisations."""
    link = ScopedLink.objects.filter(pk=link_id).first()
    if link is None or not can(actor, "accounts.view_members", link.org_id):
        raise NotFound
    if link.made_by_id != actor.id:
        require(actor, "accounts.administer", link.org_id)
    if ScopedLink.objects.filter(pk=link_id, revoked_at=None).update(revoked_at=clock.now()):
        record(LinkRevoked(link_id=link.pk, meeting_id=link.meeting_id), actor=actor, org_id=link.org_id)
    link.refresh_from_db()
    return link


def _membership(actor: Actor, membership_id: UUID) -> Membership:
    found = Membership.objects.select_for_update(of=("self",)).select_related("user", "org").filter(pk=membership_id)
    membership = found.first()
    if membership is None:
        raise NotFound
    require(actor, "accounts.administer", membership.org_id)
    return membership


def _refuse_last_owner(membership: Membership) -> None:
    """Locks the organisation's row, so that two owners cannot remove each other at once."""
    Organisation.objects.select_for_update().get(pk=membership.org_id)
    if Membership.objects.filter(org_id=membership.org_id, role=OrgRole.OWNER).count() < 2:
        raise LastOwner(name=membership.user.name)


@transaction.atomic
def add_person(*, actor: Actor, email: str, name: str, password: str, org_name: str = "", role: str = "member") -> User:
    """A person with a password, for the system owner at the shell; with `org_name`, a member there.

    The organisation is found by name or slug, or founded with this person as owner. Raises AlreadyMember for an e-mail
    that is in use, InvalidInput for a bad e-mail or a weak password.
    """
    require(actor, "accounts.found", None)
    email = email.strip().lower()
    _verify_new_person(email, name, password)
    if User.objects.filter(email=email).exists():
        raise AlreadyMember(email=email)
    user = User.objects.create_user(email, name.strip(), password)
    if org_name:
        org = Organisation.objects.filter(Q(name=org_name) | Q(slug=org_name)).first()
        if org is None:
            found_organisation(actor=actor, name=org_name, slug=f"org-{secrets.token_hex(4)}", owner=user)
        else:
            Membership.objects.create(org=org, user=user, role=role)
            record(PersonInvited(org_id=org.pk, user_id=user.pk, role=role), actor=actor, org_id=org.pk)
    return user


def _verify_new_person(email: str, name: str, password: str) -> None:
    faults: dict[str, list[str]] = {}
    for field, judge, value in (("email", validate_email, email), ("password", validate_password, password)):
        try:
            judge(value)
        except ValidationError as fault:
            faults[field] = list(fault.messages)
    if not name.strip():
        faults["name"] = [str(_("请填写姓名"))]
    if faults:
        raise InvalidInput(faults, detail="；".join(sentence for lines in faults.values() for sentence in lines))
