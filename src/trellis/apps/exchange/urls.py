"""Addresses of the app exchange, each part with its own list."""

from django.urls import path

from trellis.apps.exchange.views import answering, asking, following, items, items_loans, looking, pickups, pickups_keeping

ASKING = [
    path("exchange/", following.front, name="exchange"),
    path("exchange/ask", asking.ask, name="exchange-ask"),
    path("exchange/give", asking.give, name="exchange-give"),
    path("exchange/number", following.number, name="exchange-receipt"),
    path("exchange/need/<uuid:need_id>", following.need, name="exchange-need"),
    path("exchange/need/<uuid:need_id>/withdraw", following.withdraw, name="exchange-withdraw"),
    path("exchange/asked/<uuid:match_id>", answering.asked, name="exchange-asked"),
    path("exchange/between/<uuid:match_id>", answering.between, name="exchange-match"),
    path("exchange/between/<uuid:match_id>/choose", answering.choose, name="exchange-choose"),
    path("exchange/between/<uuid:match_id>/when", answering.when, name="exchange-when"),
    path("exchange/between/<uuid:match_id>/end", answering.end, name="exchange-end"),
    path("exchange/handover/<uuid:handover_id>", answering.handover, name="exchange-handover"),
    path("exchange/offers/", looking.offers, name="exchange-offers"),
    path("exchange/offer/<uuid:offer_id>", looking.offer, name="exchange-offer"),
    path("exchange/offer/<uuid:offer_id>/withdraw", looking.withdraw_offer, name="exchange-offer-withdraw"),
    path("exchange/pace", looking.pace, name="exchange-pace"),
    path("exchange/group/<uuid:organization_id>", looking.practice, name="exchange-practice"),
]

LENDING = [
    path("lend/", items.things, name="lend-things"),
    path("lend/new", items.new, name="lend-new"),
    path("lend/loans/", items.mine, name="lend-loans"),
    path("lend/loan/<uuid:loan_id>", items_loans.loan, name="lend-loan"),
    path("lend/loan/<uuid:loan_id>/<slug:name>", items_loans.step, name="lend-step"),
    path("lend/<uuid:item_id>", items.thing, name="lend-thing"),
    path("lend/<uuid:item_id>/ask", items.ask, name="lend-ask"),
    path("lend/<uuid:item_id>/edit", items.edit, name="lend-edit"),
    path("lend/<uuid:item_id>/picture", items.picture, name="lend-picture"),
    path("lend/<uuid:item_id>/rest", items.rest, name="lend-rest"),
    path("lend/<uuid:item_id>/remove", items.remove, name="lend-remove"),
]

PICKUPS = [
    path("pickups/", pickups.mine, name="pickups-mine"),
    path("pickups/hub/<uuid:hub_id>", pickups_keeping.hub, name="pickups-hub"),
    path("pickups/hub/<uuid:hub_id>/new", pickups_keeping.new, name="pickups-new"),
    path("pickups/hub/<uuid:hub_id>/totals", pickups_keeping.totals, name="pickups-totals"),
    path("pickups/round/<uuid:round_id>", pickups_keeping.round, name="pickups-round"),
    path("pickups/round/<uuid:round_id>/edit", pickups_keeping.edit, name="pickups-edit"),
    path("pickups/round/<uuid:round_id>/end", pickups_keeping.end, name="pickups-end"),
    path("pickups/round/<uuid:round_id>/stop", pickups_keeping.add_stop, name="pickups-add-stop"),
    path("pickups/round/stop/<uuid:stop_id>/end", pickups_keeping.end_stop, name="pickups-end-stop"),
    path("pickups/stop/<uuid:row_id>", pickups.receive, name="pickups-receive"),
    path("pickups/stop/<uuid:row_id>/weigh", pickups.weigh, name="pickups-weigh"),
    path("pickups/stop/<uuid:row_id>/leave-out", pickups.leave_out, name="pickups-leave-out"),
    path("pickups/<uuid:pickup_id>", pickups.pickup, name="pickups-pickup"),
    path("pickups/<uuid:pickup_id>/<slug:name>", pickups.step, name="pickups-step"),
]

urlpatterns: list = [*ASKING, *LENDING, *PICKUPS]
