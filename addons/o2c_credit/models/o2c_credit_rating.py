from odoo import api, fields, models


class O2cCreditRating(models.Model):
    """What an agency thinks of a customer, on a scale from 0 (worst) to 100."""

    _name = "o2c.credit.rating"
    _description = "External rating"
    _order = "date desc, id desc"

    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        required=True,
        index=True,
        ondelete="cascade",
        domain="['|', ('is_company', '=', True), ('parent_id', '=', False)]",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company.root_id,
        domain="[('parent_id', '=', False)]",
    )
    agency = fields.Char(required=True)
    value = fields.Char("Rating", required=True, help="As the agency writes it.")
    scale = fields.Integer(
        "On our scale", required=True, help="0 is the worst, 100 the best."
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    expires = fields.Date(help="The first day on which it no longer counts.")

    _once = models.Constraint(
        "UNIQUE (partner_id, company_id, agency, date)",
        "This agency has rated the customer on that day already.",
    )
    _on_scale = models.Constraint(
        "CHECK (scale BETWEEN 0 AND 100)", "Our scale goes from 0 to 100."
    )
    _expires_later = models.Constraint(
        "CHECK (expires IS NULL OR expires > date)", "It expires after its date."
    )

    @api.depends("agency", "value")
    def _compute_display_name(self):
        for rating in self:
            rating.display_name = f"{rating.agency}: {rating.value}"

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._at_customer(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._at_customer(vals))

    def _at_customer(self, vals):
        """The rating of a contact is that of his company."""
        if not vals.get("partner_id"):
            return vals
        partner = self.env["res.partner"].browse(vals["partner_id"])
        return {**vals, "partner_id": partner.commercial_partner_id.id}


class O2cScorePrior(models.Model):
    """What is thought of a country or a sector, for customers without history."""

    _name = "o2c.score.prior"
    _description = "Risk of country or sector"
    _order = "country_id, industry_id, id"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company.root_id,
        domain="[('parent_id', '=', False)]",
    )
    country_id = fields.Many2one("res.country")
    industry_id = fields.Many2one("res.partner.industry", "Sector")
    risk = fields.Integer(required=True, help="0 is none, 100 the highest.")
    source = fields.Char(required=True, help="Who says so, and of which year.")

    _one_of = models.Constraint(
        "CHECK ((country_id IS NULL) <> (industry_id IS NULL))",
        "Either a country or a sector.",
    )
    _once = models.UniqueIndex(
        "(company_id, COALESCE(country_id, 0), COALESCE(industry_id, 0))",
        "There is a figure for this country or sector already.",
    )
    _on_scale = models.Constraint(
        "CHECK (risk BETWEEN 0 AND 100)", "The scale goes from 0 to 100."
    )
