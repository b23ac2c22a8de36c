"""Addresses of the app people."""

from django.urls import path

from trellis.apps.people.views import blocks, cases, consent, contact, following, forgetting, groups, helping, oncall, profile, worries

urlpatterns: list = []

urlpatterns += [
    path("worry/", worries.new, name="worry-new"),
    path("worry/follow", following.follow, name="worry-follow"),
    path("answers/", following.mine, name="worry-mine"),
    path("answers/<uuid:worry_id>", following.own, name="worry-own"),
    path("cases/", cases.queue, name="case-queue"),
    path("cases/<uuid:case_id>", cases.case, name="case"),
    path("cases/<uuid:case_id>/<slug:what>", cases.deed, name="case-deed"),
    path("cases/outside/<uuid:confidence_id>", cases.confidence, name="case-confidence"),
    path("rota/", oncall.rota, name="oncall-rota"),
    path("rota/new", oncall.new, name="oncall-new"),
    path("rota/<uuid:turn_id>/remove", oncall.remove, name="oncall-remove"),
]

urlpatterns += [
    path("me/contact/", contact.contact, name="people-contact"),
    path("me/contact/<slug:channel>", contact.contact_way, name="people-contact-way"),
    path("me/contact/<slug:channel>/remove", contact.remove_way, name="people-contact-remove"),
    path("me/needs", profile.needs, name="people-needs"),
    path("me/groups/", groups.groups, name="people-groups"),
    path("me/groups/needs", profile.needs_told, name="people-needs-told"),
    path("me/groups/<uuid:membership_id>/name", groups.rename, name="people-group-rename"),
    path("me/groups/<uuid:membership_id>/leave", groups.leave, name="people-group-leave"),
    path("me/consents/", consent.consents, name="people-consents"),
    path("me/consents/<uuid:consent_id>", consent.consent_receipt, name="people-consent"),
    path("me/consents/<uuid:consent_id>.json", consent.consent_json, name="people-consent-json"),
    path("me/consents/<uuid:consent_id>/take-back", consent.consent_withdraw, name="people-consent-withdraw"),
    path("me/blocks/", blocks.blocks, name="people-blocks"),
    path("me/blocks/new/<str:token>", blocks.block, name="people-block"),
    path("me/blocks/<uuid:block_id>/take-back", blocks.unblock, name="people-unblock"),
    path("me/help", helping.help_code, name="people-help-code"),
    path("helping/", helping.helping, name="people-helping"),
    path("helping/code", helping.send_code, name="people-helping-code"),
    path("helping/finish", helping.finish, name="people-helping-finish"),
    path("helping/<uuid:session_id>/copy", helping.copy, name="people-helping-copy"),
]

urlpatterns += [
    path("me/takeout", forgetting.take_out, name="people-takeout"),
    path("me/takeout/<uuid:takeout_id>", forgetting.take_out_download, name="people-takeout-download"),
    path("me/erase", forgetting.erase, name="people-erase"),
    path("erased", forgetting.erased, name="people-erased"),
    path("privacy", forgetting.privacy, name="people-privacy"),
    path("privacy/<str:label>", forgetting.privacy_kind, name="people-privacy-kind"),
]
