import json

from odoo import SUPERUSER_ID, http
from odoo.http import request
from odoo.tools import file_open
from odoo.tools.json import scriptsafe

from .. import explain

LARGEST = 14 * 1024 * 1024  # bytes of one report: two images and a few words


class O2cDriverPage(http.Controller):
    """The driver's page: a signed link that expires, no account.

    The page keeps what happened at the door on the phone until the server has it. A
    report is entered once for each key, so sending it again is always safe.
    """

    @http.route(
        "/o2c/run/worker.js", type="http", auth="public", methods=["GET"], sitemap=False
    )
    def o2c_driver_worker(self):
        """The script that keeps the page for a dead spot, allowed for /o2c/run/."""
        with file_open("o2c_orders/static/driver/worker.js") as script:
            content = script.read()
        headers = [
            ("Content-Type", "text/javascript; charset=utf-8"),
            ("Service-Worker-Allowed", "/o2c/run/"),
            ("Cache-Control", "no-cache"),
        ]
        return request.make_response(content, headers)

    @http.route(
        "/o2c/run/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        sitemap=False,
    )
    def o2c_driver_page(self, token, **_kw):
        run = self._o2c_run(token)
        if not run:
            return self._o2c_html("o2c_orders.driver_refused", {}, status=403)
        values = {
            "run": run,
            "data": scriptsafe.dumps({"run": run.id, "stops": run._o2c_stop_views()}),
            "reasons": [
                (code, explain.driver.reason(run.env, code))
                for code, _name in explain.driver.REASONS
            ],
        }
        return self._o2c_html("o2c_orders.driver_page", values)

    def _o2c_html(self, template, values, status=200):
        """A page of its own, without the layout of the portal: it works offline."""
        values = {"lang": (request.env.lang or "en").replace("_", "-"), **values}
        page = request.env["ir.ui.view"]._render_template(template, values)
        headers = [("Cache-Control", "no-store"), ("Referrer-Policy", "no-referrer")]
        return request.make_response(f"<!DOCTYPE html>\n{page}", headers, status=status)

    # a report waits on the phone longer than any form token; the link is the right
    @http.route(
        "/o2c/run/<string:token>/report",
        type="http",
        auth="public",
        methods=["POST"],
        csrf=False,
        sitemap=False,
    )
    def o2c_driver_report(self, token, **_kw):
        run = self._o2c_run(token)
        if not run:
            return self._o2c_answer(403, error=explain.driver.link_over(request.env))
        if (request.httprequest.content_length or 0) > LARGEST:
            return self._o2c_answer(413, error=explain.driver.too_large(request.env))
        try:
            values = json.loads(request.httprequest.get_data())
        except ValueError:
            values = None
        if not isinstance(values, dict):
            return self._o2c_answer(400, error=explain.driver.unreadable(request.env))
        error, stop = run._o2c_stop_reported(values)
        if error:
            return self._o2c_answer(422, error=error)
        return self._o2c_answer(200, stop=stop)

    def _o2c_run(self, token):
        """The run in the driver's language, empty for a link that does not hold."""
        # the link is the right, the page is nobody's
        env = request.env(user=SUPERUSER_ID, su=True)
        run = env["stock.picking.batch"]._o2c_run_of(token)
        lang = run.driver_id.lang or run.company_id.partner_id.lang or env.lang
        request.update_context(lang=lang)
        return run.with_context(lang=lang)

    def _o2c_answer(self, status, **content):
        return request.make_json_response(content, status=status)
