import logging
import time
from http import HTTPStatus

from odoo import http
from odoo.http import request

from odoo.addons.o2c_orders.controllers.courier import FORMS, SIGNATURE, STAMP
from odoo.addons.o2c_orders.domain import courier as signed

from ..domain.sms_reply import Unreadable, read_json

_logger = logging.getLogger(__name__)


class O2cSmsReply(http.Controller):
    """Where a gateway hands on text messages, signed as couriers sign."""

    @http.route(
        "/o2c/care/sms/<string:token>",
        type="http",
        auth="public",
        methods=["POST"],
        csrf=False,
        save_session=False,
    )
    def receive(self, token, **kw):
        """Take in the messages of one signed call; the same again changes nothing."""
        # gateways are no users: the signature proves who speaks
        line = request.env["o2c.sms.line"].sudo().search([("token", "=", token)])
        if not line:
            return self._answer(HTTPStatus.NOT_FOUND, error="unknown address")
        if request.httprequest.mimetype in FORMS:
            text = "send application/json"
            return self._answer(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, error=text)
        size = request.httprequest.content_length or 0
        large = size > signed.LARGEST
        body = b"" if large else request.httprequest.get_data()
        if large:
            return self._answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, error="too large")
        refused = self._refused(line, body)
        if refused:
            _logger.warning("text messages to %s refused: %s", line.id, refused)
            return self._answer(HTTPStatus.UNAUTHORIZED, error=refused)
        try:
            texts = read_json(body)
        except Unreadable as error:
            return self._answer(HTTPStatus.BAD_REQUEST, error=str(error))
        rows = line.with_company(line.company_id)._take_in(texts)
        return self._answer(HTTPStatus.OK, results=[self._result(*row) for row in rows])

    def _refused(self, line, body):
        headers = request.httprequest.headers
        decision = signed.check(
            [line.secret],
            headers.get(STAMP),
            body,
            headers.get(SIGNATURE),
            int(time.time()),
        )
        return "" if decision.ok else decision.reasons[0].code.value

    def _result(self, text, entry, is_new):
        result = {"id": text.key, "new": is_new}
        if text.fault:
            return {**result, "outcome": "error", "missing": text.fault}
        return {**result, "outcome": entry.outcome, "ticket": entry.ticket_id.number}

    def _answer(self, status, **values):
        return request.make_json_response(values, status=status.value)
