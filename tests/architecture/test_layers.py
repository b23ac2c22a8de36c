"""Call down, point down, link down: what import-linter can't see."""

import ast
import re
from pathlib import Path

import grimp
import pytest
from django.apps import apps
from django.conf import settings

PACKAGE = Path(__file__).resolve().parents[2] / "src/trellis"
APPS = sorted(folder.name for folder in (PACKAGE / "apps").iterdir() if (folder / "apps.py").exists())
MAY_BE_IMPORTED = {"models", "events", "queries", "actions"}
DYNAMIC = {"get_model", "import_module", "import_string", "__import__"}
UI_LINKS = {"home", "leave", "choose-language"}
"""Pages that every page may lead to, because the frame of the page does."""

FAMILIES = {
    "people": {"worry", "case", "oncall"},
    "talk": {"moderation"},
    "directory": {"following", "network", "networks"},
    "exchange": {"lend", "pickups"},
    "gatherings": {"calendar", "garden", "gardens", "leagues", "places", "respite", "rota", "safety", "turns", "warmline"},
}
"""How names of pages may begin besides the app's own name."""

TAG = re.compile(r"""\{%-?\s*(include|extends|url)\s+["']([^"']+)["']""")


def from_the_bottom_up() -> list[str]:
    """Our apps' labels in the order of dependency, which is the order of INSTALLED_APPS read backwards."""
    ours = [name for name in settings.INSTALLED_APPS if name.startswith("trellis.")]
    return [name.rsplit(".", 1)[1] for name in reversed(ours)]


def sources(folder: Path, suffix: str) -> list[Path]:
    return [path for path in sorted(folder.rglob(f"*{suffix}")) if "tests" not in path.parts and "migrations" not in path.parts]


def test_every_foreign_key_points_down():
    height = {label: number for number, label in enumerate(from_the_bottom_up())}

    upward = [
        f"{field} -> {field.related_model._meta.label}"
        for model in apps.get_models()
        if model._meta.app_label in height
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]
        if field.is_relation and field.related_model and field.related_model._meta.app_label in height
        if height[field.related_model._meta.app_label] > height[model._meta.app_label]
    ]

    assert upward == []


def test_only_the_front_rooms_of_an_app_are_entered_from_outside():
    graph = grimp.build_graph("trellis", cache_dir=None)
    wrong = []
    for app in APPS:
        inside = f"trellis.apps.{app}"
        for module in [inside, *graph.find_descendants(inside)]:
            room = module.removeprefix(inside).lstrip(".").split(".")[0]
            if room in MAY_BE_IMPORTED:
                continue
            for importer in graph.find_modules_that_directly_import(module):
                outside = importer != inside and not importer.startswith(f"{inside}.")
                if outside and ".tests" not in importer:
                    wrong.append(f"{importer} imports {module}")

    assert wrong == []


@pytest.mark.parametrize("app", APPS)
def test_an_app_looks_nothing_up_by_name(app):
    found = []
    for path in sources(PACKAGE / "apps" / app, ".py"):
        for node in ast.walk(ast.parse(path.read_text())):
            name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
            if name in DYNAMIC:
                found.append(f"{path.relative_to(PACKAGE)}:{node.lineno} {name}")

    assert found == []


@pytest.mark.parametrize("app", APPS)
def test_templates_include_and_link_only_to_themselves_the_ui_and_apps_below(app):
    order = from_the_bottom_up()
    below = order[: order.index(app) + 1]
    allowed = {"ui", *below}.union(*(FAMILIES.get(each, set()) for each in below))
    found = []
    for path in sources(PACKAGE / "apps" / app, ".html"):
        for tag, target in TAG.findall(path.read_text()):
            if re.split(r"[/:.-]", target)[0] not in allowed and not (tag == "url" and target in UI_LINKS):
                found.append(f"{path.relative_to(PACKAGE)}: {tag} {target}")

    assert found == []


def test_the_ui_includes_only_itself():
    found = [
        f"{path.relative_to(PACKAGE)}: {tag} {target}"
        for path in sources(PACKAGE / "core", ".html")
        for tag, target in TAG.findall(path.read_text())
        if (tag == "url" and target not in UI_LINKS) or (tag != "url" and not target.startswith("ui/"))
    ]

    assert found == []
