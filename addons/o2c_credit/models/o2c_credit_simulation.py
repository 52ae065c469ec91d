import base64
import io
from collections import defaultdict
from urllib.parse import quote

import xlsxwriter

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .. import explain
from ..domain.simulation import Fate, Tally
from .simulation_run import SimulationRun, day_after

FATES = [
    (Fate.IN_TIME.value, "Paid in time"),
    (Fate.LATE.value, "Paid late or overdue"),
    (Fate.OPEN.value, "Open, within the tolerance"),
    (Fate.NOT_INVOICED.value, "Not invoiced"),
]


RESULTS = frozenset(
    "order_count order_amount held_count held_amount held_share caught_count"
    " caught_amount false_count missed_count tally_ids xlsx".split()
)


class O2cCreditSimulation(models.Model):
    """What a policy would have held of the orders of a period. No order is touched."""

    _name = "o2c.credit.simulation"
    _description = "Simulation of the credit policy"
    _inherit = ["o2c.past.trial"]
    _order = "id desc"

    name = fields.Char(required=True, default=lambda self: self.env._("Simulation"))
    date_from = fields.Date(
        "Orders from", required=True, default=lambda self: self._default_date_from()
    )
    late_days = fields.Integer(
        "Late from more than (days)",
        default=30,
        required=True,
        help="An order paid later than this after the due date was rightly held.",
    )
    choice = fields.Selection(
        [("active", "The rules in force"), ("picked", "Chosen rules")],
        "Rules",
        required=True,
        default="active",
    )
    rule_ids = fields.Many2many(
        "o2c.credit.rule",
        "o2c_credit_simulation_rule_rel",
        string="Chosen rules",
        context={"active_test": False},
    )
    order_count = fields.Integer("Orders", readonly=True, copy=False)
    order_amount = fields.Monetary("Their amount", readonly=True, copy=False)
    held_count = fields.Integer("Held", readonly=True, copy=False)
    held_amount = fields.Monetary("Amount held", readonly=True, copy=False)
    held_share = fields.Float(
        "Share of the orders (%)", digits=(5, 1), readonly=True, copy=False
    )
    caught_count = fields.Integer("Rightly held", readonly=True, copy=False)
    caught_amount = fields.Monetary("Amount rightly held", readonly=True, copy=False)
    false_count = fields.Integer("False alarms", readonly=True, copy=False)
    missed_count = fields.Integer("Late, not held", readonly=True, copy=False)
    line_ids = fields.One2many("o2c.credit.simulation.line", "simulation_id")
    tally_ids = fields.One2many("o2c.credit.simulation.tally", "simulation_id")
    xlsx = fields.Binary("Workbook", readonly=True, copy=False, attachment=True)

    @api.model
    def _default_date_from(self):
        return fields.Date.subtract(fields.Date.context_today(self), years=1)

    @api.constrains("late_days")
    def _check_late_days(self):
        if any(simulation.late_days < 0 for simulation in self):
            raise ValidationError(explain.simulation.bad_period(self.env))

    def _results(self):
        return super()._results() | RESULTS

    # ------------------------------------------------------------- run
    def action_run(self):
        """Try the rules on the orders of the period, anew when it was done before.

        :raise UserError: there is no rule
        """
        self.ensure_one()
        self._check_right()
        # the right was asked; the past of all customers is read, results are written
        done = self.sudo()
        specs = done._specs()
        if not specs:
            raise UserError(explain.simulation.no_rules(self.env))
        run = SimulationRun(
            done.env,
            done.company_id,
            done.date_from,
            day_after(done.date_to),
            done.late_days,
        )
        tried = run.try_rules(specs)
        done._write_result(tried, specs, run)

    def _specs(self):
        """The rules as plain values: those in force, or the chosen ones."""
        if self.choice == "active":
            return self.env["o2c.credit.rule"]._specs()
        every = self.env["o2c.credit.exemption"].search([("every_rule", "=", True)])
        rules = self.with_context(active_test=False).rule_ids
        return tuple(rule._spec(rule.exemption_ids | every) for rule in rules)

    # ------------------------------------------------------------- results
    def _write_result(self, tried, specs, run):
        self.line_ids.unlink()
        self.tally_ids.unlink()
        self.env["o2c.credit.simulation.line"].create(
            [self._prepare_line_vals(one) for one in tried]
        )
        self._write_tallies(tried)
        kinds = {spec.rule.kind for spec in specs}
        caveats = explain.simulation.limits(self.env, kinds, run.without_class)
        self._write_done(caveats, **self._prepare_totals(tried))

    def _prepare_totals(self, tried):
        held = [one for one in tried if not one.verdict.decision.ok]
        tally = _tally(held)
        late = sum(one.fate[0] == Fate.LATE for one in tried)
        return {
            "xlsx": False,
            "order_count": len(tried),
            "order_amount": float(sum(one.amount for one in tried)),
            "held_count": tally.count,
            "held_amount": float(tally.amount),
            "held_share": tally.count * 100 / len(tried) if tried else 0.0,
            "caught_count": tally.caught,
            "caught_amount": float(tally.caught_amount),
            "false_count": tally.false_alarms,
            "missed_count": late - tally.caught,
        }

    def _prepare_line_vals(self, one):
        hits = [hit for hit in one.verdict.hits if hit.exemption is None]
        sentences = [
            explain.policy.sentence(self.env, self.currency_id, hit.reason)
            for hit in hits
        ]
        return {
            "simulation_id": self.id,
            "company_id": self.company_id.id,
            "order_id": one.order.id,
            "partner_id": one.order.partner_invoice_id.commercial_partner_id.id,
            "date": one.day,
            "amount": float(one.amount),
            "held": not one.verdict.decision.ok,
            "rule_ids": [(6, 0, [hit.rule.id for hit in hits if hit.holds])],
            "reasons": "\n".join(sentences),
            "fate": one.fate[0].value,
            "days_late": one.fate[1],
        }

    def _write_tallies(self, tried):
        by_rule, alone = defaultdict(list), defaultdict(int)
        for one in tried:
            holding = {hit.rule.id for hit in one.verdict.hits if hit.holds}
            for rule_id in holding:
                by_rule[rule_id].append(one)
            if len(holding) == 1:
                alone[holding.pop()] += 1
        self.env["o2c.credit.simulation.tally"].create(
            [
                {
                    "simulation_id": self.id,
                    "company_id": self.company_id.id,
                    "rule_id": rule_id,
                    "alone_count": alone[rule_id],
                    **_tally_vals(_tally(found)),
                }
                for rule_id, found in by_rule.items()
            ]
        )

    # ------------------------------------------------------------- ways on
    def action_lines(self):
        """Open the orders that would have been held."""
        return self._open_lines(
            "o2c_credit.action_credit_simulation_line", "simulation_id"
        )

    def action_xlsx(self):
        """The result as a workbook."""
        self.ensure_one()
        self.check_access("read")
        # only code writes results; who may read the simulation may have it
        self.sudo().xlsx = base64.b64encode(self._workbook())
        name = quote(f"{self.name}.xlsx")
        url = f"/web/content/{self._name}/{self.id}/xlsx?download=true"
        url = f"{url}&filename={name}"
        return {"type": "ir.actions.act_url", "url": url, "target": "self"}

    def _workbook(self):
        out = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False}
        with xlsxwriter.Workbook(out, options) as book:
            bold = book.add_format({"bold": True})
            for title, records, names in (
                (self.env._("Rules"), self.tally_ids, TALLY_COLUMNS),
                (self.env._("Orders"), self.line_ids, LINE_COLUMNS),
            ):
                sheet = book.add_worksheet(title)
                sheet.freeze_panes(1, 0)
                sheet.set_column(0, len(names), 18)
                labels = [
                    records._fields[n].get_description(self.env)["string"]
                    for n in names
                ]
                sheet.write_row(0, 0, labels, bold)
                for row, record in enumerate(records, 1):
                    sheet.write_row(row, 0, [record._cell(n) for n in names])
            sheet = book.add_worksheet(self.env._("What is not known"))
            for row, text in enumerate((self.caveats or "").splitlines()):
                sheet.write_string(row, 0, text)
        return out.getvalue()


