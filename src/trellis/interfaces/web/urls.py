"""Addresses of the pages for people."""

from django.urls import path

from trellis.interfaces.web.views import duties, find, home, letters, map, meetings, places, plain, sheet, week

urlpatterns = [
    path("", home.home_page, name="home"),
    path("find", find.find_page, name="find"),
    path("find/map", map.map_page, name="find-map"),
    path("find/print", sheet.sheet_page, name="find-print"),
    path("my-week", week.week_page, name="my-week"),
    path("meetings", meetings.meetings_page, name="meetings"),
    path("spaces", meetings.spaces_page, name="spaces"),
    path("in/", places.places_page, name="places"),
    path("in/<slug:slug>/", places.place_page, name="place"),
    path("who-does-what", duties.duties_page, name="who-does-what"),
    path("about", plain.about_page, name="about"),
    path("letters", letters.letters_page, name="letters"),
    path("help-now", plain.help_now_page, name="help-now"),
]
