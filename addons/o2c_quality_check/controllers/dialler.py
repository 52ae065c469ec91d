from http import HTTPStatus

from odoo import SUPERUSER_ID, fields, http
from odoo.http import request

from odoo.addons.o2c_orders.controllers.courier import FORMS, SIGNATURE, STAMP
from odoo.addons.o2c_orders.domain.courier import Refused

from ..domain.phone_events import Unreadable
from ..models.o2c_dialler_web import LARGEST, WEB


class O2cDiallerEvents(http.Controller):
    """Where a telephone system of one's own tells what happens on its lines."""

    @http.route(
        "/o2c/dialler/<int:dialler_id>/events",
        type="http",
        auth="public",
        methods=["POST"],
        csrf=False,
        save_session=False,
    )
    def events(self, dialler_id, **kw):
        """Take in the events of one signed message; every answer is JSON."""
        # telephone systems are no users: the signature proves who speaks, and what
        # follows is the dialler's work, as in its job
        env = request.env(user=SUPERUSER_ID)
        dialler = env["o2c.dialler"].browse(dialler_id).exists()
        if dialler.kind != WEB:
            return self._answer(HTTPStatus.NOT_FOUND, error="unknown address")
        if request.httprequest.mimetype in FORMS:
            # a form is taken apart before anybody could check what was signed
            text = "send application/json"
            return self._answer(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, error=text)
        return self._told(dialler, self._now())

    def _now(self):
        return fields.Datetime.now()

    def _told(self, dialler, now):
        size = request.httprequest.content_length
        # without a length nobody knows how much there is to read
        body = (
            None if size is None or size > LARGEST else request.httprequest.get_data()
        )
        if body is None:
            code = Refused.TOO_LARGE.value
            dialler._web_keep_refused(code, b"", now)
            return self._answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, error=code)
        headers = request.httprequest.headers
        signature = headers.get(SIGNATURE)
        refused = dialler._web_refused(headers.get(STAMP), signature, body)
        if refused:
            dialler._web_keep_refused(refused, body, now)
            return self._answer(HTTPStatus.UNAUTHORIZED, error=refused)
        return self._take_in(dialler, body, signature, now)

    def _take_in(self, dialler, body, signature, now):
        try:
            results = dialler._web_take_in(body, signature, now)
        except Unreadable as error:
            dialler._web_keep_refused("unreadable", body, now, error=str(error))
            return self._answer(HTTPStatus.BAD_REQUEST, error=str(error))
        if results is None:
            dialler._web_keep_refused("replayed", body, now)
            return self._answer(HTTPStatus.CONFLICT, error="replayed")
        return self._answer(HTTPStatus.OK, results=results)

    def _answer(self, status, **values):
        return request.make_json_response(values, status=status.value)
