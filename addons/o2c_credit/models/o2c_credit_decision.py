import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import explain

KINDS = [
    ("passed", "Passed"),
    ("held", "Held"),
    ("rechecked", "Looked at again"),
    ("first_approval", "First approval"),
    ("released", "Released"),
    ("released_on_condition", "Released on condition"),
    ("rejected", "Rejected"),
    ("reopened", "Opened again"),
]
PHASES = [("confirmation", "Confirmation"), ("delivery", "Delivery")]
# what the digest covers: plain values and names, which merges of records do not change
SEALED = (
    "date",
    "kind",
    "passes",
    "phase",
    "order_name",
    "customer_name",
    "company_name",
    "currency_name",
    "order_amount",
    "excess",
    "asked_by_name",
    "decided_by_name",
    "by_rule",
    "facts",
    "hits",
    "score",
    "conditions",
    "reason_name",
    "note",
)


class O2cCreditDecision(models.Model):
    """A credit decision about one order, as a document: written once, never changed.

    Amounts are texts of exact decimals in the currency of the company. Sentences are
    made when it is read, in the reader's language; the figures are those of the day.
    """

    _name = "o2c.credit.decision"
    _description = "Credit decision"
    _order = "id desc"
    _rec_names_search = ["order_name", "customer_name"]

    number = fields.Char(compute="_compute_number", search="_search_number")
    date = fields.Datetime("Decided on", required=True, readonly=True, index=True)
    kind = fields.Selection(KINDS, "Decision", required=True, readonly=True, index=True)
    passes = fields.Boolean("The order may go on", readonly=True)
    phase = fields.Selection(PHASES, "Asked at", readonly=True)
    order_id = fields.Many2one(
        "sale.order",
        "Sales order",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    account_id = fields.Many2one(
        "o2c.credit.account",
        "Credit account",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    asked_by_id = fields.Many2one("res.users", "Asked by", readonly=True)
    decided_by_id = fields.Many2one("res.users", "Decided by", readonly=True)
    by_rule = fields.Boolean("Decided by the policy", readonly=True)
    order_name = fields.Char("Order", readonly=True)
    customer_name = fields.Char("Customer", readonly=True)
    company_name = fields.Char("Company name", readonly=True)
    currency_name = fields.Char("Currency code", readonly=True)
    asked_by_name = fields.Char("Name of who asked", readonly=True)
    decided_by_name = fields.Char("Name of who decided", readonly=True)
    order_amount = fields.Char("Amount as decided", readonly=True)
    excess = fields.Char("Excess as decided", readonly=True)
    amount = fields.Monetary("Order amount", compute="_compute_amounts")
    amount_over = fields.Monetary("Over the limit by", compute="_compute_amounts")
    facts = fields.Json(readonly=True)
    hits = fields.Json("Rules hit", readonly=True)
    score = fields.Json(readonly=True)
    conditions = fields.Json(readonly=True)
    reason_name = fields.Char("Reason", readonly=True)
    note = fields.Text("Words", readonly=True)
    digest = fields.Char(required=True, readonly=True)
    # whether the same was found before, see sale.order
    extent = fields.Char(readonly=True)
    is_intact = fields.Boolean("Unchanged", compute="_compute_is_intact")
    text = fields.Json(compute="_compute_text")
    summary = fields.Text("Why", compute="_compute_text")
    content = fields.Html(compute="_compute_content", sanitize=False)

    @api.depends("order_name")
    def _compute_number(self):
        for decision in self:
            decision.number = f"CD/{decision.id or 0:06d}"

    @api.model
    def _search_number(self, operator, value):
        if operator not in ("ilike", "=", "in"):
            return NotImplemented
        texts = [value] if isinstance(value, str) else value
        digits = ("".join(c for c in str(text) if c.isdigit()) for text in texts)
        return [("id", "in", [int(found) for found in digits if found])]

    @api.depends("order_name")
    def _compute_display_name(self):
        for decision in self:
            decision.display_name = f"{decision.number} {decision.order_name or ''}"

    @api.depends("order_amount", "excess")
    def _compute_amounts(self):
        for decision in self:
            decision.amount = float(decision.order_amount or 0)
            decision.amount_over = float(decision.excess or 0)

    @api.depends("digest")
    def _compute_is_intact(self):
        for decision in self:
            decision.is_intact = decision.digest == decision._digest()

    @api.depends("hits", "facts", "score", "conditions")
    @api.depends_context("lang")
    def _compute_text(self):
        for decision in self:
            text = explain.decision.text(decision)
            decision.text = text
            decision.summary = "\n".join(row["sentence"] for row in text["hits"])

    @api.depends("text")
    def _compute_content(self):
        for decision in self:
            decision.content = self.env["ir.qweb"]._render(
                "o2c_credit.credit_decision_content", {"text": decision.text}
            )

    # ------------------------------------------------------------- writing it
    @api.model
    def _document(self, order, kind, **vals):
        """Write down a decision about ``order``, for good.

        :param kind: one of ``KINDS``
        :param vals: ``account``, ``phase`` (text), ``check`` (see sale.order: facts,
            hits and extent are taken from it), ``asked_by``, ``decided_by`` (users;
            no ``decided_by``: the policy decided), ``passes``, ``conditions`` (plain
            values), ``reason_name``, ``note``
        :return: the document. Without ``check`` and ``facts`` those of the last
            document of the order are kept: they are what the person had before him.
        """
        # users have no right to create documents: only this method does
        decisions = self.sudo()
        known = {}
        if "facts" not in vals:
            known = decisions._of_last(order)
        return decisions.create({**known, **self._prepare(order, kind, vals)})

    @api.model
    def _last(self, orders):
        """{order: its last document}, of those that have one; one query."""
        decisions = self.sudo()  # what was found, whoever asks again
        groups = decisions._read_group(
            [("order_id", "in", orders.ids)], ["order_id"], ["id:max"]
        )
        return {order: decisions.browse(last) for order, last in groups}

    @api.model
    def _of_last(self, order):
        last = self._last(order).get(order)
        names = ("facts", "hits", "score", "order_amount", "excess", "extent", "phase")
        return {name: last[name] for name in names} if last else {}

    def _prepare(self, order, kind, vals):
        vals = dict(vals)
        account = vals.pop("account", None) or order._o2c_credit_account()
        asked = vals.pop("asked_by", None) or self.env["res.users"]
        decided = vals.pop("decided_by", None) or self.env["res.users"]
        company = account.company_id
        passing = ("passed", "released", "released_on_condition")
        return {
            "kind": kind,
            "date": fields.Datetime.now(),
            "passes": kind in passing,
            "order_id": order.id,
            "account_id": account.id,
            "company_id": company.id,
            "currency_id": company.currency_id.id,
            "asked_by_id": asked.id,
            "decided_by_id": decided.id,
            "by_rule": not decided,
            "order_name": order.name,
            "customer_name": account.partner_id.display_name,
            "company_name": company.name,
            "currency_name": company.currency_id.name,
            "asked_by_name": asked.name,
            "decided_by_name": decided.name,
            **vals,
        }

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals["digest"] = _digest({name: vals.get(name) for name in SEALED})
        return super().create(vals_list)

    def _digest(self):
        return _digest({name: self[name] for name in SEALED})

    # ------------------------------------------------------------- guards
    def write(self, vals):
        if vals:
            raise UserError(explain.decision.sealed(self.env))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(explain.decision.sealed(self.env))

    def action_open_order(self):
        """Open the order that was decided about."""
        self.ensure_one()
        return self.order_id.get_formview_action()


def _digest(content):
    """SHA-256 over plain values; what is empty looks alike before and after storing."""
    plain = {name: value or None for name, value in content.items()}
    text = json.dumps(plain, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
