"""The operations of `/hsds/` and `/oruk/`: the same names, the second one in the shape of the UK profile."""

from collections.abc import Collection, Iterator
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Field, NinjaAPI, Query, Schema

from trellis.apps.directory.queries import published, published_choice
from trellis.core.opendata import array_answer, dumped, json_answer, lines_answer
from trellis.interfaces.api import oruk, reading
from trellis.interfaces.api import parameters as asking
from trellis.interfaces.api.exporting import gone_documents
from trellis.interfaces.api.lists import envelope, listed, listed_plain
from trellis.interfaces.api.package import package_lines
from trellis.interfaces.api.problems import TYPE as PROBLEM_TYPE
from trellis.interfaces.api.problems import answer_problems
from trellis.interfaces.api.values import Doc

UK_PROFILE = "https://github.com/OpenReferralUK/uk-profile/blob/main/docs/index.md"
HSDS_PROFILE = "https://docs.openreferral.org/en/v3.1.0/"


class About(Schema):
    """What this API is."""

    version: str
    profile: str
    openapi_url: str


class Listed(Schema):
    """A record as the standard has it; only what every record has is named here."""

    model_config = {"extra": "allow"}
    id: UUID


class Page(Schema):
    """One page of a list."""

    total_items: int = Field(ge=0)
    total_pages: int = Field(ge=1)
    page_number: int = Field(ge=1)
    size: int = Field(ge=0)
    first_page: bool
    last_page: bool
    empty: bool
    contents: list[Listed]


class Problem(Schema):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int


class OpenData(NinjaAPI):
    """An API whose addresses do not depend on how its patterns are named."""

    def get_root_path(self, path_params: Any) -> str:
        return f"/{self.urls_namespace}/"

    def get_openapi_schema(self, **options: Any) -> Any:
        """The document, with the types of what is really sent: lines, a zip, and problem documents."""
        schema = super().get_openapi_schema(**options)
        for path, operations in schema["paths"].items():
            for operation in operations.values():
                _tell_types(operation, is_zip=path.endswith(".zip"))
        return schema


def _tell_types(operation: dict[str, Any], *, is_zip: bool) -> None:
    for status, response in operation["responses"].items():
        content = response.get("content", {})
        if str(status) in ("400", "404"):
            response["content"] = {PROBLEM_TYPE: content["application/json"]}
        elif is_zip:
            response["content"] = {"application/zip": {"schema": {"type": "string", "format": "binary"}}}
        elif any(each["name"] == "format" for each in operation.get("parameters", ())):
            content["application/x-ndjson"] = {"schema": {"type": "string"}}


def make_api(profile: Literal["hsds", "oruk"]) -> NinjaAPI:
    """One of the two APIs."""
    uk = profile == "oruk"
    api = OpenData(
        title=f"{settings.PLACE_NAME}: {'Open Referral UK 3.0' if uk else 'HSDS 3.1'}",
        version="3.0" if uk else "3.1",
        description="Open data of a community directory. No key is needed. Nothing of a confidential place is in it.",
        docs_url=None,
        openapi_url="openapi.json",
        urls_namespace=profile,
    )
    answer_problems(api)
    _add_services(api, uk=uk)
    _add_places(api, uk=uk)
    _add_terms(api, uk=uk)
    if not uk:
        _add_organizations(api)
        _add_whole(api)

    @api.get("", response=_answers(About), url_name="about", summary="What this API is")
    def about(request: HttpRequest) -> HttpResponse:
        base = f"{settings.TRELLIS_URL}/{profile}"
        told = {
            "version": "HSDS-UK-3.0" if uk else "3.1",
            "profile": UK_PROFILE if uk else HSDS_PROFILE,
            "openapi_url": f"{base}/openapi.json",
            "description": str(_("The directory of %(place)s") % {"place": settings.PLACE_NAME}),
            "publisher": {"name": settings.PLACE_NAME, "website": settings.TRELLIS_URL},
        }
        return json_answer(told)

    return api


def _answers(model: Any) -> dict[int, Any]:
    return {200: model, 400: Problem, 404: Problem}


def _add_services(api: NinjaAPI, *, uk: bool) -> None:
    parameters = asking.UkServicesAsked if uk else asking.ServicesAsked

    @api.get("services", response=_answers(Page), url_name="services", summary="Services")
    def services(request: HttpRequest, asked: Query[parameters]) -> HttpResponse:
        rows = reading.services(asked)
        if asked.minimal:
            found = reading.minimal(rows)
            return lines_answer(found) if asked.format == "ndjson" else _one_page(found)
        write = reading.writer()

        def read(ids: Collection[UUID]) -> list[Doc]:
            return [shaped(write.service(each, full=asked.full), each) for each in published.read_services(ids, full=asked.full)]

        return listed(rows, asked, read)

    @api.get("services/{service_id}", response=_answers(Listed), url_name="service", summary="One service")
    def service(request: HttpRequest, service_id: UUID) -> HttpResponse:
        found = reading.service(service_id)
        return json_answer(shaped(reading.writer().service(found, full=True), found))

    def shaped(document: Doc, found: published.PublicService) -> Doc:
        return oruk.service(document, found.row.get("cost", "")) if uk else document


def _one_page(found: Iterator[Doc]) -> StreamingHttpResponse:
    """All of it in one page, as the standard wants for `minimal`, sent while it is read: how many there are stands at the end."""
    n = 0

    def counted() -> Iterator[Doc]:
        nonlocal n
        for n, each in enumerate(found, start=1):  # noqa: B007 (the count is read at the end)
            yield each

    def pieces() -> Iterator[bytes]:
        held = array_answer(counted(), before='{"contents":[', after="]").streaming_content
        yield from held
        asked = asking.Paging(page=1, per_page=asking.MOST_A_PAGE)
        told = envelope([], n, asked) | {"total_pages": 1, "size": n, "last_page": True, "empty": n == 0}
        del told["contents"]
        yield f",{dumped(told)[1:]}".encode()

    return StreamingHttpResponse(pieces(), content_type="application/json")


