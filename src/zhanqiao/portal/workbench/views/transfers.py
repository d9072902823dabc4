"""What department nodes handed over, with the receipts to keep."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from zhanqiao.people.access.operations import access
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.workbench import queries


@access(Action.see_transfers)
@never_cache
@require_GET
def transfers(request: HttpRequest) -> HttpResponse:
    """List the transfers of the departments that the person works for, newest first."""
    page = queries.transfers_page(card=card_of_request(request), page=request.GET.get("page", ""))
    return render(request, "workbench/transfers.html", page | {"section": "workbench"})


@access(Action.see_transfers)
@never_cache
@require_GET
def receipt(request: HttpRequest, transfer_id: str) -> HttpResponse:
    """Hand out a receipt with all that proves it, as a file."""
    proof = queries.receipt_of(card=card_of_request(request), transfer_id=transfer_id)
    headers = {"Content-Disposition": f'attachment; filename="{transfer_id}.json"'}
    return JsonResponse(proof, json_dumps_params={"ensure_ascii": False, "indent": 2}, headers=headers)
