import json
import time

from odoo import SUPERUSER_ID, http
from odoo.http import request

from ..domain import call_out

LARGEST = 65536  # bytes of a report
RESULTS = {"done": True, "failed": False}


class O2cTaskReport(http.Controller):
    """Systems that accepted a task say here how it ended."""

    @http.route(
        "/o2c/task/report",
        type="http",
        auth="public",
        methods=["POST"],
        csrf=False,
        save_session=False,
    )
    def report(self, **kw):
        """JSON ``{"task", "status": "done"|"failed", "reference", "message"}``, sealed
        as the calls are. 200: it is so now; 409: it had ended otherwise."""
        if (request.httprequest.content_length or 0) > LARGEST:
            return self._answer(413, "too large")
        body = request.httprequest.get_data()
        report = _parsed(body)
        if report is None:
            return self._answer(400, "no such report")
        task = self._sealed_task(report, body)
        if not task:
            return self._answer(401, "unknown task or wrong seal")
        right = task._report(
            RESULTS[report["status"]], report.get("reference"), report.get("message")
        )
        return self._answer(200 if right else 409, task.state)

    def _sealed_task(self, report, body):
        """The task of a report, if the seal is that of the system that was called."""
        tasks = request.env["o2c.task"].with_user(SUPERUSER_ID)
        task = tasks.search([("uuid", "=", report["task"])], limit=1)
        headers = request.httprequest.headers
        right = call_out.sealed_by(
            task.template_id.endpoint_id.secret or "",
            headers.get("X-O2C-Timestamp", ""),
            body,
            headers.get("X-O2C-Signature", ""),
            int(time.time()),
        )
        return task if right else tasks.browse()

    def _answer(self, status, text):
        return request.make_json_response({"result": text}, status=status)


def _parsed(body):
    """The report as a dict with a known task and status; None when it is none."""
    try:
        report = json.loads(body)
    except ValueError:
        return None
    if not isinstance(report, dict) or not isinstance(report.get("task"), str):
        return None
    return report if report.get("status") in RESULTS else None
