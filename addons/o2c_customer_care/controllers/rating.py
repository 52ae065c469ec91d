from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.rating.controllers.main import Rating

from .. import explain
from ..domain.aftercare import BEST, WORST

COMMENT_LENGTH = 4000
LINK = "/care/rate/<string:token>"


class O2cCareRating(Rating):
    """The page on which a customer rates a closing, by the token of his mail.

    Opening it records nothing: programs that look through mails open every link.
    """

    @http.route(LINK, type="http", auth="public", methods=["GET"], website=True)
    def care_rating(self, token, value=None, **kw):
        ticket, rating = self._of_token(token)
        if not ticket:
            return self._gone()
        return self._page(ticket, rating, chosen=_number(value))

    @http.route(LINK, type="http", auth="public", methods=["POST"], website=True)
    def care_rate(self, token, value=None, **kw):
        ticket, rating = self._of_token(token)
        if not ticket:
            return self._gone()
        try:
            ticket.rating_apply(_number(value) or 0, rating=rating)
        except UserError as error:
            return self._page(ticket, rating, refused=str(error))
        return request.redirect(f"/care/rate/{token}", code=303)

    @http.route(
        f"{LINK}/comment", type="http", auth="public", methods=["POST"], website=True
    )
    def care_comment(self, token, comment="", **kw):
        ticket, rating = self._of_token(token)
        if not ticket:
            return self._gone()
        ticket._add_rating_comment(rating, comment.strip()[:COMMENT_LENGTH])
        return request.redirect(f"/care/rate/{token}", code=303)

    # ------------------------------------------------------------- Odoo's own page
    @http.route()
    def action_open_rating(self, token, rate, **kwargs):
        """Tickets have a page of their own, whose rule counts."""
        if self._of_token(token)[0]:
            return request.redirect(f"/care/rate/{token}", code=303)
        return super().action_open_rating(token, rate, **kwargs)

    @http.route()
    def action_submit_rating(self, token, rate=0, **kwargs):
        if self._of_token(token)[0]:
            return request.redirect(f"/care/rate/{token}", code=303)
        return super().action_submit_rating(token, rate=rate, **kwargs)

    # ------------------------------------------------------------- helpers
    def _of_token(self, token):
        """The ticket and rating (superuser) of a right token; nothing of any other."""
        # nobody is signed in: the token, which cannot be guessed, says who it is
        env = request.env(su=True)
        rating = env["rating.rating"].search(
            [
                ("access_token", "=", token),
                ("res_model", "=", "o2c.ticket"),
                ("o2c_round", ">", 0),
            ],
            limit=1,
        )
        ticket = env["o2c.ticket"].browse(rating.res_id).exists() if rating else None
        return (ticket, rating) if ticket else (None, None)

    def _page(self, ticket, rating, chosen=None, refused=""):
        lang = ticket.lang or rating.partner_id.lang
        if lang:
            request.update_context(lang=lang)
            ticket = ticket.with_context(lang=lang)
        if not (rating.consumed or refused):
            refused = self._objection(ticket, rating)
        choices = ticket._rating_values()
        names = {number: name for number, name, _face in choices}
        values = {
            "ticket": ticket,
            "rating": rating,
            "choices": choices,
            "chosen": chosen,
            "refused": refused,
            "given": names.get(int(rating.rating)),
            "page_name": "o2c_rating",
        }
        response = request.render("o2c_customer_care.rating_page", values)
        # the address holds the token: no other site gets to know it
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    def _objection(self, ticket, rating):
        decision = ticket._judge_rating(rating, BEST)
        reasons = [explain.aftercare.refused(ticket, r) for r in decision.reasons]
        return "\n".join(reasons)

    def _gone(self):
        response = request.render("o2c_customer_care.rating_gone")
        response.status_code = 404
        return response


def _number(text):
    """The rating that a form or link names, None: none."""
    number = int(text) if text and text.isdecimal() and len(text) == 1 else 0
    return number if WORST <= number <= BEST else None
