from odoo import models

from odoo.addons.o2c_orders.explain.checkup import value

# figures of the last month that is closed in the time: name, unit
FIGURES = (
    ("dso", "days"),
    ("best_dso", "days"),
    ("days_delinquent", "days"),
    ("share_in_time", "percent"),
    ("overdue", "money"),
)


class O2cCheckup(models.Model):
    _name = "o2c.checkup"
    _inherit = "o2c.checkup"

    def _figures(self, baseline):
        return [*super()._figures(baseline), *self._receivable_figures()]

    def _receivable_figures(self):
        # the totals of the company, for whoever makes the check-up
        Month = self.env["o2c.credit.month"].sudo()
        domain = [
            ("company_id", "=", self.company_id.root_id.id),
            ("month", "<=", self.date_to),
        ]
        month = Month.search(domain, order="month desc", limit=1)
        day = month.date.isoformat() if month else ""
        return [
            value(
                "receivables",
                Month._fields[name].get_description(self.env)["string"],
                month[name] if month else None,
                unit,
                key=name,
                comment=day and self.env._("At the end of the month, %s", day),
            )
            for name, unit in FIGURES
        ]

    def _steps(self):
        text = self.env._("Customers without an own one are reminded by it.")
        return [
            *super()._steps(),
            {
                "key": "dunning",
                "name": self.env._("There is a dunning strategy for all customers"),
                "help": text,
                "action": "o2c_credit.action_dunning_strategy",
                "automatic": True,
            },
        ]

    def _step_dunning(self):
        return bool(self.company_id.o2c_dunning_strategy_id)