def _add_places(api: NinjaAPI, *, uk: bool) -> None:
    parameters = asking.UkPlacesAsked if uk else asking.PlacesAsked

    @api.get("service_at_locations", response=_answers(Page), url_name="service_at_locations", summary="Services at locations")
    def service_at_locations(request: HttpRequest, asked: Query[parameters]) -> HttpResponse:
        write = reading.writer()
        return listed(reading.places(asked), asked, lambda ids: shaped(reading.read_places(ids, write, full=asked.full)))

    @api.get("service_at_locations/{place_id}", response=_answers(Listed), url_name="service_at_location", summary="One of them")
    def service_at_location(request: HttpRequest, place_id: UUID) -> HttpResponse:
        if not reading.places(asking.PlacesAsked.model_construct()).filter(pk=place_id).exists():
            raise Http404
        return json_answer(shaped(reading.read_places([place_id], reading.writer(), full=True))[0])

    def shaped(documents: list[Doc]) -> list[Doc]:
        if not uk:
            return documents
        inside = [oruk.service(each["service"], "") for each in documents]
        return [oruk.service_at_location(each | {"service": service}) for each, service in zip(documents, inside, strict=True)]


def _add_terms(api: NinjaAPI, *, uk: bool) -> None:
    @api.get("taxonomies", response=_answers(Page), url_name="taxonomies", summary="Lists of terms")
    def taxonomies(request: HttpRequest, asked: Query[asking.TaxonomiesAsked]) -> HttpResponse:
        words = asked.search.lower().split()
        return listed_plain([each for each in reading.taxonomies() if all(word in each["name"].lower() for word in words)], asked)

    @api.get("taxonomies/{taxonomy_id}", response=_answers(Listed), url_name="taxonomy", summary="One list of terms")
    def taxonomy(request: HttpRequest, taxonomy_id: UUID) -> HttpResponse:
        code = published_choice.taxonomies().get(taxonomy_id)
        if code is None:
            raise Http404
        return json_answer(reading.taxonomy(taxonomy_id, code))

    @api.get("taxonomy_terms", response=_answers(Page), url_name="taxonomy_terms", summary="Terms")
    def taxonomy_terms(request: HttpRequest, asked: Query[asking.TermsAsked]) -> HttpResponse:
        write = reading.writer()
        own, rows = reading.terms(asked, write)
        stored = reading.read_terms(list(rows.order_by("pk").values_list("pk", flat=True)), write)
        return listed_plain([shaped(each) for each in (*own, *stored)], asked)

    @api.get("taxonomy_terms/{term_id}", response=_answers(Listed), url_name="taxonomy_term", summary="One term")
    def taxonomy_term(request: HttpRequest, term_id: UUID) -> HttpResponse:
        write = reading.writer()
        found = [each for each in reading.own_terms(write) if each["id"] == str(term_id)] or reading.read_terms([term_id], write)
        if not found:
            raise Http404
        return json_answer(shaped(found[0]))

    def shaped(document: Doc) -> Doc:
        return oruk.trimmed(document, "taxonomy_term") if uk else document


def _add_organizations(api: NinjaAPI) -> None:
    @api.get("organizations", response=_answers(Page), url_name="organizations", summary="Organizations")
    def organizations(request: HttpRequest, asked: Query[asking.OrganizationsAsked]) -> HttpResponse:
        write = reading.writer()

        def read(ids: Collection[UUID]) -> list[Doc]:
            return reading.read_organizations(ids, write, full=asked.full, full_service=asked.full_service)

        return listed(reading.organizations(asked), asked, read)

    @api.get("organizations/{organization_id}", response=_answers(Listed), url_name="organization", summary="One organization")
    def organization(request: HttpRequest, organization_id: UUID, full_service: bool = False) -> HttpResponse:
        if not published.organizations_published().filter(pk=organization_id).exists():
            raise Http404
        found = reading.read_organizations([organization_id], reading.writer(), full=True, full_service=full_service)
        return json_answer(found[0])

    @api.get("locations", response=_answers(Page), url_name="locations", summary="Locations")
    def locations(request: HttpRequest, asked: Query[asking.LocationsAsked]) -> HttpResponse:
        write = reading.writer()
        return listed(reading.locations(asked), asked, lambda ids: reading.read_locations(ids, write, full=asked.full))

    @api.get("locations/{location_id}", response=_answers(Listed), url_name="location", summary="One location")
    def location(request: HttpRequest, location_id: UUID) -> HttpResponse:
        found = reading.read_locations([location_id], reading.writer(), full=True)
        if not found:
            raise Http404
        return json_answer(found[0])


def _add_whole(api: NinjaAPI) -> None:
    @api.get("gone", response=_answers(Page), url_name="gone", summary="What is no longer published, since when and why")
    def what_is_gone(request: HttpRequest, asked: Query[asking.Paging]) -> HttpResponse:
        return listed_plain(list(gone_documents()), asked)

    @api.get("datapackage.zip", url_name="datapackage", summary="Everything as CSV tables in a zip", response=_answers(bytes))
    def datapackage(request: HttpRequest) -> HttpResponse:
        response = StreamingHttpResponse(package_lines(), content_type="application/zip")
        response["Content-Disposition"] = 'attachment; filename="hsds-datapackage.zip"'
        return response
