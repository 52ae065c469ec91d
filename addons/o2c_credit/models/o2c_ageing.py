from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .. import explain
from ..domain import ageing


class O2cAgeing(models.Model):
    """A set of buckets by which open items are aged.

    A bucket ends where the next begins; the first takes all that is below as well and
    the last has no end, so no item falls outside.
    """

    _name = "o2c.ageing"
    _description = "Ageing"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index=True, help="Without company it is for all of them."
    )
    bucket_ids = fields.One2many("o2c.ageing.bucket", "ageing_id", "Buckets")

    @api.constrains("name", "bucket_ids")
    def _check_buckets(self):
        for scheme in self:
            if not scheme.bucket_ids:
                raise ValidationError(explain.ageing.no_bucket(self.env))

    @api.model
    def _of(self, company):
        """The set of buckets in use for ``company``: its own before the common one."""
        # how a customer's debts are aged is no secret, whoever prints it
        known = self.sudo().search([("company_id", "in", (company.root_id.id, False))])
        return known.sorted(lambda a: not a.company_id)[:1]

    def _starts(self):
        """The days on which the buckets begin, in order."""
        return tuple(self.bucket_ids.sorted("day_from").mapped("day_from")) or (0,)


class O2cAgeingBucket(models.Model):
    """One bucket of an ageing: from this day overdue to where the next begins."""

    _name = "o2c.ageing.bucket"
    _description = "Ageing bucket"
    _order = "ageing_id, day_from"

    ageing_id = fields.Many2one(
        "o2c.ageing", required=True, index=True, ondelete="cascade"
    )
    day_from = fields.Integer(
        "From day overdue",
        required=True,
        help="0 is the due date, days below zero are before it. The first bucket takes"
        " everything below as well.",
    )
    own_name = fields.Char(
        "Name", translate=True, help="Without a name the days are shown."
    )
    day_to = fields.Char("To", compute="_compute_day_to")

    _starts_once = models.Constraint(
        "UNIQUE (ageing_id, day_from)", "Two buckets cannot begin on the same day."
    )

    @api.depends("own_name", "day_from", "ageing_id.bucket_ids.day_from")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for bucket in self:
            first, last = bucket._bounds()
            days = explain.ageing.days(self.env, first, last)
            bucket.display_name = bucket.own_name or days

    @api.depends("day_from", "ageing_id.bucket_ids.day_from")
    def _compute_day_to(self):
        for bucket in self:
            last = bucket._bounds()[1]
            bucket.day_to = "" if last is None else str(last)

    def _bounds(self):
        starts = self.ageing_id._starts()
        if self.day_from not in starts:
            return self.day_from, None
        return ageing.bounds(starts)[starts.index(self.day_from)]

    @api.ondelete(at_uninstall=False)
    def _unlink_except_last(self):
        for scheme in self.ageing_id:
            if not scheme.bucket_ids - self:
                raise ValidationError(explain.ageing.no_bucket(self.env))
