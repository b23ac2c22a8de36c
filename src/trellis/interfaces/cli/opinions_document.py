"""The JSON documents of `trellis opinions`: one for whoever runs the conversation, and one without participants, to publish."""

from dataclasses import asdict
from typing import Any

from trellis.kernels.opinions import Bridge, Conversation, Group, Majority, OpinionMap, PublishedMap, Representative, published

AnyMap = OpinionMap | PublishedMap


def document(conversation: Conversation, made: OpinionMap, *, seconds: float) -> dict[str, Any]:
    """Everything, with the place and group of each participant. A person's group is a sensitive inference: not for publication."""
    people = [_id(name) for name in made.participants]
    return {
        **_head(made, n_participants=len(people), n_grouped=int(made.grouped.sum())),
        "shown": bool(made.groups),
        "update": made.update,
        "groups": [_group(group, conversation, made) | {"members": [people[each] for each in group.members]} for group in made.groups],
        **_findings(conversation, made),
        "coordinates": dict(zip(made.participants, made.coordinates.tolist(), strict=True)),
        "memberships": [asdict(each) | {"participant": _id(each.participant)} for each in made.memberships],
        "all_agree": [people[person] for person in made.all_agree],
        "statements": [
            _statement(place, conversation, made) | {"mean": float(made.mean[place]), "components": made.components[:, place].tolist()}
            for place in range(len(made.statements))
        ],
        "variance_shares": list(made.variance_shares),
        "partitions": [asdict(each) for each in made.partitions],
        "seconds": seconds,
    }


def published_document(conversation: Conversation, made: OpinionMap, *, seconds: float) -> dict[str, Any]:
    """The map without ids, places or members of people: groups by their size only."""
    public = published(made)
    groups = zip(public.group_sizes, public.group_centres, public.representative, strict=True)
    return {
        **_head(public, n_participants=public.n_participants, n_grouped=public.n_grouped),
        "shown": bool(public.group_sizes),
        "groups": [
            {"id": number, "size": size, "centre": list(centre), "representative": [_said(each, conversation) for each in said]}
            for number, (size, centre, said) in enumerate(groups)
        ],
        **_findings(conversation, public),
        "statements": [_statement(place, conversation, public) for place in range(len(public.statements))],
        "seconds": seconds,
    }


def _head(made: AnyMap, *, n_participants: int, n_grouped: int) -> dict[str, Any]:
    return {
        "version": made.version,
        "seed": made.seed,
        "n_participants": n_participants,
        "n_grouped": n_grouped,
        "n_statements": len(made.statements),
        "n_votes": made.n_votes,
        "why_no_groups": made.why_no_groups,
        "stability": made.stability,
    }


def _group(group: Group, conversation: Conversation, made: OpinionMap) -> dict[str, Any]:
    return {
        "id": group.id,
        "size": group.size,
        "centre": list(group.centre),
        "stability": group.stability,
        "representative": [_said(each, conversation) for each in group.representative],
    }


def _findings(conversation: Conversation, made: AnyMap) -> dict[str, Any]:
    return {
        "consensus": [_said(each, conversation) for each in (*made.agreed, *made.disagreed)],
        "bridging": [_said(each, conversation) for each in made.bridges],
        "next_to_ask": [_id(made.statements[statement]) for statement in made.ask_next],
        "caveats": [{"code": each.code, **each.figures} for each in made.caveats],
    }


def _said(each: Representative | Majority | Bridge, conversation: Conversation) -> dict[str, Any]:
    facts = {key: value for key, value in asdict(each).items() if value is not None}
    return facts | {"statement": _id(conversation.statements[each.statement])} | _words(each.statement, conversation)


def _statement(place: int, conversation: Conversation, made: AnyMap) -> dict[str, Any]:
    facts = made.statement_facts
    by_group = zip(facts.group_agrees[:, place], facts.group_disagrees[:, place], facts.group_seen[:, place], strict=True)
    return {
        "id": _id(made.statements[place]),
        **_words(place, conversation),
        "rejected": bool(conversation.rejected[place]),
        "metadata": bool(conversation.metadata[place]),
        "agrees": int(facts.agrees[place]),
        "disagrees": int(facts.disagrees[place]),
        "passes": int(facts.passes[place]),
        "extremity": float(facts.extremity[place]),
        "priority": float(facts.priority[place]),
        "consensus_agree": float(facts.consensus_agree[place]),
        "consensus_disagree": float(facts.consensus_disagree[place]),
        "by_group": [{"agrees": int(agrees), "disagrees": int(disagrees), "seen": int(seen)} for agrees, disagrees, seen in by_group],
    }


def _words(place: int, conversation: Conversation) -> dict[str, str]:
    text = conversation.text_of(place)
    return {"text": text} if text else {}


def _id(name: str) -> int | str:
    """Ids are numbers in the files of Polis, and stay numbers."""
    return int(name) if name.isascii() and name.isdigit() else name
