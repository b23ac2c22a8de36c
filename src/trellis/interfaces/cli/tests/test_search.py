import json
from argparse import ArgumentParser

import pytest

from trellis.apps.directory.models import Place
from trellis.core.console import BadInput
from trellis.core.search.tests.made import HARWICH, entry, hours, indexed
from trellis.interfaces.cli import search

pytestmark = pytest.mark.django_db


def options(*arguments):
    parser = ArgumentParser()
    search.add_arguments(parser)
    return parser.parse_args(arguments)


def test_results_are_lines(capsys):
    with indexed(
        entry("Food bank", card={"name": "Food bank", "organization": "The Larder", "locality": "Clacton"}, rules=hours("09:00", "17:00"))
    ):
        assert search.run(options("fod bank", "--near", "51.79,1.15", "--within", "2")) == 0
    out, err = capsys.readouterr()
    assert out.startswith("  1. Food bank · The Larder · 0.1 miles · Clacton · open")
    assert err == "Results for “food bank”.\nFound: 1.\n"


def test_one_json_document(capsys):
    with indexed(entry("Food bank", HARWICH)):
        search.run(options("food", "--json"))
    document = json.loads(capsys.readouterr().out)
    assert document["total"] == 1
    assert document["results"][0]["name"] == "Food bank"
    assert document["results"][0]["why"] == [{"code": "name", "words": ["food"]}]


@pytest.mark.parametrize(
    "arguments", [("food", "--near", "qqqqqqqq"), ("food", "--within", "3"), ("food", "--limit", "0"), ("--near", "999,999")]
)
def test_bad_input_is_one_line(arguments):
    with indexed(entry("Food bank")), pytest.raises(BadInput):
        search.run(options(*arguments))
    assert Place.objects.count() == 0
