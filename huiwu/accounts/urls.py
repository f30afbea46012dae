from __future__ import annotations

from allauth.account import views as sign_in
from django.urls import URLPattern, URLResolver, include, path, re_path

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
    path("account/2fa/", include("allauth.mfa.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
    # allauth's own list has more: addresses of one's own (an e-mail is set by whoever invites), codes by e-mail.
    path("account/login/", sign_in.login, name="account_login"),
    path("account/logout/", sign_in.logout, name="account_logout"),
    path("account/inactive/", sign_in.account_inactive, name="account_inactive"),
    path("account/signup/", sign_in.signup, name="account_signup"),
    path("account/email/", views.own_email, name="account_email"),
    path("account/reauthenticate/", sign_in.reauthenticate, name="account_reauthenticate"),
    path("account/password/change/", sign_in.password_change, name="account_change_password"),
    path("account/password/set/", sign_in.password_set, name="account_set_password"),
    path("account/password/reset/", sign_in.password_reset, name="account_reset_password"),
    path("account/password/reset/done/", sign_in.password_reset_done, name="account_reset_password_done"),
    path(
        "account/password/reset/key/done/",
        sign_in.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^account/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        sign_in.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]
