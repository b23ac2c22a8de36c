"""Queries of commitments: `Commitment.objects.visible_to(person)`, and these."""
