"""Addresses of floor plans."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required as signed_in
from django.urls import path

from huiwu.floor_plans import views

app_name = "floor_plans"
urlpatterns = [
    path("venues/rooms/<uuid:room_id>/floor-plan/", signed_in(views.floor_plan), name="floor_plan"),
    path("venues/rooms/<uuid:room_id>/floor-plan/picture/", signed_in(views.picture), name="picture"),
    path("m/<slug:slug>/setup-plans/", signed_in(views.setup_plans), name="list"),
    path("m/<slug:slug>/setup-plans/<int:number>/", signed_in(views.setup), name="setup"),
    path("m/<slug:slug>/setup-plans/<int:number>/begin/", signed_in(views.begin), name="begin"),
    path("m/<slug:slug>/setup-plans/<int:number>/judge/", signed_in(views.judge), name="judge"),
    path("m/<slug:slug>/setup-plans/<int:number>/move/", signed_in(views.move), name="move"),
    path("m/<slug:slug>/setup-plans/<int:number>/sheet.<str:kind>", signed_in(views.sheet), name="sheet"),
]
