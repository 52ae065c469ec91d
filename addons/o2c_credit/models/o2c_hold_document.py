from odoo import fields, models

from ..domain.policy import Kind


class O2cHold(models.Model):
    _name = "o2c.hold"
    _inherit = "o2c.hold"

    credit_decision_id = fields.Many2one(
        "o2c.credit.decision",
        "Decision document",
        index="btree_not_null",
        ondelete="restrict",
        groups="o2c_credit.group_credit_user",
        help="What was known and which rules were hit when the order was held.",
    )

    def _same_findings(self, vals):
        """Whether the rules found the same as when this hold was placed."""
        decisions = self.env["o2c.credit.decision"].sudo()  # the check reads its own
        found = decisions.browse(vals.get("credit_decision_id") or ())
        mine = self.sudo().credit_decision_id  # as above
        return mine.extent == found.extent

    def _approved_kinds(self):
        """The kinds of rule that the person saw who let the latest of these pass.

        :return: frozenset of Kinds; None when nobody let any pass
        """
        let_pass = self.filtered(lambda h: h._is_decided())
        # as in _approves, and of a document that its reader need not see
        latest = let_pass.sorted("id")[-1:].sudo()
        if not latest:
            return None
        hits = latest.credit_decision_id.hits
        if hits is False or hits is None:
            # held before there were documents: it was for the limit
            return frozenset((Kind.LIMIT_EXCEEDED,))
        return frozenset(Kind(hit["kind"]) for hit in hits)
