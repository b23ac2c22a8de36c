"""Addresses of the app gatherings, each part with its own list."""

from django.urls import path

from trellis.apps.gatherings.views import (
    calendar,
    gardens,
    gardens_keeping,
    gathering,
    keeping,
    leagues,
    leagues_run,
    making,
    places,
    respite,
    respite_house,
    respite_stay,
    rota,
    safety,
    safety_patrol,
    subscribing,
    turns,
    turns_keeping,
    turns_notes,
    warmline,
    warmline_care,
    warmline_contacts,
)

CALENDAR = [
    path("calendar", calendar.month, name="calendar"),
    path("calendar/day/<slug:on>", calendar.day, name="calendar-day"),
    path("calendar/mine", subscribing.mine, name="gatherings-my-calendar"),
    path("gatherings/new", making.choose, name="gatherings-new"),
    path("gatherings/new/<uuid:group_id>", making.make, name="gatherings-new-for"),
    path("gatherings/of/<uuid:group_id>", calendar.of_group, name="gatherings-of"),
    path("gatherings/<uuid:gathering_id>", gathering.gathering, name="gatherings-gathering"),
    path("gatherings/<uuid:gathering_id>/online", gathering.joining, name="gatherings-joining"),
    path("gatherings/<uuid:gathering_id>/move", keeping.move, name="gatherings-move"),
    path("gatherings/<uuid:gathering_id>/call-off", keeping.call_off, name="gatherings-call-off"),
    path("gatherings/<uuid:gathering_id>/back-on", keeping.back_on, name="gatherings-back-on"),
    path("gatherings/<uuid:gathering_id>/note", keeping.note, name="gatherings-note"),
    path("gatherings/<uuid:gathering_id>/heads", keeping.heads, name="gatherings-heads"),
    path("gatherings/series/<uuid:series_id>", keeping.series, name="gatherings-series"),
    path("gatherings/series/<uuid:series_id>/programme", gathering.programme, name="gatherings-programme"),
    path("gatherings/series/<uuid:series_id>/add", keeping.extra, name="gatherings-extra"),
    path("gatherings/series/<uuid:series_id>/change", making.describe, name="gatherings-describe"),
    path("gatherings/series/<uuid:series_id>/times", making.reschedule, name="gatherings-reschedule"),
    path("gatherings/series/<uuid:series_id>/end", keeping.end, name="gatherings-end"),
]

PLACES = [
    path("places/code", places.code, name="places-code"),
    path("places/mine/<uuid:place_id>", places.mine, name="places-mine"),
    path("places/link/<uuid:place_id>/<slug:token>", places.by_link, name="places-link"),
    path("places/<uuid:gathering_id>", places.ask, name="places-ask"),
    path("places/<uuid:gathering_id>/list", places.listed, name="places-list"),
]

RESPITE = [
    path("respite/", respite.houses, name="respite"),
    path("respite/new/<uuid:organization_id>", respite_house.new, name="respite-new"),
    path("respite/<uuid:house_id>", respite.house, name="respite-house"),
    path("respite/<uuid:house_id>/ask", respite.ask, name="respite-ask"),
    path("respite/<uuid:house_id>/hosts", respite_house.hosts, name="respite-hosts"),
    path("respite/<uuid:house_id>/edit", respite_house.edit, name="respite-edit"),
    path("respite/stay/<uuid:stay_id>", respite_stay.stay, name="respite-stay"),
    path("respite/stay/<uuid:stay_id>/plan", respite_stay.plan, name="respite-plan"),
    path("respite/link/<uuid:stay_id>/<slug:token>", respite_stay.by_link, name="respite-link"),
]

GARDENS = [
    path("gardens/", gardens.gardens, name="gardens"),
    path("gardens/new/<uuid:organization_id>", gardens_keeping.new, name="gardens-new"),
    path("gardens/<uuid:garden_id>", gardens.garden, name="garden"),
    path("gardens/<uuid:garden_id>/edit", gardens_keeping.edit, name="gardens-edit"),
    path("gardens/<uuid:garden_id>/picked", gardens_keeping.picked, name="gardens-picked"),
    path("gardens/harvest/<uuid:harvest_id>", gardens_keeping.harvest, name="gardens-harvest"),
    path("gardens/plot/<uuid:tenancy_id>", gardens.plot, name="gardens-plot"),
    path("gardens/link/<uuid:tenancy_id>/<slug:token>", gardens.by_link, name="gardens-link"),
    path("gardens/too/<uuid:tenancy_id>/<slug:token>", gardens.too, name="gardens-too"),
]

LEAGUES = [
    path("leagues/", leagues.index, name="leagues"),
    path("leagues/new/<uuid:organization_id>", leagues_run.new, name="leagues-new"),
    path("leagues/<uuid:season_id>", leagues.season, name="leagues-season"),
    path("leagues/<uuid:season_id>/matches", leagues.fixtures, name="leagues-fixtures"),
    path("leagues/<uuid:season_id>/teams", leagues_run.manage, name="leagues-manage"),
    path("leagues/<uuid:season_id>/draw", leagues_run.draw, name="leagues-draw"),
    path("leagues/<uuid:season_id>/end", leagues_run.end, name="leagues-end"),
    path("leagues/team/<uuid:team_id>", leagues.team, name="leagues-team"),
    path("leagues/team/<uuid:team_id>/captain", leagues.captain, name="leagues-captain"),
    path("leagues/team/<uuid:team_id>/<slug:what>", leagues_run.team_deed, name="leagues-team-deed"),
    path("leagues/captain/<uuid:captain_id>", leagues_run.captain_deed, name="leagues-captain-deed"),
    path("leagues/match/<uuid:fixture_id>", leagues.fixture, name="leagues-fixture"),
    path("leagues/match/<uuid:fixture_id>/<slug:what>", leagues_run.fixture_deed, name="leagues-fixture-deed"),
    path("leagues/score/<uuid:score_id>", leagues.score, name="leagues-score"),
]

