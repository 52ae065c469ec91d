from urllib.parse import quote

from odoo import http
from odoo.http import request


class O2cCard(http.Controller):
    @http.route("/o2c/card", type="http", auth="user", methods=["GET"])
    def card(self, phone="", q="", **kw):
        """Pop up the card of who calls: ``/o2c/card?phone=+390255501234``.

        For telephone systems and ``tel:`` handlers. One customer opens at once; of
        several, or none, the search box shows what was found.
        """
        text = (phone or q).strip()
        # a plus sign that nobody encoded arrives as a space
        text = f"+{text}" if phone.startswith(" ") else text
        found = request.env["res.partner"].o2c_card_search(text)
        if len(found) == 1:
            return request.redirect(f"/odoo/o2c-card/{found[0]['id']}")
        return request.redirect(f"/odoo/o2c-card?o2c_q={quote(text)}")
