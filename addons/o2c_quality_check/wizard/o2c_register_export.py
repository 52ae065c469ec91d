import base64

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..explain import law as explain
from ..models.res_partner_law import e164
from .o2c_register_import import check_keeper

# numbers of calls that wait, in the country of the register
WAITING = """
SELECT DISTINCT c.phone, country.code
  FROM o2c_call c
  JOIN o2c_campaign k ON k.id = c.campaign_id
  JOIN res_partner p ON p.id = COALESCE(c.person_id, c.partner_id)
  JOIN res_partner customer ON customer.id = p.commercial_partner_id
  JOIN res_country country
    ON country.id = COALESCE(p.country_id, customer.country_id)
 WHERE c.campaign_id = ANY(%(campaigns)s) AND c.state IN ('to_call', 'in_call')
   AND c.phone <> '' AND country.id = %(country)s
"""
FRESH = """
SELECT number FROM o2c_register_entry
 WHERE register_id = %(register)s AND number = ANY(%(numbers)s)
   AND checked_on >= %(since)s
"""


class O2cRegisterExport(models.TransientModel):
    """The numbers of campaigns that a register is to be asked about."""

    _name = "o2c.register.export"
    _description = "Numbers to be checked"

    register_id = fields.Many2one("o2c.register", required=True)
    campaign_ids = fields.Many2many(
        "o2c.campaign",
        string="Campaigns",
        required=True,
        domain=[("state", "in", ["draft", "running", "paused"])],
    )
    good_until = fields.Date(
        "To be good until",
        required=True,
        default=fields.Date.context_today,
        help="Numbers whose check is good until then are not asked about again.",
    )
    file = fields.Binary("Numbers", readonly=True, attachment=False)
    file_name = fields.Char(readonly=True)
    summary = fields.Char(readonly=True)

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        if not values.get("register_id"):
            first = self.env["o2c.register"].search([("mode", "=", "numbers")], limit=1)
            values["register_id"] = first.id
        return values

    def action_export(self):
        """Make the file, and note that these numbers are sent in."""
        self.ensure_one()
        check_keeper(self.env)
        self.campaign_ids.check_access("read")
        numbers = self._numbers()
        if not numbers:
            raise UserError(
                self.env._("All numbers of these campaigns are checked until then.")
            )
        # the register's own bookkeeping; the right to ask was checked
        self.register_id.sudo()._ask(numbers)
        day = fields.Date.context_today(self)
        self.write(
            {
                "file": base64.b64encode("".join(f"{n}\n" for n in numbers).encode()),
                "file_name": f"numbers-{day:%Y%m%d}.txt",
                "summary": explain.register_asked(self.register_id, len(numbers)),
            }
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "o2c_quality_check.action_register_export"
        )
        return {**action, "res_id": self.id}

    def _numbers(self):
        """E.164 numbers that are not checked, or not for long enough; sorted."""
        register = self.register_id
        self.env.flush_all()
        query = SQL(
            WAITING,
            campaigns=self.campaign_ids.ids,
            country=register.country_id.id,
        )
        rows = self.env.execute_query(query)
        numbers = {e164(phone, country) for phone, country in rows} - {""}
        days = min(register.rule_ids.mapped("good_days") or [0])
        since = fields.Date.subtract(self.good_until, days=days)
        query = SQL(FRESH, register=register.id, numbers=list(numbers), since=since)
        fresh = {row[0] for row in self.env.execute_query(query)}
        return sorted(numbers - fresh)