WARMLINE = [
    path("warmline/", warmline.lines, name="warmline-lines"),
    path("warmline/new/<uuid:organization_id>", warmline.new, name="warmline-new"),
    path("warmline/<uuid:line_id>", warmline.line, name="warmline"),
    path("warmline/<uuid:line_id>/counts", warmline.counts, name="warmline-counts"),
    path("warmline/<uuid:line_id>/desk", warmline.desk, name="warmline-desk"),
    path("warmline/<uuid:line_id>/setup", warmline.setup, name="warmline-setup"),
    path("warmline/<uuid:line_id>/contact", warmline_contacts.note, name="warmline-contact"),
    path("warmline/<uuid:line_id>/contacts", warmline_contacts.contacts, name="warmline-contacts"),
    path("warmline/contact/<uuid:contact_id>/remove", warmline_contacts.remove, name="warmline-contact-remove"),
    path("warmline/<uuid:line_id>/today", warmline_contacts.caller, name="warmline-caller"),
    path("warmline/<uuid:line_id>/steps", warmline_care.begin, name="warmline-steps-begin"),
    path("warmline/<uuid:line_id>/steps/<uuid:walk_id>", warmline_care.walk, name="warmline-steps"),
    path("warmline/<uuid:line_id>/steps/edit", warmline_care.steps_edit, name="warmline-steps-edit"),
    path("warmline/<uuid:line_id>/steps/new", warmline_care.step_new, name="warmline-step-new"),
    path("warmline/step/<uuid:step_id>", warmline_care.step_change, name="warmline-step"),
    path("warmline/<uuid:line_id>/talks", warmline_care.talks, name="warmline-talks"),
    path("warmline/talk/<uuid:debrief_id>", warmline_care.talk, name="warmline-talk"),
    path("warmline/<uuid:line_id>/supervision", warmline_care.supervision, name="warmline-supervision"),
]

SAFETY = [
    path("safety/<uuid:group_id>/", safety.log, name="safety-log"),
    path("safety/<uuid:group_id>/new", safety.new, name="safety-new"),
    path("safety/<uuid:group_id>/areas", safety.areas, name="safety-areas"),
    path("safety/<uuid:group_id>/counts", safety.counts, name="safety-counts"),
    path("safety/entry/<uuid:entry_id>", safety.change, name="safety-change"),
    path("safety/entry/<uuid:entry_id>/remove", safety.remove, name="safety-remove"),
    path("safety/patrol/<uuid:gathering_id>", safety_patrol.patrol, name="safety-patrol"),
]

ROTA = [
    path("rotas/", rota.index, name="rota-list"),
    path("rotas/new/<uuid:series_id>", rota.new, name="rota-new"),
    path("rotas/<uuid:rota_id>", rota.rota, name="rota"),
    path("rotas/<uuid:rota_id>/answer", rota.answer, name="rota-answer"),
    path("rotas/<uuid:rota_id>/propose", rota.suggest, name="rota-propose"),
    path("rotas/<uuid:rota_id>/shift/<uuid:shift_id>", rota.shift, name="rota-shift"),
    path("rotas/<uuid:rota_id>/<slug:what>", rota.deed, name="rota-deed"),
]

TURNS = [
    path("turns/", turns.open_turns, name="turns-open"),
    path("turns/mine", turns.mine, name="turns-mine"),
    path("turns/checks", turns_keeping.checks, name="turns-checks"),
    path("turns/<uuid:shift_id>", turns.shift, name="turns-shift"),
    path("turns/<uuid:shift_id>/leave", turns.leave, name="turns-leave"),
    path("turns/<uuid:shift_id>/change", turns_keeping.change, name="turns-change"),
    path("turns/<uuid:shift_id>/ask", turns_keeping.ask, name="turns-ask"),
    path("turns/link/<uuid:turn_id>/<slug:token>", turns.by_link, name="turns-link"),
    path("turns/seen/<uuid:turn_id>", turns_keeping.seen, name="turns-seen"),
    path("turns/at/<uuid:gathering_id>", turns_keeping.gathering, name="turns-gathering"),
    path("turns/at/<uuid:gathering_id>/add", turns_keeping.add, name="turns-add"),
    path("turns/at/<uuid:gathering_id>/notes", turns_notes.notes, name="turns-notes"),
    path("turns/note/<uuid:note_id>", turns_notes.settle, name="turns-note"),
    path("turns/series/<uuid:series_id>", turns_keeping.each_time, name="turns-each-time"),
    path("turns/series/<uuid:series_id>/add", turns_keeping.add_each_time, name="turns-add-each-time"),
    path("turns/role/<uuid:pattern_id>", turns_keeping.pattern, name="turns-role"),
]

urlpatterns: list = [*ROTA, *CALENDAR, *LEAGUES, *PLACES, *SAFETY, *WARMLINE, *RESPITE, *GARDENS, *TURNS]
