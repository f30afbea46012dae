"""What people do with organisations, members, links and tokens."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection

from huiwu.accounts import queries, services
from huiwu.accounts.choices import LinkScope, OrgRole
from huiwu.accounts.errors import AlreadyMember, LastOwner, LinkUnusable, OrganisationNameTaken, PersonElsewhere
from huiwu.accounts.models import ApiToken, Membership, ScopedLink
from huiwu.foundation.actors import SYSTEM
from huiwu.kernel import clock
from huiwu.kernel.errors import NotAllowed, NotFound
from tests.cast import assemble


def link_for(cast, **more):
    return services.make_link(
        actor=cast.actor("account"),
        org=cast.org,
        scope=LinkScope.CLIENT,
        purpose="brief.sign",
        label="赵明远",
        meeting_id=cast.meeting.pk,
        **more,
    )


def test_a_link_opens_for_its_purpose_and_notes_its_use(cast):
    link, token = link_for(cast)
    opened = services.open_link(token=token, purpose="brief.sign", address="203.0.113.9")
    assert (opened.pk, opened.use_count, opened.last_used_from) == (link.pk, 1, "203.0.113.9")


def test_only_the_hash_of_a_token_is_kept(cast):
    link, token = link_for(cast)
    assert token not in str(ScopedLink.objects.filter(pk=link.pk).values().get())


def test_a_link_is_no_good_for_another_purpose_after_expiry_after_revocation_or_when_guessed(cast):
    link, token = link_for(cast, lasts=timedelta(days=1))
    with pytest.raises(LinkUnusable):
        services.open_link(token=token, purpose="budget.view")
    with pytest.raises(LinkUnusable):
        services.open_link(token="guessed", purpose="brief.sign")
    with clock.at(clock.now() + timedelta(days=1, seconds=1)), pytest.raises(LinkUnusable):
        services.open_link(token=token, purpose="brief.sign")
    services.revoke_link(actor=cast.actor("account"), link_id=link.pk)
    with pytest.raises(LinkUnusable):
        services.open_link(token=token, purpose="brief.sign")
    assert ScopedLink.objects.get().use_count == 0


def test_a_link_is_revoked_by_who_made_it_or_administers_and_nobody_else(cast):
    link, _ = link_for(cast)
    with pytest.raises(NotAllowed):
        services.revoke_link(actor=cast.actor("colleague"), link_id=link.pk)
    with pytest.raises(NotFound):
        services.revoke_link(actor=cast.actor("stranger"), link_id=link.pk)
    first = services.revoke_link(actor=cast.actor("owner"), link_id=link.pk).revoked_at
    assert services.revoke_link(actor=cast.actor("owner"), link_id=link.pk).revoked_at == first


def test_an_invited_person_gets_no_password_and_a_path_to_set_one(cast, client):
    invitation = services.invite_person(
        actor=cast.actor("owner"), org=cast.org, email=" New@Example.Test ", name="郑新", role=OrgRole.MEMBER
    )
    user = invitation.membership.user
    assert (user.email, user.has_usable_password()) == ("new@example.test", False)
    page = client.get(invitation.path, follow=True)
    assert page.status_code == 200
    page = client.post(
        page.redirect_chain[-1][0], {"password1": "a long enough phrase", "password2": "a long enough phrase"}
    )
    user.refresh_from_db()
    assert user.check_password("a long enough phrase")


def test_inviting_a_member_again_changes_nothing(cast):
    with pytest.raises(AlreadyMember):
        services.invite_person(
            actor=cast.actor("owner"), org=cast.org, email="lead@example.test", name="x", role=OrgRole.ADMIN
        )
    assert Membership.objects.get(user=cast.lead).role == OrgRole.MEMBER


def test_inviting_somebody_who_has_an_account_gives_no_way_to_their_password(cast, client):
    ask = {"actor": cast.actor("owner"), "org": cast.org, "name": "吴用", "role": OrgRole.MEMBER}
    invitation = services.invite_person(email="stranger@example.test", **ask)
    assert (invitation.membership.user, invitation.path) == (cast.stranger, "")
    with pytest.raises(PersonElsewhere):
        services.password_link_for(actor=cast.actor("owner"), membership_id=invitation.membership.pk)
    services.remove_member(actor=cast.actor("owner"), membership_id=invitation.membership.pk)
    client.force_login(cast.owner)
    page = client.post("/settings/members/", {"email": "stranger@example.test", "name": "吴用", "role": "member"})
    assert ("已有账号" in page.content.decode(), "/password/reset/key/" in page.content.decode()) == (True, False)


def test_members_and_strangers_cannot_invite_and_admins_cannot_make_owners(cast):
    ask = {"org": cast.org, "email": "a@example.test", "name": "甲", "role": OrgRole.MEMBER}
    for who in ("lead", "colleague", "stranger"):
        with pytest.raises(NotAllowed):
            services.invite_person(actor=cast.actor(who), **ask)
    Membership.objects.filter(user=cast.colleague).update(role=OrgRole.ADMIN)
    with pytest.raises(NotAllowed):
        services.invite_person(actor=cast.actor("colleague"), **(ask | {"role": OrgRole.OWNER}))


def test_the_last_owner_can_neither_step_down_nor_leave(cast):
    mine = Membership.objects.get(user=cast.owner)
    with pytest.raises(LastOwner):
        services.change_org_role(actor=cast.actor("owner"), membership_id=mine.pk, role=OrgRole.ADMIN)
    with pytest.raises(LastOwner):
        services.remove_member(actor=cast.actor("owner"), membership_id=mine.pk)


@pytest.mark.django_db(transaction=True)
def test_two_owners_stepping_down_at_once_leave_one_owner():
    cast = assemble()
    Membership.objects.filter(user=cast.lead).update(role=OrgRole.OWNER)
    start, refused = threading.Barrier(2), []

    def step_down(who):
        start.wait()
        try:
            mine = Membership.objects.get(user=getattr(cast, who))
            services.change_org_role(actor=cast.actor(who), membership_id=mine.pk, role=OrgRole.MEMBER)
        except LastOwner:
            refused.append(who)
        finally:
            connection.close()

    threads = [threading.Thread(target=step_down, args=(who,)) for who in ("owner", "lead")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(refused), Membership.objects.filter(org=cast.org, role=OrgRole.OWNER).count()) == (1, 1)


def test_an_organisation_is_founded_by_the_system_alone_and_its_name_is_its_own(cast):
    with pytest.raises(NotAllowed):
        services.found_organisation(actor=cast.actor("owner"), name="新司", slug="xinsi", owner=cast.owner)
    with pytest.raises(OrganisationNameTaken):
        services.found_organisation(actor=SYSTEM, name="云帆会务", slug="yunfan-2", owner=cast.owner)
    org = services.found_organisation(actor=SYSTEM, name="新司", slug="xinsi", owner=cast.lead)
    assert queries.org_for(cast.actor("lead"), "xinsi") == org


def test_a_token_is_shown_once_kept_as_a_hash_and_dies_when_revoked(cast):
    token, text = services.make_api_token(actor=cast.actor("lead"), user=cast.lead, name="看板", scopes=["read"])
    assert text not in str(ApiToken.objects.values().get())
    with pytest.raises(NotAllowed):
        services.make_api_token(actor=cast.actor("owner"), user=cast.lead, name="x", scopes=["read"])
    services.revoke_api_token(actor=cast.actor("owner"), token_id=token.pk)
    assert ApiToken.objects.get().revoked_at is None
    services.revoke_api_token(actor=cast.actor("lead"), token_id=token.pk)
    assert ApiToken.objects.get().revoked_at is not None


def test_a_demanded_second_factor_is_lacked_until_it_exists(cast):
    assert not queries.lacks_demanded_second_factor(cast.lead)
    services.change_organisation(
        actor=cast.actor("owner"), org=cast.org, name=cast.org.name, second_factor_required=True
    )
    assert queries.lacks_demanded_second_factor(cast.lead)
    Authenticator.objects.create(user=cast.lead, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert not queries.lacks_demanded_second_factor(cast.lead)
    assert not queries.lacks_demanded_second_factor(cast.stranger)


def test_clocks_of_links_are_read_through_the_one_clock(cast):
    with clock.at(datetime(2027, 1, 1, tzinfo=UTC)):
        link, _ = link_for(cast)
    assert link.expires_at == datetime(2027, 1, 31, tzinfo=UTC)
