"""Addresses of the app exchange, each part with its own list."""

from django.urls import path

from trellis.apps.exchange.views import items, items_loans

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

urlpatterns: list = [*LENDING]
