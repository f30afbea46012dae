from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from huiwu.accounts import views

_own: list[URLPattern] = [
    path("account/", views.profile, name="profile"),
    path("account/sessions/end-all/", views.sign_out_everywhere, name="sign_out_everywhere"),
    path("account/tokens/", views.tokens, name="tokens"),
    path("account/tokens/<uuid:token_id>/revoke/", views.revoke_token, name="revoke_token"),
    path("settings/", views.settings_hub, name="settings"),
    path("settings/organisation/", views.organisation, name="organisation"),
    path("settings/members/", views.members, name="members"),
    path("settings/members/<uuid:membership_id>/", views.member, name="member"),
    path("settings/members/<uuid:membership_id>/remove/", views.remove, name="remove_member"),
    path("settings/members/<uuid:membership_id>/password-link/", views.new_password_link, name="password_link"),
    path("settings/links/", views.links, name="links"),
    path("settings/links/<uuid:link_id>/revoke/", views.revoke_link, name="revoke_link"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((_own, "accounts"))),
    path("i18n/", include("django.conf.urls.i18n")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
    path("account/", include("allauth.account.urls")),
]
