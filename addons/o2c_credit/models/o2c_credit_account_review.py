"""The review file: what is known about a customer, how it was judged, and by whom.

For the person scored (GDPR, articles 15 and 22): inputs, scorecard and version, points
with their meaning, what would have given other points, who decided what.
"""

from odoo import fields, models
from odoo.exceptions import AccessError

from .. import explain
from ..domain import exposure

USER = "o2c_credit.group_credit_user"


class O2cCreditAccount(models.Model):
    _name = "o2c.credit.account"
    _inherit = "o2c.credit.account"

    review_ids = fields.One2many("o2c.credit.review", "account_id", "Reviews")

    def action_review_file(self):
        """Print the review file of this customer."""
        return self.env.ref("o2c_credit.report_review_file").report_action(self)

    def action_review_json(self):
        """Download the review file as JSON."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/o2c/credit/{self.id}/review.json",
            "target": "self",
        }

    def action_reviews(self):
        """Open the reviews that this customer asked for."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "o2c_credit.action_credit_review"
        )
        return {
            **action,
            "domain": [("account_id", "=", self.id)],
            "context": {"default_account_id": self.id},
        }

    def _review_file(self):
        """All that the person may know of it, as plain JSON values.

        :raise AccessError: the user is no credit user
        """
        self.ensure_one()
        if not (self.env.su or self.env.user.has_group(USER)):
            raise AccessError(explain.review.no_credit_user(self.env))
        self.check_access("read")
        account = self.sudo()  # asked above; the file has what holds and scores say
        return {
            "person": account.partner_id.display_name,
            "address": account.partner_id._display_address(without_company=True),
            "controller": account.company_id.name,
            "date": fields.Date.context_today(self).isoformat(),
            "exposure": account._review_exposure(),
            "score": account._review_score(),
            "decisions": account._review_decisions(),
            "reviews": account._review_requests(),
            "rights": explain.review.rights(self.env, account.company_id),
        }

    def _review_exposure(self):
        facts = self._facts()[self]
        lines = [
            (explain.exposure.part_name(self.env, part), amount)
            for part, amount in exposure.parts(facts).items()
        ]
        limit = explain.exposure.limit_text(self.env, self.currency_id, facts.limit)
        return {
            "currency": self.currency_id.name,
            "limit": limit,
            "parts": [
                {"name": name, "amount": self.currency_id.format(float(amount))}
                for name, amount in lines
            ],
            "total": self.currency_id.format(float(exposure.total(facts))),
        }

    def _review_score(self):
        """The score with its points; None when the customer was never scored."""
        result = self._stored_score()
        if not result:
            return None
        return {
            "scorecard": self.score_run_id.scorecard_id.display_name,
            "date": self.score_date.isoformat(),
            "points": result.points,
            "class": result.risk_class,
            "class_by_points": result.scored_class,
            "set_by_hand": self.override_text or "",
            "probability": result.probability,
            "meaning": explain.review.meaning(self, result),
            "reasons": explain.score.reasons(self.env, self.currency_id, result),
            "factors": explain.review.factors(self, result),
        }

    # ------------------------------------------------------------- who decided
    def _decided_holds(self):
        """The holds on this customer's orders in this company, the latest first."""
        holds = self.env["o2c.hold"].sudo()  # for those who may see the account
        return holds.search(
            [
                ("partner_id", "=", self.partner_id.id),
                ("company_id", "child_of", self.company_id.id),
                ("origin_model", "=", self._name),
            ],
            order="id desc",
        )

    def _deciders(self):
        """The people who let orders of this customer pass or held them by hand."""
        if not self:
            return self.env["res.users"]
        holds = self._decided_holds()
        by_hand = holds.filtered("forced").placed_by_id
        released = holds.filtered(lambda h: not h.released_by_rule).released_by_id
        return by_hand | released | self._decision_documents().decided_by_id

    def _decision_documents(self):
        """What was decided about orders of this customer, the latest first."""
        decisions = self.env["o2c.credit.decision"].sudo()  # as the holds
        return decisions.search([("account_id", "in", self.ids)], order="id desc")

    def _review_decisions(self):
        documents = self._decision_documents()
        by_people = documents.filtered("decided_by_id").order_id
        # what the ledger of holds tells of people and no document does
        let_pass = self._decided_holds().filtered(
            lambda h: (
                h.released_by_id
                and not h.released_by_rule
                and h.order_id not in by_people
            )
        )
        rows = [explain.review.decision(d) for d in documents]
        rows += [explain.review.release(h) for h in let_pass]
        return sorted(rows, key=lambda row: row["at"], reverse=True)

    def _review_requests(self):
        return [
            {
                "asked_on": review.asked_on.isoformat(),
                "own_view": review.own_view,
                "outcome": explain.review.outcome(review),
                "answer": review.answer or "",
            }
            for review in self.review_ids
        ]
