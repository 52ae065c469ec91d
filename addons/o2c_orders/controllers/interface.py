"""The interface for other systems, see docs/interface.md."""

import json
from datetime import datetime, timezone

from odoo import http
from odoo.http import content_disposition, request

from .. import explain
from ..domain.interface_csv import COLUMNS, CsvError, orders_of, read_rows

ROOT = "/o2c/api/v1"
OPTIONS = {"type": "http", "auth": "bearer", "csrf": False, "save_session": False}
STATUS = {
    "no_interface": 403,
    "not_allowed": 403,
    "not_found": 404,
    "too_large": 413,
    "too_many": 413,
    "too_often": 429,
}
PAGE = 100
MAX_PAGE = 500


class Refusal(Exception):
    """A call is refused as a whole; ``args``: code and values."""


def answered(endpoint):
    """Answer refusals in JSON; each call is entered before it is carried out."""

    def call(self, **params):
        try:
            return endpoint(self, self._interface(), **params)
        except Refusal as refusal:
            return _refused(refusal)

    call.__name__, call.__doc__ = endpoint.__name__, endpoint.__doc__
    return call


class O2cInterfaceController(http.Controller):
    # ------------------------------------------------------------- in
    @http.route(f"{ROOT}/orders", methods=["POST"], **OPTIONS)
    def hand_in(self, **params):
        """Orders in JSON."""
        return self._hand_in()

    @http.route(f"{ROOT}/orders.csv", methods=["POST"], **OPTIONS)
    def hand_in_csv(self, **params):
        """Orders in CSV."""
        return self._hand_in_csv()

    @answered
    def _hand_in(self, interface):
        self._allow(interface, interface.hands_in)
        try:
            orders = json.loads(self._body(interface))["orders"]
        except (ValueError, KeyError, TypeError, RecursionError):
            raise Refusal("bad_json") from None
        if not isinstance(orders, list):
            raise Refusal("bad_json")
        pairs = [(str(number), raw) for number, raw in enumerate(orders, 1)]
        return self._take_in(interface, pairs)

    @answered
    def _hand_in_csv(self, interface):
        self._allow(interface, interface.hands_in)
        try:
            rows = read_rows(self._body(interface))
        except CsvError:
            raise Refusal("bad_csv", {"columns": ", ".join(COLUMNS)}) from None
        if len(rows) > interface.max_rows:
            raise Refusal("too_many", {"limit": interface.max_rows})
        pairs = [(", ".join(map(str, n)), raw) for n, raw in orders_of(rows)]
        return self._take_in(interface, pairs)

    def _take_in(self, interface, pairs):
        if len(pairs) > interface.max_rows:
            raise Refusal("too_many", {"limit": interface.max_rows})
        path = request.httprequest.path
        message = interface._take_in(pairs, source="api", subject=f"POST {path}")
        status = 207 if message.failed_count else 200
        return request.make_json_response(message._answer(), status=status)

    # ------------------------------------------------------------- out
    @http.route(
        [f"{ROOT}/orders", f"{ROOT}/orders.csv", f"{ROOT}/orders/<path:external_id>"],
        methods=["GET"],
        **OPTIONS,
    )
    def orders(self, external_id=None, **params):
        """The status of orders: one, or those that changed."""
        return self._orders(external_id=external_id, **params)

    @http.route(
        [f"{ROOT}/invoices", f"{ROOT}/invoices.csv"], methods=["GET"], **OPTIONS
    )
    def invoices(self, **params):
        """The invoices of orders that changed."""
        return self._invoices(**params)

    @http.route(f"{ROOT}/invoices/<int:invoice_id>/pdf", methods=["GET"], **OPTIONS)
    def invoice_pdf(self, invoice_id, **params):
        """An invoice as PDF."""
        return self._invoice_pdf(invoice_id=invoice_id)

    @answered
    def _orders(self, interface, external_id=None, **params):
        self._allow(interface, interface.reads_status)
        page = _page(params)
        self._enter(interface)
        if external_id is None:
            found = interface._read_orders(**page)
            return self._answer(found, interface._orders_csv)
        order = interface._orders_of([external_id])
        if not order:
            raise Refusal("not_found")
        return request.make_json_response(order._o2c_interface_status()[0])

    @answered
    def _invoices(self, interface, **params):
        self._allow(interface, interface.reads_invoices)
        page = _page(params)
        self._enter(interface)
        found = interface._read_invoices(**page)
        return self._answer(found, interface._invoices_csv)

    @answered
    def _invoice_pdf(self, interface, invoice_id):
        self._allow(interface, interface.reads_invoices)
        self._enter(interface)
        domain = [*interface._invoices(), ("id", "=", invoice_id)]
        move = interface.env["account.move"].search(domain, limit=1)
        if not move:
            raise Refusal("not_found")
        name, content, mimetype = move._o2c_invoice_file()
        headers = [
            ("Content-Type", mimetype),
            ("Content-Disposition", content_disposition(name)),
        ]
        return request.make_response(content, headers)

    # ------------------------------------------------------------- every call
    def _interface(self):
        interface = request.env["o2c.interface"]._of_caller()
        if not interface:
            raise Refusal("no_interface")
        if not interface._may_call():
            raise Refusal("too_often")
        return interface._acting()

    def _allow(self, interface, allowed):
        if not allowed:
            raise Refusal("not_allowed")

    def _enter(self, interface):
        """Remember a reading call; an intake is remembered with its rows."""
        interface.env["o2c.interface.message"].create(
            {
                "interface_id": interface.id,
                "direction": "out",
                "source": "api",
                "subject": f"GET {request.httprequest.path}",
            }
        )

    def _body(self, interface):
        """The body of the call as text, not larger than allowed."""
        length = request.httprequest.content_length
        if length is None or length > interface.max_bytes:
            raise Refusal("too_large", {"limit": interface.max_bytes})
        try:
            return request.httprequest.get_data().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise Refusal("not_utf8") from None

    def _answer(self, found, csv_of):
        if not request.httprequest.path.endswith(".csv"):
            return request.make_json_response(found)
        headers = [("Content-Type", "text/csv; charset=utf-8")]
        if page := found["next"]:
            headers += [("X-Next-Since", page["since"])]
            headers += [("X-Next-After", str(page["after"]))]
        return request.make_response(csv_of(found), headers)


def _page(params):
    """What is asked for: since when, after which id, how many."""
    return {
        "since": _since(params.get("since")),
        "after": _whole(params, "after", 0, 2**31 - 1),
        "limit": _whole(params, "limit", PAGE, MAX_PAGE) or PAGE,
    }


def _since(text):
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        raise Refusal("bad_value", {"name": "since"}) from None
    if moment.tzinfo:
        moment = moment.astimezone(timezone.utc).replace(tzinfo=None)
    return moment


def _whole(params, name, default, highest):
    text = params.get(name)
    if not text:
        return default
    if not text.isascii() or not text.isdigit():
        raise Refusal("bad_value", {"name": name})
    return min(int(text), highest)


def _refused(refusal):
    code, values = (*refusal.args, {})[:2]
    text = explain.interface.call(request.env, code, **values)
    answer = request.make_json_response(
        {"error": {"code": code, "message": text}}, status=STATUS.get(code, 400)
    )
    if code == "too_often":
        answer.headers["Retry-After"] = "60"
    return answer
