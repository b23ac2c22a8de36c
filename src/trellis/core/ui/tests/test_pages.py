"""The frame, leaving quickly, languages and the pages that say what went wrong."""

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import HttpResponse
from django.template.loader import get_template
from django.test import Client, RequestFactory
from django.urls import include, path

from trellis.core.ui import views

pages = RequestFactory()


def secret(request):
    return views.keep_private(request, lambda: views.gallery(request))


def refuse(request):
    raise PermissionDenied("Only the people who look after this group can change it.")


def break_down(request):
    raise RuntimeError("boom")


def large(request):
    raise RequestDataTooBig


@views.sensitive_page
def post_here(request):
    return HttpResponse("sent" if request.method == "POST" else "asked")


urlpatterns = [
    path("", include("trellis.core.ui.urls")),
    path("secret/", secret, name="secret"),
    path("refuse/", refuse),
    path("break/", break_down),
    path("large/", large),
    path("post/", post_here),
]
handler400 = "trellis.core.ui.views.bad_request"
handler403 = "trellis.core.ui.views.permission_denied"

pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def visitor() -> Client:
    return Client(HTTP_HOST="localhost", raise_request_exception=False)


def test_gallery_shows_for_anybody_without_cookie_or_database(visitor):
    response = visitor.get("/ui/")
    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_frame(visitor):
    html = visitor.get("/ui/").content.decode()
    assert '<html lang="en" dir="ltr">' in html
    assert html.index('href="#main"') < html.index("<header") < html.index('<main id="main"')
    assert '<a href="tel:999">Call 999</a>' in html
    assert "data-leave" not in html


def test_a_page_about_a_place_keeps_the_name_of_the_house():
    html = get_template("ui/closed.html").render({"place": {"name": "A hall"}}, pages.get("/"))
    assert "Tendring" in html and "A hall" not in html


def test_first_view_is_light(visitor):
    import brotli

    from trellis.core.ui.tests.test_stylesheet import STATIC

    page = visitor.get("/ui/").content
    files = [STATIC / name for name in ("trellis.css", "trellis.js", "icons.svg", "leaf.svg")]
    assert len(brotli.compress(page)) + sum(len(brotli.compress(file.read_bytes())) for file in files) < 40_000


def test_title_says_error_first(visitor):
    from trellis.core.ui.gallery import NameForm, SuggestionForm

    page = get_template("ui/closed.html")
    assert "<title>Error: Closed" in page.render({"form": SuggestionForm({})}, pages.get("/"))
    assert "<title>Closed" in page.render({"form": NameForm()}, pages.get("/"))


def test_right_to_left(visitor):
    html = visitor.get("/ui/", headers={"accept-language": "ar"}).content.decode()
    assert '<html lang="ar" dir="rtl">' in html


def test_choosing_a_language_comes_back(visitor):
    response = visitor.get("/language/es/?next=/ui/%3Fq%3Dtea")
    assert response.status_code == 302 and response["Location"] == "/ui/?q=tea"
    assert '<html lang="es"' in visitor.get("/ui/").content.decode()


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", "/\\elsewhere.example"])
def test_choosing_a_language_never_leads_away(visitor, target):
    assert visitor.get("/language/es/", {"next": target})["Location"] == "/"


def test_unknown_language_is_not_found(visitor):
    assert visitor.get("/language/xx/").status_code == 404


def test_sensitive_page_has_the_way_out_and_is_stored_nowhere(visitor):
    response = visitor.get("/secret/")
    html = response.content.decode()
    assert "no-store" in response["Cache-Control"] and response["Referrer-Policy"] == "same-origin"
    assert html.index('href="/leave/"') < html.index("<header")
    assert 'rel="noreferrer nofollow"' in html


def test_leaving_ends_at_a_neutral_site(visitor, settings):
    response = visitor.get("/leave/")
    assert response.status_code == 302 and response["Location"] == "https://www.bbc.co.uk/weather"
    assert response["Cache-Control"] == "no-store" and response["Clear-Site-Data"] == '"storage"'
    settings.NEUTRAL_SITE = "https://neutral.example/"
    assert visitor.get("/leave/")["Location"] == "https://neutral.example/"


def test_back_after_leaving_shows_a_closed_door(visitor):
    visitor.get("/leave/")
    closed = visitor.get("/secret/")
    assert "This page is closed" in closed.content.decode() and "Recovery" not in closed.content.decode()
    assert "no-store" in closed["Cache-Control"]
    assert "Recovery" in visitor.get("/secret/?again=1").content.decode()
    assert "Recovery" in visitor.get("/secret/").content.decode()


def test_what_was_being_sent_is_not_lost_behind_the_door(visitor):
    visitor.get("/leave/")
    assert visitor.post("/post/").content == b"sent"


@pytest.mark.django_db
def test_leaving_ends_the_visit(visitor, django_user_model, settings):
    from importlib import import_module

    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store["said"] = "in confidence"
    store.create()
    visitor.cookies[settings.SESSION_COOKIE_NAME] = store.session_key
    visitor.get("/leave/")
    assert not type(store)().exists(store.session_key)
    assert not visitor.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/nowhere/", 404, "We cannot find that page"),
        ("/refuse/", 403, "Only the people who look after this group can change it."),
        ("/large/", 413, "That was too much at once"),
        ("/break/", 500, "Something broke on our side"),
    ],
)
def test_what_went_wrong_is_said_plainly(visitor, address, status, words):
    response = visitor.get(address)
    assert response.status_code == status and words in response.content.decode()


def test_wrong_host_is_a_plain_400(visitor):
    response = visitor.get("/ui/", headers={"host": "evil.example"})
    assert response.status_code == 400 and "We could not read that" in response.content.decode()


def test_form_without_token_is_explained():
    response = Client(HTTP_HOST="localhost", enforce_csrf_checks=True).post("/post/")
    assert response.status_code == 403 and "Please send that again" in response.content.decode()


def test_broken_page_needs_no_context():
    assert "Something broke on our side" in get_template("500.html").render()


def test_refused_says_what_to_do():
    html = views.refused(
        pages.get("/"), "Only keepers can.", next_step="Ask one.", next_url="/keepers/", next_label="Who they are"
    ).content.decode()
    assert "Only keepers can." in html and "Ask one." in html and '<a class="button" href="/keepers/">Who they are</a>' in html
