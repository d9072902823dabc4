"""The table of routes: how each is called, and what its answer is about. A new route takes one line here.

``Call(route, address, shows)``: the route as Django writes it (the failing test prints it), an address with {slug}, {dataset},
{table}, {release} or {submission} of a dataset, and what is shown (``Shows``). The rest of a line is said where it differs.
"""

from __future__ import annotations

from tests.contracts.permissions.calls import CONTENT, GONE, Call, Shows
from tests.contracts.permissions.composed import COMPOSED
from tests.contracts.permissions.contests import CONTESTS
from tests.contracts.permissions.dialects import CKAN, DIALECTS
from tests.contracts.permissions.joined import JOINED
from tests.contracts.permissions.news import NEWS
from tests.contracts.permissions.processes import PROCESSES
from tests.contracts.permissions.requested import REQUESTED
from tests.contracts.permissions.shown_apps import SHOWN_APPS
from tests.contracts.permissions.talking import TALKING

V1, TABLE, DATASET = "/api/v1/", "/api/v1/tables/<str:table>", "/api/v1/datasets/<str:dataset>"
T, D = "/api/v1/tables/{table}", "/api/v1/datasets/{dataset}"
FORM = "application/x-www-form-urlencoded"
WHOLE = ("csv", "xlsx")  # every format is tried by ``test_no_leak``
PACKED = ("parquet",)