LINE_COLUMNS = "date order_id partner_id amount held reasons fate days_late".split()
TALLY_COLUMNS = (
    "rule_id count amount alone_count caught caught_amount false_alarms".split()
)


class O2cCreditSimulationLine(models.Model):
    """One order as the policy would have seen it when it was confirmed."""

    _name = "o2c.credit.simulation.line"
    _description = "Simulated order"
    _order = "date, order_id"
    _rec_name = "order_id"

    simulation_id = fields.Many2one(
        "o2c.credit.simulation", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    order_id = fields.Many2one("sale.order", required=True, ondelete="cascade")
    partner_id = fields.Many2one("res.partner", "Customer", required=True)
    date = fields.Date("Confirmed on", required=True)
    amount = fields.Monetary()
    held = fields.Boolean("Would be held")
    rule_ids = fields.Many2many(
        "o2c.credit.rule",
        "o2c_credit_simulation_line_rule_rel",
        string="Held by",
        context={"active_test": False},
    )
    reasons = fields.Text("Rules hit")
    fate = fields.Selection(FATES, "What became of it")
    days_late = fields.Integer(aggregator="avg")

    def _cell(self, name):
        return _cell(self, name)


class O2cCreditSimulationTally(models.Model):
    """What one rule would have held."""

    _name = "o2c.credit.simulation.tally"
    _description = "What a rule would have held"
    _order = "count desc, id"
    _rec_name = "rule_id"

    simulation_id = fields.Many2one(
        "o2c.credit.simulation", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    rule_id = fields.Many2one(
        "o2c.credit.rule", required=True, index=True, ondelete="cascade"
    )
    count = fields.Integer("Orders held")
    amount = fields.Monetary("Amount held")
    alone_count = fields.Integer("By this rule alone")
    caught = fields.Integer("Rightly held")
    caught_amount = fields.Monetary("Amount rightly held")
    false_alarms = fields.Integer()

    def _cell(self, name):
        return _cell(self, name)


def _tally(tried):
    tally = Tally()
    for one in tried:
        fate = one.fate[0]
        tally = tally.add(one.amount, fate == Fate.LATE, fate == Fate.IN_TIME)
    return tally


def _tally_vals(tally):
    return {
        "count": tally.count,
        "amount": float(tally.amount),
        "caught": tally.caught,
        "caught_amount": float(tally.caught_amount),
        "false_alarms": tally.false_alarms,
    }


def _cell(record, name):
    """The value of a field as a cell shows it."""
    field, value = record._fields[name], record[name]
    if field.relational:
        return value.display_name or ""
    if field.type == "selection":
        return dict(field._description_selection(record.env)).get(value, "")
    if field.type == "date":
        return str(value or "")
    return value if value is not False or field.type == "boolean" else ""
