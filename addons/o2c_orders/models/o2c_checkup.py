"""The check-up: a company's own figures, proposals from them, and what is to do."""

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.misc import split_every

from .. import explain
from ..domain import checkup as rules
from . import checkup_facts
from .timeline_rows import midnight

# past orders that the entry checks look at
LOOKED_AT = 1000
BATCH = 5_000


class O2cCheckup(models.Model):
    """One check-up of a company. The figures stay as they were when it was made."""

    _name = "o2c.checkup"
    _description = "Check-up"
    _inherit = ["mail.thread"]
    _order = "id desc"

    name = fields.Char(compute="_compute_name")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_from = fields.Date(
        "From",
        required=True,
        default=lambda self: fields.Date.context_today(self) - relativedelta(years=1),
    )
    date_to = fields.Date(
        "To", required=True, default=fields.Date.context_today, help="The day included."
    )
    state = fields.Selection(
        [
            ("draft", "Begin"),
            ("measured", "Baseline and Proposals"),
            ("steps", "Checklist"),
            ("started", "Started"),
        ],
        required=True,
        default="draft",
        readonly=True,
        tracking=True,
    )
    measured_at = fields.Datetime("Measured on", readonly=True)
    measured_by_id = fields.Many2one("res.users", "Measured by", readonly=True)
    order_count = fields.Integer("Orders in this time", readonly=True)
    figure_ids = fields.One2many("o2c.checkup.figure", "checkup_id", "Figures")
    proposal_ids = fields.One2many("o2c.checkup.proposal", "checkup_id", "Proposals")
    step_ids = fields.One2many("o2c.checkup.step", "checkup_id", "Checklist")
    steps_open = fields.Integer("Steps to do", compute="_compute_steps_open")
    has_sample = fields.Boolean(compute="_compute_has_sample")

    _period = models.Constraint(
        "CHECK (date_to >= date_from)", "The time cannot end before it begins."
    )

    @api.depends("company_id", "date_from", "date_to")
    def _compute_name(self):
        for checkup in self:
            checkup.name = explain.checkup.name(checkup)

    @api.depends("step_ids.done")
    def _compute_steps_open(self):
        for checkup in self:
            checkup.steps_open = len(checkup.step_ids.filtered(lambda s: not s.done))

    @api.depends("company_id")
    def _compute_has_sample(self):
        known = self.env["o2c.sample.record"]._read_group(
            [("company_id", "in", self.company_id.ids)], ["company_id"]
        )
        companies = {company for (company,) in known}
        for checkup in self:
            checkup.has_sample = checkup.company_id in companies

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_given(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_given(vals)
        if vals.keys() & GIVEN and any(c.state != "draft" for c in self):
            raise UserError(self.env._("Make a new check-up for another time."))
        return super().write(vals)

    def _check_given(self, vals):
        if self.env.su:
            return
        if set(vals) & {"state", "measured_at", "measured_by_id", "order_count"}:
            raise AccessError(self.env._("What the check-up found stays as it is."))

    # ------------------------------------------------------------- the way
    def action_measure(self):
        """Take the figures, make proposals, write the checklist."""
        self.ensure_one()
        self._check_manager()
        if self.state == "started":
            raise UserError(self.env._("Make a new check-up to measure again."))
        self._measure_orders()
        baseline = self._baseline()
        # the figures follow from the records, people do not write them
        writable = self.sudo()
        writable.write(
            {
                "figure_ids": _anew(self._figures(baseline)),
                "proposal_ids": _anew(self._proposals(baseline)),
                "step_ids": _anew(self._steps()),
                "order_count": baseline.orders,
                "measured_at": fields.Datetime.now(),
                "measured_by_id": self.env.uid,
                "state": "measured",
            }
        )
        self.action_refresh_steps()

    def action_apply(self):
        """Put the chosen proposals in force and go on to the checklist."""
        self.ensure_one()
        self._check_manager()
        self.proposal_ids.filtered("chosen")._apply()
        self.sudo().state = "steps"  # the state follows the buttons
        self.action_refresh_steps()

    def action_refresh_steps(self):
        """See which steps of the checklist are done by now."""
        self._check_manager()
        for step in self.step_ids.filtered("automatic"):
            done = bool(self._step_done(step.key))
            if done != step.done:
                step.sudo()._mark(done)  # found out, not ticked by anybody

    def action_start(self):
        """The checklist is done: the company has started."""
        self.ensure_one()
        self._check_manager()
        self.action_refresh_steps()
        if self.steps_open:
            names = ", ".join(
                self.step_ids.filtered(lambda s: not s.done).mapped("name")
            )
            raise UserError(self.env._("Still to do: %s", names))
        self.sudo().state = "started"  # the state follows the buttons

    def _check_manager(self):
        self.check_access("write")

    def action_print(self):
        """The baseline report on paper."""
        return self.env.ref("o2c_orders.report_checkup").report_action(self)

    # ------------------------------------------------------------- facts
    def _scope(self):
        """The company and the time as arguments of the queries."""
        self.ensure_one()
        zone = self.company_id.partner_id.tz or "UTC"
        return {
            "company": self.company_id.id,
            "start": midnight(self.date_from, zone),
            "stop": midnight(self.date_to + relativedelta(days=1), zone),
        }

    def _measure_orders(self):
        """Have every order of the time measured: there may be none measured yet."""
        self.env["sale.order"]._recompute_model(["o2c_stage"])
        for batch in split_every(BATCH, checkup_facts.orders(self.env, self._scope())):
            self.env["o2c.perfect.order"]._measure(list(batch))

    def _baseline(self):
        """What the company's orders say, as the rule takes it."""
        scope = self._scope()
        Perfect = self.env["o2c.perfect.order"].sudo()  # all orders of the company
        ids = checkup_facts.orders(self.env, scope)
        index = Perfect._index([("order_id", "in", ids)])
        legs = checkup_facts.cycle(self.env, scope)
        _delivered, back, days = checkup_facts.returns(self.env, scope)
        return rules.Baseline(
            orders=len(ids),
            perfect=float(index.joint) if index.orders >= rules.ENOUGH else None,
            accuracy=self._accuracy(ids),
            late_shares=checkup_facts.late_shares(
                self.env, scope, rules.MOST_DAYS_LATE, rules.ENOUGH
            ),
            invoice_days=_enough(legs, STEP_INVOICE),
            returns=back,
            return_days=days,
            checks=self._checks(ids),
        )

    def _accuracy(self, ids):
        """Orders taken well in percent, None without any entry error in the log.

        An empty log says that nobody looked, not that all was right.
        """
        # the accuracy of all people, for whoever may set the targets
        Row = self.env["o2c.entry.accuracy"].sudo()
        orders, wrong = Row._read_group(
            [("order_id", "in", ids)], [], ["orders:sum", "wrong:sum"]
        )[0]
        return 100.0 * (orders - wrong) / orders if wrong else None

    def _checks(self, ids):
        """How past orders would have fared with each check, on or off."""
        Check = self.env["o2c.entry.check"].with_context(active_test=False)
        # a date is judged on the day it was given, which is over
        checks = Check.search(
            [("company_id", "in", [False, self.company_id.id]), ("kind", "!=", "date")]
        )
        # facts of any order count, whoever looks
        orders = self.env["sale.order"].sudo().browse(ids[:LOOKED_AT])
        found = orders._o2c_find_errors(checks) if orders and checks else {}
        failed = dict.fromkeys(checks.ids, 0)
        for _order, check in found:
            failed[check.id] += 1
        return tuple(
            rules.CheckRecord(
                number=check.id,
                active=check.active,
                holds=check.effect == "hold",
                seen=sum(check._applies(order) for order in orders),
                failed=failed[check.id],
            )
            for check in checks
        )

    # ------------------------------------------------------------- hooks
    def _figures(self, baseline):
        """Hook. The figures of the report: a list of values of o2c.checkup.figure.

        ``section``, ``name``, ``value``, ``unit`` (days, percent, count, money);
        ``count``: what it rests on; ``verdict`` (good, bad) and ``comment`` where
        there is a target. A figure without value is said to be unknown.
        """
        return explain.checkup.figures(self, baseline, self._figure_facts())

    def _figure_facts(self):
        scope = self._scope()
        ids = checkup_facts.orders(self.env, scope)
        Perfect = self.env["o2c.perfect.order"].sudo()  # all orders of the company
        domain = [("order_id", "in", ids)]
        cost, imperfect = Perfect._read_group(
            [*domain, ("cost_total", ">", 0)], [], ["cost_total:sum", "__count"]
        )[0]
        return {
            "cycle": checkup_facts.cycle(self.env, scope),
            "index": Perfect._index(domain),
            "cost": (cost or 0.0, imperfect),
            "returns": checkup_facts.returns(self.env, scope),
            "attempts": checkup_facts.attempts(self.env, scope),
        }

    def _proposals(self, baseline):
        """Hook. Proposals: a list of values of o2c.checkup.proposal.

        ``key``, ``name``, ``current``, ``proposed``, ``why`` in words; ``payload`` is
        what ``_apply_payload`` of the proposal takes.
        """
        return explain.checkup_proposals.proposals(
            self, rules.proposals(baseline, self._present())
        )

    def _present(self):
        company = self.company_id
        return rules.Present(
            perfect=(company.o2c_perfect_low, company.o2c_perfect_high),
            entry=(company.o2c_entry_low, company.o2c_entry_high),
            late_days=company.o2c_on_time_late,
            invoice_in_time=company.o2c_invoice_in_time,
            watch_days=company.o2c_damage_days,
        )

    def _steps(self):
        """Hook. The checklist: a list of values of o2c.checkup.step."""
        return explain.checkup_steps.steps(self.env)

    def _step_done(self, key):
        """Hook. Whether the automatic step ``key`` is done; True, False or None."""
        self.ensure_one()
        test = getattr(self, f"_step_{key}", None)
        return test and test()

    # ------------------------------------------------------------- the steps
    def _step_zone(self):
        return bool(self.company_id.partner_id.tz)

    def _step_address(self):
        home = self.company_id.partner_id
        return all((home.street, home.zip, home.city, home.country_id, home.email))

    def _step_checks(self):
        domain = [("company_id", "in", [False, self.company_id.id])]
        return self.env["o2c.entry.check"].search_count(domain, limit=1)

    def _step_people(self):
        group = self.env.ref("o2c_orders.group_order_desk")
        # who works here is everybody's to know
        users = group.sudo().all_user_ids.filtered(
            lambda u: self.company_id in u.company_ids and not u.share
        )
        return len(users) > 1

    def _step_carriers(self):
        domain = [("company_id", "in", [False, self.company_id.id])]
        return (
            self.env["delivery.carrier"].sudo().search_count(domain, limit=1)
        )  # as above

    def _step_proposals(self):
        return not self.proposal_ids.filtered(lambda p: p.state == "open")

    def _step_order(self):
        return bool(checkup_facts.orders(self.env, self._scope()))

    def _step_sample(self):
        return not self.has_sample


STEP_INVOICE = ("delivered", "invoiced")
# what people say of a check-up, before it is measured
GIVEN = {"company_id", "date_from", "date_to"}


def _enough(legs, leg):
    """The median of a leg, None when it rests on too few orders."""
    ((median, count),) = [(m, n) for first, last, m, n in legs if (first, last) == leg]
    return median if count >= rules.ENOUGH else None


def _anew(vals_list):
    """Commands that replace whatever is there by new records."""
    return [(5, 0, 0), *((0, 0, {"sequence": n, **v}) for n, v in enumerate(vals_list))]
