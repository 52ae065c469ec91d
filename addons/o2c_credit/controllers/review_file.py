from odoo import http
from odoo.http import content_disposition, request


class O2cReviewFile(http.Controller):
    @http.route(
        "/o2c/credit/<int:account_id>/review.json",
        type="http",
        auth="user",
        methods=["GET"],
    )
    def review_file(self, account_id, **kw):
        """The review file of one customer, as JSON; credit users only."""
        account = request.env["o2c.credit.account"].browse(account_id).exists()
        if not account:
            raise request.not_found()
        return request.make_json_response(
            account._review_file(),
            headers=[("Content-Disposition", content_disposition("review.json"))],
        )
