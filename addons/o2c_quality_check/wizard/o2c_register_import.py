import base64

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..domain.register_file import read
from ..explain import law as explain
from ..models.res_partner_law import e164

LEADER = "o2c_quality_check.group_call_leader"
MARKETING = "o2c_quality_check.group_call_marketing"


class O2cRegisterImport(models.TransientModel):
    """Takes over what a register answered: all of the file, or nothing."""

    _name = "o2c.register.import"
    _description = "Import of a register"

    register_id = fields.Many2one("o2c.register", required=True)
    mode = fields.Selection(related="register_id.mode")
    checked_on = fields.Date(
        "Checked on",
        required=True,
        default=fields.Date.context_today,
        help="The day on which the register was asked.",
    )
    file = fields.Binary("File of numbers", attachment=False)
    file_name = fields.Char()
    nobody = fields.Boolean(
        "Nobody is listed", help="The register answered that none of the numbers is."
    )
    summary = fields.Char(readonly=True)

    def action_import(self):
        """Read the file and replace what was known."""
        self.ensure_one()
        check_keeper(self.env)
        rows = [] if self.nobody else self._read()
        # registers are written by imports alone; the right to import was checked
        register = self.register_id.sudo()
        count = register._replace(rows, self.checked_on)
        self.summary = explain.register_imported(register, len(rows), count)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "o2c_quality_check.action_register_import"
        )
        return {**action, "res_id": self.id}

    def _read(self):
        raw = base64.b64decode(self.file or b"")
        if not raw.strip():
            raise UserError(
                self.env._("Choose the file of the register, or say nobody is listed.")
            )
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = raw.decode("latin-1")
        reading = read(text)
        if reading.faults:
            raise UserError(explain.register_faults(self.env, reading.faults))
        country = self.register_id.country_id.code
        rows = [(normal(number, country), since) for number, since in reading.rows]
        faults = [
            (place, number)
            for place, ((number, _day), row) in enumerate(
                zip(reading.rows, rows, strict=True), start=1
            )
            if not row[0]
        ]
        if faults:
            raise UserError(explain.register_faults(self.env, faults))
        return rows


def normal(number, country):
    """A number of a file as E.164; one with a prefix is taken as it is."""
    if number.startswith("+"):
        return number
    return e164(number, country)


def check_keeper(env):
    """Only leaders and marketing keep registers.

    :raise AccessError: this is somebody else
    """
    user = env.user
    if not (env.su or user.has_group(LEADER) or user.has_group(MARKETING)):
        raise AccessError(env._("Only call leaders and marketing keep registers."))
