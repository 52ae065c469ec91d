import hashlib
import time
from http import HTTPStatus

from odoo import http
from odoo.http import request

from .. import explain
from ..domain import courier as signed
from ..domain.courier_report import Report, read_json

STAMP = "X-O2C-Timestamp"
SIGNATURE = "X-O2C-Signature"
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
CODES = {
    signed.Refused.TOO_LARGE: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
}


class O2cCourierWebhook(http.Controller):
    """Where couriers report by themselves; see the guide of the module."""

    @http.route(
        "/o2c/courier/<string:token>",
        type="http",
        auth="public",
        methods=["POST"],
        csrf=False,
        save_session=False,
    )
    def report(self, token, **kw):
        """Take in the reports of one signed message.

        Every answer is JSON. 200 lists each report with its outcome, also when one
        is unknown to us: it is kept, and sending it again changes nothing.
        """
        # couriers are no users: the signature proves who speaks
        couriers = request.env["o2c.courier"].sudo()
        courier = couriers.search([("webhook_token", "=", token)])
        if not courier:
            return self._answer(HTTPStatus.NOT_FOUND, error="unknown address")
        if request.httprequest.mimetype in FORMS:
            # a form is taken apart before anybody could check what was signed
            text = "send application/json"
            return self._answer(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, error=text)
        body = self._body()
        decision = self._believed(courier, body)
        if not decision.ok:
            return self._refuse(courier, body, decision.reasons[0])
        reading = read_json(body, courier._zone())
        if reading.faults:
            detail = explain.courier.faults(request.env, reading.faults)
            self._keep(courier, body, "unreadable", detail)
            return self._answer(HTTPStatus.BAD_REQUEST, error=detail)
        messages = request.env["o2c.courier.message"].sudo()  # as above
        rows = messages._receive(courier, reading.reports, "webhook")
        return self._answer(HTTPStatus.OK, results=[self._result(*row) for row in rows])

    def _body(self):
        """The body; one that is too large is not read, only counted."""
        size = request.httprequest.content_length or 0
        if size > signed.LARGEST:
            return bytes(signed.LARGEST + 1)
        return request.httprequest.get_data()

    def _believed(self, courier, body):
        now = request.env.cr.now()
        headers = request.httprequest.headers
        return signed.check(
            courier._secrets(now),
            headers.get(STAMP),
            body,
            headers.get(SIGNATURE),
            int(time.time()),
        )

    def _refuse(self, courier, body, reason):
        detail = explain.courier.refused(request.env, reason)
        self._keep(courier, body[:10000], "refused", detail)
        status = CODES.get(reason.code, HTTPStatus.UNAUTHORIZED)
        return self._answer(status, error=reason.code.value, detail=detail)

    def _keep(self, courier, body, outcome, detail):
        """Keep what could not be taken in, so that somebody can look at it."""
        key = "body:" + hashlib.sha256(body).hexdigest()
        report = Report(body.decode(errors="replace").replace("\0", ""), 1, key=key)
        messages = request.env["o2c.courier.message"].sudo()  # as above
        messages._keep(courier, report, outcome, detail)

    def _result(self, report, message, is_new):
        result = {"key": report.key, "outcome": message.outcome, "new": is_new}
        return {**result, "detail": message.detail} if message.detail else result

    def _answer(self, status, **values):
        return request.make_json_response(values, status=status.value)
