"""How a remedy is asked for: what may be given, and by whom it is granted."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.o2c_orders.domain.decision import Reason

from .. import explain
from ..domain import remedy as rules
from ..domain.remedy import Fault, Kind, State
from .money import decimal
from .o2c_remedy_tier import AGENT

LEADER = "o2c_customer_care.group_care_leader"


class O2cRemedy(models.Model):
    _name = "o2c.remedy"
    _inherit = "o2c.remedy"

    @api.model
    def _propose(self, ticket, kind, note, lines=(), **vals):
        """Ask for a remedy; what nobody has to grant is carried out at once.

        :param str kind: a value of ``domain.remedy.Kind``
        :param str note: why, for our own people
        :param list lines: dicts with ``order_line_id`` or ``invoice_line_id`` (a
            record), ``quantity`` and for credit notes ``amount`` (with taxes)
        :param vals: other fields; with a ``request_key`` the same remedy again
        :return: the remedy
        :raise UserError: what cannot be given
        :raise AccessError: the user does not work on this ticket
        """
        self._check_may_ask(ticket)
        key = vals.get("request_key")
        # whether it was asked for already does not depend on what one may read
        known = key and self.sudo().search([("request_key", "=", key)])
        if known:
            return self.browse(known.id)
        wish = self._complete(ticket, Kind(kind), list(lines), vals)
        self._claim(wish["lines"], wish["vals"])
        self._refuse_faults(ticket, note, wish)
        # people have no right to make remedies: this method has asked the rules
        remedy = self.sudo().create(self._prepare_remedy_vals(ticket, note, wish))
        remedy._judge()
        return self.browse(remedy.id)

    def _check_may_ask(self, ticket):
        ticket.ensure_one()
        ticket.check_access("write")
        self._check_agent()

    @api.model
    def _check_agent(self):
        if not self.env.su and not self.env.user.has_group(AGENT):
            raise AccessError(self.env._("Only customer care offers remedies."))

    # ------------------------------------------------------------- what is asked for
    @api.model
    def _complete(self, ticket, kind, lines, vals):
        """The wish with everything that follows from the ticket and the lines."""
        # what the ticket is about counts, whoever may read those documents
        source = ticket.sudo()
        vals = dict(vals)
        order = self._record("sale.order", vals.get("order_id")) or source.order_id
        invoice = self._record("account.move", vals.get("invoice_id"))
        if kind is Kind.CREDIT:
            invoice = invoice or source.invoice_id
        currency = self._currency(kind, ticket, order, invoice, vals)
        lines = [self._complete_line(line) for line in lines]
        if lines and kind is not Kind.GOODWILL:
            vals["amount"] = sum(line["amount"] for line in lines)
        if kind in (Kind.VOUCHER, Kind.EXPLANATION, Kind.REPAIR):
            lines = []
        vals.update(
            kind=kind.value,
            order_id=order.id,
            invoice_id=invoice.id,
            currency_id=currency.id,
            amount=currency.round(vals.get("amount") or 0.0),
        )
        return {"kind": kind, "lines": lines, "vals": vals}

    def _record(self, model, id_):
        # named by who asks; what may be given of it is checked afterwards
        return self.env[model].sudo().browse(id_ or [])

    @api.model
    def _currency(self, kind, ticket, order, invoice, vals):
        if kind is Kind.VOUCHER:
            program = self._record("loyalty.program", vals.get("program_id"))
            program = program or ticket.company_id._o2c_voucher_program()
            vals["program_id"] = program.id
            return program.currency_id
        if kind in rules.MONEY and invoice:
            return invoice.currency_id
        if kind in rules.GOODS and order:
            return order.currency_id
        return ticket.company_id.currency_id

    @api.model
    def _complete_line(self, line):
        line = dict(line)
        sold = line.get("order_line_id")
        if sold:
            each = sold.price_total / (sold.product_uom_qty or 1.0)
            line["amount"] = sold.currency_id.round(each * line["quantity"])
        else:
            billed = line["invoice_line_id"]
            amount = line.get("amount")
            if amount is None:
                each = billed.price_total / (billed.quantity or 1.0)
                amount = each * line["quantity"]
            line["amount"] = billed.currency_id.round(amount)
            line.setdefault("quantity", billed.quantity)
        return line

    @api.model
    def _claim(self, lines, vals):
        """Let a request at the same time look again at what this one leaves."""
        sold = self.env["sale.order.line"].browse(
            [line["order_line_id"].id for line in lines if line.get("order_line_id")]
        )
        sold._o2c_claim_returns()
        if vals["kind"] in (Kind.CREDIT.value, Kind.GOODWILL.value):
            self._record("account.move", vals["invoice_id"])._o2c_claim_remedies()

    # ------------------------------------------------------------- faults
    @api.model
    def _refuse_faults(self, ticket, note, wish):
        reasons = list(self._faults(ticket, note, wish))
        if reasons:
            texts = [explain.remedy.fault(ticket, r) for r in reasons]
            raise UserError("\n".join(texts))

    @api.model
    def _faults(self, ticket, note, wish):
        kind, vals = wish["kind"], wish["vals"]
        if ticket.stage == "closed":
            yield Reason(Fault.TICKET_CLOSED, {})
        if not (note or "").strip():
            yield Reason(Fault.NO_NOTE, {})
        if kind in rules.MONEY and vals["amount"] <= 0:
            yield Reason(Fault.NO_AMOUNT, {})
        elif kind is Kind.CREDIT and not vals["invoice_id"]:
            yield Reason(Fault.NO_INVOICE, {})
        elif kind in (Kind.CREDIT, Kind.GOODWILL) and vals["invoice_id"]:
            yield from self._credit_faults(ticket, wish)
        elif kind in rules.GOODS:
            yield from self._goods_faults(ticket, wish)
        elif kind is Kind.REPAIR and not vals.get("product_id"):
            yield Reason(Fault.NO_PRODUCT, {})

    @api.model
    def _credit_faults(self, ticket, wish, besides=None):
        invoice = self._record("account.move", wish["vals"]["invoice_id"])
        ours = ticket.partner_id in invoice._o2c_ticket_customers()
        if not ours or invoice.move_type != "out_invoice" or invoice.state != "posted":
            yield Reason(Fault.NO_INVOICE, {})
            return
        left, rooms = invoice._o2c_credit_room(besides or self.browse())
        wishes = [self._credit_wish(line, invoice) for line in wish["lines"]]
        yield from rules.credit_faults(wishes, rooms, left).reasons
        amount = decimal(wish["vals"]["amount"])
        if not wishes and amount > left:
            yield Reason(Fault.TOO_MUCH, {"left": max(left, rules.ZERO)})

    @api.model
    def _credit_wish(self, line, invoice):
        billed = line["invoice_line_id"].sudo()  # the invoice was checked to be theirs
        own = billed.move_id == invoice
        return rules.CreditWish(
            name=billed.product_id.display_name or billed.name or "",
            product=billed.product_id.id or 0,
            total=decimal(billed.price_total) if own else rules.ZERO,
            amount=decimal(line["amount"]),
        )

    @api.model
    def _goods_faults(self, ticket, wish):
        order = self._record("sale.order", wish["vals"]["order_id"])
        if not order or ticket.partner_id not in order._o2c_ticket_customers():
            yield Reason(Fault.NO_ORDER, {})
            return
        if wish["kind"] is Kind.RETURN and not wish["vals"].get("return_reason_id"):
            yield Reason(Fault.NO_REASON, {})
        goods = [self._goods_wish(line, order) for line in wish["lines"]]
        yield from rules.goods_faults(goods).reasons

    @api.model
    def _goods_wish(self, line, order):
        sold = line["order_line_id"].sudo()  # the order was checked to be theirs
        own = sold.order_id == order and sold.product_id.type == "consu"
        return rules.GoodsWish(
            name=sold.product_id.display_name,
            quantity=sold._o2c_exact(line["quantity"]),
            free=sold._o2c_exact(sold._o2c_free_to_give()) if own else rules.ZERO,
        )

    # ------------------------------------------------------------- the record
    @api.model
    def _prepare_remedy_vals(self, ticket, note, wish):
        vals, company = wish["vals"], ticket.company_id
        currency = self.env["res.currency"].browse(vals["currency_id"])
        today = fields.Date.context_today(self)
        return {
            "ticket_id": ticket.id,
            "note": note,
            "requested_by_id": self.env.uid,
            "amount_company": currency._convert(
                vals["amount"], company.currency_id, company, today
            ),
            "line_ids": [
                fields.Command.create(self._prepare_line_vals(line))
                for line in wish["lines"]
            ],
            **vals,
        }

    @api.model
    def _prepare_line_vals(self, line):
        names = ("order_line_id", "invoice_line_id")
        return {
            **{name: line[name].id for name in names if line.get(name)},
            "quantity": line["quantity"],
            "amount": line["amount"],
        }

    # ------------------------------------------------------------- who grants it
    @api.model
    def _tiers_of(self, company):
        return self.env["o2c.remedy.tier"]._of_companies(company)[company]

    def _tiers(self):
        """The approval tiers of these remedies' companies, as facts."""
        return self.env["o2c.remedy.tier"]._of_companies(self.company_id)

    def _case(self):
        self.ensure_one()
        return rules.Case(
            kind=Kind(self.kind),
            value=decimal(self.amount_company),
            requester=self.requested_by_id.id,
            state=State(self.state),
            first=self.first_by_id.id or None,
        )

    def _may_grant(self, tiers, user):
        self.ensure_one()
        own = tiers.get(self.company_id, ())
        is_leader = user.has_group(LEADER)
        return rules.may_grant(own, self._case(), user.id, is_leader)

    def _deciders(self, tiers):
        """Who may grant it: users."""
        self.ensure_one()
        found = rules.deciders(tiers.get(self.company_id, ()), self._case())
        return self._people(self.company_id, found) - self.requested_by_id

    @api.model
    def _people(self, company, ids):
        """The users ``ids``; None: the care leaders of the company."""
        if ids is not None:
            return self.env["res.users"].browse(sorted(ids))
        leaders = self.env.ref(LEADER).sudo().all_user_ids  # named to be asked
        people = leaders.filtered(lambda u: company in u.company_ids and u.active)
        return people.sudo(False)

    @api.model
    def _verdict(self, ticket, kind, amount, currency):
        """Who would have to grant it, as a sentence for the one who asks."""
        company = ticket.company_id
        today = fields.Date.context_today(self)
        value = currency._convert(amount, company.currency_id, company, today)
        case = rules.Case(Kind(kind), decimal(value), self.env.uid)
        tiers = self._tiers_of(company)
        own = rules.granted_alone(tiers, case)
        if rules.is_free(case) or own:
            return explain.remedy.at_once(ticket)
        deciders = self._people(company, rules.deciders(tiers, case))
        return explain.remedy.to_be_approved(ticket, deciders - self.env.user)

    def _judge(self):
        """Grant it at once when nobody has to, else ask who has to."""
        self.ensure_one()
        case = self._case()
        tiers = self._tiers()
        own = rules.granted_alone(tiers.get(self.company_id, ()), case)
        if rules.is_free(case):
            self._grant(explain.remedy.free(self))
        elif own:
            tier = self.env["o2c.remedy.tier"].browse(own.id)
            self._grant(explain.remedy.alone(self, tier))
        else:
            self._ask_for_approval(tiers)

    def _ask_for_approval(self, tiers):
        """An activity for one who may grant it: the leader of the team, if he may."""
        deciders = self._deciders(tiers)
        leader = self.ticket_id.team_id.leader_id & deciders
        if user := (leader or deciders)[:1]:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=explain.remedy.to_approve(self),
                user_id=user.id,
            )
