"""What the sales-network monitor tells of customers; other modules add to it."""

from odoo import api, models


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = "res.partner"

    @api.model
    def _o2c_network_columns(self):
        """Hook. Columns of the sales-network monitor that the user may see.

        Runs when the monitor is opened.

        :return: list of dicts ``{"key", "label", "bad"}``; ``bad``: the sign of a
            figure that is shown in red, ``"positive"``, ``"negative"`` or ``""``
        """
        return []

    def _o2c_network_figures(self, company):
        """Hook. Figures of these customers for the columns, in company currency.

        Runs once for all customers of the monitor: read them set-based.

        :return: ``{customer: {key of the column: amount or None}}``
        """
        return {}
