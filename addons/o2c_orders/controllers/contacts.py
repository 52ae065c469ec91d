from odoo import http
from odoo.http import content_disposition, request


class O2cContacts(http.Controller):
    @http.route("/o2c/contacts.json", type="http", auth="user", methods=["GET"])
    def export(self, ids, **kw):
        """The contacts ``ids`` (comma-separated) with their proof, as a JSON file."""
        numbers = [int(part) for part in ids.split(",") if part.isdigit()]
        contacts = request.env["o2c.contact"].browse(numbers).exists()
        return request.make_json_response(
            {"entries": contacts._extract()},
            headers=[("Content-Disposition", content_disposition("contacts.json"))],
        )
