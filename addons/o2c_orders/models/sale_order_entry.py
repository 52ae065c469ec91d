"""Entry checks of sales orders: before confirmation, for all of them at once."""

from odoo import api, fields, models

from .. import explain
from ..domain import entry_check as rules
from ..domain.entry_check import Kind
from ..domain.hold import Phase
from . import entry_facts

REASON = "entry"
CONSENTS = [
    ("phone", "Recorded call"),
    ("email", "E-mail"),
    ("paper", "Signed paper"),
    ("web", "Web form"),
    ("shop", "In person"),
]


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = "sale.order"

    o2c_consent = fields.Selection(
        CONSENTS,
        "Customer's consent",
        copy=False,
        tracking=True,
        help="How the customer agreed to the order. A signature in the portal counts"
        " without it.",
    )
    o2c_entry_error_ids = fields.One2many("o2c.entry.error", "order_id", "Entry errors")
    o2c_entry_error_count = fields.Integer(
        "Number of entry errors", compute="_compute_o2c_entry_error_count"
    )

    @api.depends("o2c_entry_error_ids.state")
    def _compute_o2c_entry_error_count(self):
        domain = [("order_id", "in", self.ids), ("state", "!=", "void")]
        counts = {}
        if self.env["o2c.entry.error"].has_access("read"):
            counts = dict(
                self.env["o2c.entry.error"]._read_group(
                    domain, ["order_id"], ["__count"]
                )
            )
        for order in self:
            order.o2c_entry_error_count = counts.get(order._origin, 0)

    def _o2c_refresh_holds(self, phase):
        result = super()._o2c_refresh_holds(phase)
        if phase == Phase.CONFIRMATION:
            # the checks see all orders, whoever confirms; they are entered in his name
            self.sudo()._o2c_check_entry()
        return result

    def _o2c_check_entry(self):
        """Check these orders; enter what is wrong, hold what must be put right."""
        pending = self.filtered(lambda o: o.state in ("draft", "sent"))
        checks = self.env["o2c.entry.check"]._of_companies(pending.company_id)
        if not (pending and checks):
            return
        found = pending._o2c_find_errors(checks)
        errors = pending._o2c_log_errors(checks, found)
        for order in pending:
            order._o2c_hold_entry(errors.filtered(lambda e, o=order: e.order_id == o))

    def _o2c_find_errors(self, checks):
        """``{(order, check): reasons}`` of what fails."""
        kinds = {Kind(check.kind) for check in checks}
        self.env["sale.order"].flush_model()
        self.env["sale.order.line"].flush_model()
        facts = entry_facts.read(self, kinds, fields.Datetime.now())
        found = {}
        for check in checks:
            rule = check._rule()
            for order in self:
                if check._applies(order):
                    decision = rules.check(rule, facts[order])
                    if not decision.ok:
                        found[order, check] = decision.reasons
        return found

    def _o2c_log_errors(self, checks, found):
        """Bring the log up to date; the errors of ``checks`` that stand now."""
        known = self.o2c_entry_error_ids.filtered(lambda e: e.check_id in checks)
        by_key = {(error.order_id, error.check_id): error for error in known}
        new = []
        for (order, check), reasons in found.items():
            findings = explain.entry.to_json(reasons)
            error = by_key.get((order, check))
            if error is None:
                new.append(order._o2c_prepare_error(check, findings))
            elif error.state != "void" and error.findings != findings:
                # something else is wrong now: what was let pass is asked anew
                error.write({"findings": findings, "state": "open"})
        right = known.filtered(
            lambda e: e.state == "open" and (e.order_id, e.check_id) not in found
        )
        right._settle("corrected")
        created = self.env["o2c.entry.error"].create(new)
        again = known.filtered(
            lambda e: e.state == "corrected" and (e.order_id, e.check_id) in found
        )
        again._settle("open")
        return (known | created).filtered(lambda e: e.state == "open")

    def _o2c_prepare_error(self, check, findings):
        return {
            "order_id": self.id,
            "check_id": check.id,
            "check_kind": check.kind,
            "kind": check.error_kind,
            "findings": findings,
            "found_how": "check",
            "found_by_id": self.env.uid,
        }

    def _o2c_hold_entry(self, errors):
        """Hold this order for ``errors`` that must be put right, or let it go."""
        stopping = errors.filtered(lambda e: e.check_id.effect == "hold")
        Hold = self.env["o2c.hold"]
        if not stopping:
            if self.o2c_entry_error_ids:
                Hold._release_origin(
                    self, explain.entry.right_now(self.env), reason=REASON
                )
            return
        note = "\n".join(stopping.mapped("description"))
        held = self.o2c_hold_ids.filtered(
            lambda h: h.state == "open" and h.reason_id.code == REASON
        )
        if held and held[0].note == note:
            return
        if held:
            held._release(explain.entry.changed(self.env), automatic=True)
        Hold._place(self, REASON, origin=self, note=note, requested_by=self.env.user)

    def action_o2c_entry_errors(self):
        """Open the entry errors of these orders."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "o2c_orders.action_entry_error"
        )
        return {
            **action,
            "domain": [("order_id", "in", self.ids)],
            "context": {"default_order_id": self.id if len(self) == 1 else False},
        }
