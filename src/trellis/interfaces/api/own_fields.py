"""What Trellis knows and HSDS has no field for: HSDS's own attributes, each with a label such as `trellis:kind`.

An attribute names a term of our list of fields, so that a reader who has never heard of Trellis can look up what it means.
Our own importer reads them back (interfaces/feeds/hsds_own.py), so that nothing is lost between two places.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from trellis.apps.directory.queries.published import Row
from trellis.apps.directory.queries.published_choice import field_id
from trellis.interfaces.api.values import Doc, made_id

PREFIX = "trellis:"
MEANINGS = {
    "kind": "What sort of service or organization it is: service, meeting, activity, responsibility; or peer_group, faith_body and others.",
    "what_to_expect": "What happens when somebody comes, and whom they meet.",
    "group_name": "The group that holds the meeting.",
    "cost": "free, donation or paid.",
    "referral": "none (just turn up), self (ask for yourself) or required (somebody has to refer you).",
    "attendance": "How one can take part: in_person, online, phone.",
    "online_url": "Where to join online.",
    "online_notes": "What one needs in order to join online.",
    "phone_notes": "How to take part by phone.",
    "closed_until": "The day until which it is closed.",
    "closed_reason": "Why it is closed.",
    "promised_days": "How many days it is promised to take.",
    "required_documents": "What one needs to bring.",
    "languages_note": "What is said about languages.",
    "accessibility_note": "What is said about access.",
    "sensitive": "Looking at it may put a person at risk: show it with a way to leave at once.",
    "language": "The language in which the record is written.",
    "translations": "The texts of the record in other languages.",
    "assured_by": "Who confirmed the record last: a role or a group.",
    "assured_on": "The day on which the record was last confirmed.",
    "marked": "unconfirmed: nobody has answered for a long time whether the record is still right.",
    "source": "The list from which the record was taken.",
    "website": "The website as it was written, where that is no URI.",
    "led_by": "Who leads it: lived_experience, residents, faith, charity, public or business.",
    "approach": "How the organization works, said plainly.",
    "step_free": "yes, partly or no; absent: not known.",
    "accessible_toilet": "yes, partly or no; absent: not known.",
    "hearing_loop": "yes, partly or no; absent: not known.",
    "parking": "Where to park.",
    "approximate": "The position stands for an area or a town.",
    "confidential": "The address is secret; only the area may be said.",
    "public_area": "What may be said of where a confidential place is.",
    "timezone": "The name of the time zone in which the times of a schedule are written.",
    "freq": "ONCE for a single opening.",
    "term_time_only": "Only while schools are open.",
    "closed_on_holidays": "Closed on public holidays.",
    "except_dates": "Days on which it does not take place.",
    "by_appointment": "By appointment.",
    "extension": "The extension of a phone number, where it is not a number.",
    "email": "The e-mail address as it was written, where no schema takes it for one.",
    "contact_note": "What is said about a contact.",
    "contact_languages": "The languages in which a contact answers.",
    "phone_type": "What sort of number it is.",
}
_TERMS = {name: str(field_id(name)) for name in MEANINGS}
_EMPTY: tuple[Any, ...] = ("", None, [], {}, False)


def own_attributes(owner: str, entity: str, fields: Row) -> list[Doc]:
    """An attribute for each field that says something. Values that are not text are written as JSON."""
    return [
        {
            "id": made_id(owner, name),
            "link_id": owner,
            "taxonomy_term_id": _TERMS[name],
            "link_entity": entity,
            "value": value if isinstance(value, str) else _written(value),
            "label": PREFIX + name,
        }
        for name, value in fields.items()
        if value not in _EMPTY
    ]


def _written(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)
