"""What customers read and do about returns and withdrawals in the portal."""

from odoo import fields, models
from odoo.exceptions import UserError

from .. import explain


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = "sale.order"

    def _o2c_portal_returnable(self):
        """{order line: Decimal} that the customer may ask to send back; {} if not."""
        self.ensure_one()
        if self.state != "sale" or not self.company_id.o2c_return_portal:
            return {}
        return self._o2c_returnable()

    def _o2c_portal_return(self, wanted, note):
        """Ask for a return as the customer."""
        self.ensure_one()
        return self.env["o2c.return"]._request(
            self, wanted, source="portal", note=note or False
        )

    def _o2c_portal_withdrawable(self):
        """{order line: Decimal left} that the right of withdrawal covers."""
        self.ensure_one()
        now = fields.Datetime.now()
        return {
            line: left
            for line, (left, _shipped) in self._o2c_withdrawable().items()
            if self._o2c_withdrawal_right(now, line).ok
        }

    def _o2c_portal_withdraw(self, quantities, **vals):
        """Withdraw as the customer; needs the right, or raises UserError."""
        self.ensure_one()
        if not quantities:
            raise UserError(self.env._("Say what you withdraw from."))
        return self.env["o2c.withdrawal"]._declare(
            self,
            quantities,
            channel="portal",
            statement=self._o2c_withdrawal_statement(quantities),
            **vals,
        )

    def _o2c_withdrawal_statement(self, quantities):
        """The declaration in words, as the customer confirms it."""
        return explain.withdrawal.statement(self, quantities)


class O2cReturn(models.Model):
    _name = "o2c.return"
    _inherit = "o2c.return"

    def _o2c_portal_url(self):
        """The page of this return for whoever may see its order."""
        self.ensure_one()
        return self.order_id.get_portal_url(suffix=f"/returns/{self.id}")

    def _get_report_base_filename(self):
        # the portal names the file of the label by it
        self.ensure_one()
        return self.name.replace("/", "-")


class O2cWithdrawal(models.Model):
    _name = "o2c.withdrawal"
    _inherit = "o2c.withdrawal"

    def _o2c_portal_url(self):
        """The page of this withdrawal for whoever may see its order."""
        self.ensure_one()
        return self.order_id.get_portal_url(suffix=f"/withdrawals/{self.id}")
