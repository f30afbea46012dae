"""Pages of accounts: one's own profile and tokens; an organisation's people, links and rules."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from huiwu.accounts import forms, queries, services
from huiwu.foundation.pages import actor_of
from huiwu.foundation.permission import can, require
from huiwu.foundation.registry.sections import SETTINGS
from huiwu.kernel.errors import Refusal


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    initial = {"name": actor.user.name, "phone": actor.user.phone, "language": actor.user.language}
    form = forms.ProfileForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        user = services.change_profile(actor=actor, **form.cleaned_data)
        with override(user.language):
            messages.success(request, _("已保存。"))
        response = redirect("accounts:profile")
        response.set_cookie("huiwu_language", user.language, max_age=31_536_000, samesite="Lax")
        return response
    return render(request, "accounts/profile.html", {"form": form})


@login_required
def own_email(request: HttpRequest) -> HttpResponse:
    """Where allauth would let people add addresses of their own."""
    return redirect("accounts:profile")


@login_required
@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    services.end_all_sessions(actor=actor, user=actor.user)
    return redirect("account_login")


@login_required
def tokens(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    form, text = forms.TokenForm(request.POST or None, initial={"scopes": ["read"]}), ""
    if request.method == "POST" and form.is_valid():
        days = form.cleaned_data["days"]
        _token, text = services.make_api_token(
            actor=actor,
            user=actor.user,
            name=form.cleaned_data["name"],
            scopes=form.cleaned_data["scopes"],
            lasts=timedelta(days=days) if days else None,
        )
        form = forms.TokenForm(initial={"scopes": ["read"]})
    return render(
        request, "accounts/tokens.html", {"form": form, "tokens": queries.tokens_of(actor.user), "token_text": text}
    )


@login_required
@require_POST
def revoke_token(request: HttpRequest, token_id: UUID) -> HttpResponse:
    services.revoke_api_token(actor=actor_of(request), token_id=token_id)
    return redirect("accounts:tokens")


@login_required
def settings_hub(request: HttpRequest) -> HttpResponse:
    """Every page of the organisation's settings that this person may open."""
    actor = actor_of(request)
    org = queries.org_for(actor)
    open_to = [(row, row.url()) for row in SETTINGS if can(actor, row.permission, org.pk)]
    return render(request, "accounts/settings.html", {"org": org, "settings": open_to})


@login_required
def organisation(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    org = queries.org_for(actor, permission="accounts.administer")
    initial = {"name": org.name, "second_factor_required": org.second_factor_required}
    form = forms.OrganisationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.change_organisation(actor=actor, org=org, **form.cleaned_data)
        messages.success(request, _("已保存。"))
        return redirect("accounts:organisation")
    return render(request, "accounts/organisation.html", {"form": form, "org": org})


@login_required
def members(request: HttpRequest) -> HttpResponse:
    """The people of the organisation, and the form to invite another; the invitation's link is shown once."""
    actor = actor_of(request)
    org = queries.org_for(actor)
    form, invitation = forms.InviteForm(request.POST or None), None
    if request.method == "POST":
        require(actor, "accounts.administer", org.pk)
    if request.method == "POST" and form.is_valid():
        try:
            invitation = services.invite_person(actor=actor, org=org, **form.cleaned_data)
            form = forms.InviteForm()
        except Refusal as refusal:
            form.add_error("email", str(refusal))
    context = {
        "org": org,
        "form": form,
        "members": queries.members_of(org),
        "invitation": invitation,
        "invitation_url": services.url_of(invitation.path) if invitation and invitation.path else "",
    }
    return render(request, "accounts/members.html", context)


@login_required
@require_POST
def member(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    membership = queries.membership_in(queries.org_for(actor, permission="accounts.administer"), membership_id)
    form = forms.OrgRoleForm(request.POST)
    if form.is_valid():
        services.change_org_role(actor=actor, membership_id=membership.pk, role=form.cleaned_data["role"])
        messages.success(request, _("单位角色已修改。"))
    return redirect("accounts:members")


@login_required
def remove(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """Says what removing will do; does it on POST."""
    actor = actor_of(request)
    org = queries.org_for(actor, permission="accounts.administer")
    membership = queries.membership_in(org, membership_id)
    if request.method == "POST":
        services.remove_member(actor=actor, membership_id=membership.pk)
        messages.success(request, _("{name} 已移出本单位，并已退出全部登录。").format(name=membership.user.name))
        return redirect("accounts:members")
    return render(request, "accounts/remove_member.html", {"membership": membership, "org": org})


@login_required
@require_POST
def new_password_link(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """A fresh link to set a password, shown once."""
    actor = actor_of(request)
    org = queries.org_for(actor, permission="accounts.administer")
    membership = queries.membership_in(org, membership_id)
    url = services.url_of(services.password_link_for(actor=actor, membership_id=membership.pk))
    context = {
        "org": org,
        "form": forms.InviteForm(),
        "members": queries.members_of(org),
        "invitation": services.Invitation(membership, url),
        "invitation_url": url,
    }
    return render(request, "accounts/members.html", context)


@login_required
def links(request: HttpRequest) -> HttpResponse:
    org = queries.org_for(actor_of(request), permission="accounts.administer")
    page = Paginator(queries.links_of(org), 50).get_page(request.GET.get("page"))
    return render(request, "accounts/links.html", {"org": org, "page": page})


@login_required
@require_POST
def revoke_link(request: HttpRequest, link_id: UUID) -> HttpResponse:
    services.revoke_link(actor=actor_of(request), link_id=link_id)
    messages.success(request, _("链接已停用。"))
    return redirect("accounts:links")
