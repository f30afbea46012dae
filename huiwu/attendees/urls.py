"""Addresses of attendees."""

from huiwu.attendees import list_urls

app_name = "attendees"
urlpatterns = [*list_urls.urlpatterns]
