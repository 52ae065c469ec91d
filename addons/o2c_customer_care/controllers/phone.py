from urllib.parse import quote

from odoo import http
from odoo.http import request


class O2cCarePhone(http.Controller):
    @http.route("/o2c/care/phone", type="http", auth="user", methods=["GET"])
    def phone(self, number="", **kw):
        """Pop up who calls: ``/o2c/care/phone?number=+390255501234``.

        For telephone systems and ``tel:`` handlers; nothing is written by it.
        """
        # a plus sign that nobody encoded arrives as a space
        number = f"+{number.strip()}" if number.startswith(" ") else number.strip()
        return request.redirect(f"/odoo/o2c-phone?o2c_number={quote(number[:40])}")