API = (
    Call(V1, V1, Shows.NOTHING),
    Call(f"{V1}openapi.json", f"{V1}openapi.json", Shows.NOTHING),
    Call(f"{V1}<path:path>", f"{V1}elsewhere/{{dataset}}", Shows.NOTHING, opened=GONE),
    Call(f"{V1}datasets", f"{V1}datasets?limit=100", Shows.LIST),
    Call(f"{V1}suggest", f"{V1}suggest?q=zq&limit=100", Shows.LIST),
    Call(f"{V1}catalog.<str:form>", f"{V1}catalog.ttl", Shows.LIST),
    Call(f"{V1}data.json", f"{V1}data.json", Shows.LIST),
    Call(f"{V1}dcat-us.json", f"{V1}dcat-us.json", Shows.LIST),
    Call(f"{V1}values", f"{V1}values?value=K0001", Shows.LIST),
    Call(f"{DATASET}.<str:form>", f"{D}.ttl", Shows.PUBLISHED),
    Call(f"{DATASET}.<str:form>", f"{V1}datasets/{{slug}}.jsonld", Shows.PUBLISHED),
    Call(f"{DATASET}/croissant.json", f"{D}/croissant.json", Shows.PUBLISHED),
    Call(f"{DATASET}/datapackage.json", f"{D}/datapackage.json", Shows.PUBLISHED),
    Call(DATASET, D, Shows.ENTRY),
    Call(DATASET, f"{V1}datasets/{{slug}}", Shows.ENTRY),
    Call(f"{DATASET}/tables", f"{D}/tables", Shows.ENTRY),
    Call(f"{DATASET}/tables", f"{D}/tables", Shows.SENDING, "POST", "{{}}"),
    Call(TABLE, T, Shows.ENTRY),
    Call(f"{TABLE}/rows", f"{T}/rows", Shows.ROWS),
    Call(f"{TABLE}/rows", f"{T}/rows", Shows.SENDING, "POST", "{{}}"),
    Call(f"{TABLE}/aggregate", f"{T}/aggregate?select={CONTENT},count(*)&group_by={CONTENT}", Shows.ROWS),
    Call(f"{TABLE}/facets", f"{T}/facets?columns={CONTENT}", Shows.ROWS),
    *(Call(f"{TABLE}/export.<str:format>", f"{T}/export.{form}", Shows.ROWS) for form in WHOLE),
    *(Call(f"{TABLE}/export.<str:format>", f"{T}/export.{form}", Shows.ROWS, proof=False) for form in PACKED),
    Call(f"{V1}query", f"{V1}query?sql=select+*+from+{{table}}", Shows.ROWS),
    Call(f"{V1}query", f"{V1}query", Shows.ROWS, "POST", '{{"sql": "select * from \\"{slug}\\""}}'),
    Call(f"{V1}joins", f"{V1}joins", Shows.ROWS, "POST", '{{"left": "{table}", "right": "{beside}", "on": ["编码"]}}'),
    Call(f"{V1}joins", f"{V1}joins", Shows.ROWS, "POST", '{{"left": "{beside}", "right": "{slug}", "on": ["编码"]}}'),
    Call(f"{TABLE}/releases", f"{T}/releases", Shows.ENTRY, proof=False),
    Call(f"{TABLE}/releases", f"{T}/releases", Shows.SENDING, "PUT"),
    Call(f"{TABLE}/releases/<str:release>", f"{T}/releases/latest", Shows.ENTRY),
    Call(f"{TABLE}/releases/<str:release>/source", f"{T}/releases/1/source", Shows.ROWS),
    Call(f"{TABLE}/releases/<str:release>/files/<str:file>", f"{T}/releases/1/files/none", Shows.ROWS, opened=GONE),
    Call(f"{TABLE}/joinable", f"{T}/joinable", Shows.ROWS, proof=False),
    Call(f"{TABLE}/unionable", f"{T}/unionable", Shows.ROWS, proof=False),
    Call(f"{V1}geocode", f"{V1}geocode?q=370202", Shows.NOTHING),
    Call(f"{V1}geocode/batch", f"{V1}geocode/batch", Shows.NOTHING, "POST", '{{"texts": ["370202"]}}'),
    Call(f"{V1}geocode/reverse", f"{V1}geocode/reverse?lon=120&lat=36", Shows.NOTHING),
    Call(f"{V1}elements", f"{V1}elements", Shows.LIST, proof=False),
    Call(f"{V1}elements/<str:element>", f"{V1}elements/none", Shows.NOTHING, opened=GONE),
    Call(f"{V1}code-lists", f"{V1}code-lists", Shows.NOTHING),
    Call(f"{V1}code-lists/<str:code_list>.csv", f"{V1}code-lists/none.csv", Shows.NOTHING, opened=GONE),
    Call(f"{V1}code-lists/<str:code_list>", f"{V1}code-lists/none", Shows.NOTHING, opened=GONE),
    Call(f"{TABLE}/tiles.json", f"{T}/tiles.json", Shows.ROWS, proof=False),
    Call(f"{TABLE}/tiles/<str:z>/<str:x>/<str:y>.mvt", f"{T}/tiles/9/427/200.mvt", Shows.ROWS),
    Call(f"{TABLE}/conformance", f"{T}/conformance", Shows.ROWS, proof=False),
    Call(f"{TABLE}/contract.json", f"{T}/contract.json", Shows.ROWS, proof=False),
    Call(f"{TABLE}/diff", f"{T}/diff", Shows.ROWS),
    Call(f"{TABLE}/quality", f"{T}/quality", Shows.ROWS),
    Call(f"{TABLE}/problems.csv", f"{T}/problems.csv", Shows.ROWS),
    Call(f"{TABLE}/refused.csv", f"{T}/refused.csv", Shows.ROWS, proof=False),
    Call(f"{TABLE}/batches/<str:batch>", f"{T}/batches/bat_000000000000", Shows.SENDING, opened=GONE),
    Call(f"{TABLE}/key", f"{T}/key", Shows.SENDING, "PUT", '{{"columns": "none"}}'),
    Call(f"{V1}jobs/<str:job>", f"{V1}jobs/{{submission}}", Shows.JOB),
    Call(f"{V1}uploads", f"{V1}uploads", Shows.UPLOADING, "POST"),
    *(
        Call(f"{V1}uploads/<str:upload>", f"{V1}uploads/upl_000000000000", Shows.UPLOADING, method, opened=(404, 415))
        for method in ("HEAD", "PATCH", "DELETE")
    ),
)
PAGE = "/datasets/<slug:slug>/"
PAGES = (
    Call("/", "/", Shows.LIST, proof=False),
    Call("/robots.txt", "/robots.txt", Shows.NOTHING),
    Call("/sitemap.xml", "/sitemap.xml", Shows.NOTHING),
    Call("/sitemap-<int:number>.xml", "/sitemap-1.xml", Shows.LIST, proof=False),
    Call("/datasets/", "/datasets/", Shows.LIST),
    Call("/datasets/values/", "/datasets/values/?q=K0001", Shows.LIST),
    Call("/datasets/feed.atom", "/datasets/feed.atom", Shows.LIST),
    Call("/datasets/open-list.xlsx", "/datasets/open-list.xlsx", Shows.LIST),
    Call("/suggest/", "/suggest/?q=zq", Shows.LIST),
    Call(PAGE, "/datasets/{slug}/", Shows.ENTRY),
    Call(f"{PAGE}data/", "/datasets/{slug}/data/", Shows.ROWS, tells=True),
    Call(f"{PAGE}data/rows/", "/datasets/{slug}/data/rows/", Shows.ROWS),
    Call(f"{PAGE}map/", "/datasets/{slug}/map/", Shows.ROWS, tells=True, proof=False),
    Call(f"{PAGE}chart/", "/datasets/{slug}/chart/", Shows.ROWS, tells=True),
    Call(f"{PAGE}questions/", "/datasets/{slug}/questions/", Shows.ROWS, tells=True),
    Call(f"{PAGE}pivot/", "/datasets/{slug}/pivot/?down=" + CONTENT, Shows.ROWS, tells=True),
    Call(f"{PAGE}pivot.<str:form>", "/datasets/{slug}/pivot.csv?down=" + CONTENT, Shows.ROWS),
    Call("/embed/charts/<slug:slug>/", "/embed/charts/{slug}/?kind=pie&x=" + CONTENT, Shows.ROWS, tells=True),
    Call(f"{PAGE}chart.json", "/datasets/{slug}/chart.json?kind=pie&x=" + CONTENT, Shows.ROWS),
    Call(f"{PAGE}api/", "/datasets/{slug}/api/", Shows.ENTRY),
    Call(f"{PAGE}releases/", "/datasets/{slug}/releases/", Shows.ENTRY),
    Call(f"{PAGE}quality/", "/datasets/{slug}/quality/", Shows.ROWS, tells=True),
    Call(f"{PAGE}changes/", "/datasets/{slug}/changes/", Shows.ROWS, tells=True),
    Call(f"{PAGE}changes.atom", "/datasets/{slug}/changes.atom", Shows.ROWS),
    Call(f"{PAGE}related/", "/datasets/{slug}/related/", Shows.ENTRY),
    Call(f"{PAGE}downloads/", "/datasets/{slug}/downloads/", Shows.ENTRY),
    Call(f"{PAGE}feed.atom", "/datasets/{slug}/feed.atom", Shows.ENTRY),
    Call("/standards/", "/standards/", Shows.NOTHING),
    Call("/standards/elements/<str:key>/", "/standards/elements/none/", Shows.NOTHING, opened=GONE),
    Call("/standards/codes/<str:key>/", "/standards/codes/none/", Shows.NOTHING, opened=GONE),
    Call("/map/", "/map/", Shows.LIST),
    Call("/themes/", "/themes/", Shows.LIST, proof=False),
    Call("/departments/", "/departments/", Shows.LIST, proof=False),
    Call("/departments/<str:key>/", "/departments/canary-own/", Shows.LIST),
    Call("/developers/", "/developers/", Shows.NOTHING),
    Call("/developers/sql/", "/developers/sql/?q=zq", Shows.LIST, proof=False),
    Call("/developers/sql/", "/developers/sql/?sql=select+*+from+{table}", Shows.ROWS),
    Call("/developers/sql/query.<slug:form>", "/developers/sql/query.csv?sql=select+*+from+{table}", Shows.ROWS),
    Call("/ui/", "/ui/", Shows.NOTHING),
    Call("/ui/preferences/", "/ui/preferences/", Shows.NOTHING, "POST", "theme=dark", FORM),
    Call("/login/", "/login/", Shows.NOTHING),
    Call("/mails/unsubscribe/<str:token>/", "/mails/unsubscribe/none/", Shows.NOTHING, opened=GONE),
    Call("/logout/", "/logout/", Shows.NOTHING, opened=(405,)),
)
MY = (
    Call("/my/", "/my/", Shows.MINE),
    Call("/my/language/", "/my/language/", Shows.MINE, "POST", "language=none", FORM),
    Call("/my/password/", "/my/password/", Shows.MINE),
    Call("/my/mail/", "/my/mail/", Shows.MINE),
    Call("/my/mail/address/", "/my/mail/address/", Shows.MINE, "POST", "address=none", FORM),
    Call("/my/mail/address/removal/", "/my/mail/address/removal/", Shows.MINE, "POST"),
    Call("/my/mail/confirmation/<str:token>/", "/my/mail/confirmation/none/", Shows.MINE),
    Call("/my/keys/", "/my/keys/", Shows.MINE),
    Call("/my/views/", "/my/views/", Shows.MINE),
    Call(
        "/my/views/<str:view>/name/",
        "/my/views/svw_000000000000/name/",
        Shows.MINE,
        "POST",
        "name=none",
        FORM,
        opened=GONE,
    ),
    Call("/my/views/<str:view>/removal/", "/my/views/svw_000000000000/removal/", Shows.MINE, "POST", opened=GONE),
    Call("/my/keys/<str:key>/revocation/", "/my/keys/key_000000000000/revocation/", Shows.MINE, "POST", opened=GONE),
)
SUBMISSION, S = "/workbench/submissions/<slug:submission_id>/", "/workbench/submissions/{submission}/"
WORKBENCH = (
    Call("/workbench/", "/workbench/", Shows.WORKBENCH),
    Call("/workbench/upload/", "/workbench/upload/", Shows.UPLOAD),
    Call("/workbench/catalogue/", "/workbench/catalogue/", Shows.CATALOGUE),
    Call("/workbench/catalogue/template.xlsx", "/workbench/catalogue/template.xlsx", Shows.CATALOGUE),
    Call("/workbench/harvest/", "/workbench/harvest/", Shows.HARVEST),
    Call("/workbench/harvest/<slug:key>/", "/workbench/harvest/none/", Shows.HARVEST, opened=GONE),
    Call(
        "/workbench/harvest/<slug:key>/publication/",
        "/workbench/harvest/none/publication/",
        Shows.HARVEST,
        "POST",
        opened=GONE,
    ),
    Call(
        "/workbench/harvest/<slug:key>/runs/<slug:run_id>/",
        "/workbench/harvest/none/runs/none/",
        Shows.HARVEST,
        opened=GONE,
    ),
    Call(SUBMISSION, S, Shows.SUBMISSION),
    Call(f"{SUBMISSION}progress/", f"{S}progress/", Shows.SUBMISSION, proof=False),
    Call(f"{SUBMISSION}dictionary/", f"{S}dictionary/", Shows.DESCRIBING),
    Call(f"{SUBMISSION}dictionary/", f"{S}dictionary/", Shows.DESCRIBING, "POST", "none=1", FORM),
    Call(f"{SUBMISSION}entry/", f"{S}entry/", Shows.DESCRIBING),
    Call(f"{SUBMISSION}entry/", f"{S}entry/", Shows.DESCRIBING, "POST", "none=1", FORM),
    Call(f"{SUBMISSION}preview/", f"{S}preview/", Shows.SUBMISSION),
    Call(f"{SUBMISSION}publication/", f"{S}publication/", Shows.SUBMISSION, "POST", harmful=True),
    Call(f"{SUBMISSION}cancellation/", f"{S}cancellation/", Shows.SUBMISSION, "POST", harmful=True),
    Call(f"{SUBMISSION}tables/<int:number>/<slug:kind>/", f"{S}tables/0/problems/", Shows.SUBMISSION),
)
CALLS = (
    *API,
    *DIALECTS,
    *CKAN,
    *PAGES,
    *MY,
    *WORKBENCH,
    *PROCESSES,
    *REQUESTED,
    *JOINED,
    *TALKING,
    *COMPOSED,
    *SHOWN_APPS,
    *NEWS,
    *CONTESTS,
)
LISTS = (
    *(call.address for call in CALLS if call.shows is Shows.LIST and call.method == "GET"),
    *("/api/v1/datasets?q=清单", "/api/v1/datasets?q=编码", "/datasets/?q=清单&theme=22", "/en/datasets/?q=list"),
    *("/api/v1/suggest?q=清单", "/api/v1/suggest?q=编", "/api/v1/suggest?q=canary", "/suggest/?q=qingdan"),
    *("/oai?verb=ListSets", "/oai?verb=Identify", "/datasets/feed.atom?q=清单", "/en/departments/", "/en/"),
    "/ogc/records/collections/catalog/items?q=清单",
)
