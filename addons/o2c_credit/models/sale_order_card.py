"""The risk card: what a salesperson sees of the customer's credit on a quotation."""

from decimal import Decimal

from odoo import api, fields, models

from .. import explain
from ..domain import expected_loss, policy
from ..domain.expected_loss import Sale

REASONS = 5
CREDIT_USER = "o2c_credit.group_credit_user"


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = "sale.order"

    # not for the customer, who reads his orders in the portal
    o2c_credit_card = fields.Json(
        "Credit of the customer",
        compute="_compute_o2c_credit_card",
        groups="base.group_user",
    )

    @api.depends(
        "partner_invoice_id",
        "company_id",
        "currency_id",
        "amount_total",
        "state",
        "payment_term_id",
        "order_line.product_id",
        "order_line.product_uom_qty",
        "order_line.discount",
    )
    @api.depends_context("uid", "lang")
    def _compute_o2c_credit_card(self):
        shown = self.filtered(lambda o: o.partner_invoice_id and o.state != "cancel")
        (self - shown).o2c_credit_card = False
        accounts = shown._o2c_known_accounts()
        cases = shown._o2c_cases()
        scores = shown._o2c_scores(accounts)
        for order in shown:
            account, case = accounts[order], cases[order]
            order.o2c_credit_card = {
                **explain.exposure.card(
                    self.env,
                    account.currency_id,
                    case.customer.exposure,
                    case.order.request,
                ),
                **order._o2c_card_score(account, scores[order]),
                **order._o2c_card_verdict(case),
                **order._o2c_card_loss(case, scores[order]),
            }

    def _o2c_known_accounts(self):
        """{order: its credit account}, not stored where there is none yet."""
        pairs = {order: (order.partner_invoice_id, order.company_id) for order in self}
        # the figures of a customer whose order the user may read
        accounts = self.env["o2c.credit.account"].sudo()._known(pairs.values())
        return {order: accounts[pair] for order, pair in pairs.items()}

    # ------------------------------------------------------------- who he is
    def _o2c_scores(self, accounts):
        """{order: ScoreResult}; None without a scorecard in force."""
        known = self.env["o2c.credit.account"].union(*accounts.values())
        scored = known._scores_now()
        return {order: scored.get(account) for order, account in accounts.items()}

    def _o2c_card_score(self, account, score):
        """Class, chance and the reasons in words; never points."""
        if not score:
            text = explain.card.class_text(self.env, None)
            return {"risk_class": False, "class_text": text, "reasons": []}
        return {
            "risk_class": score.risk_class,
            "class_text": explain.card.class_text(self.env, score.risk_class),
            "probability": explain.card.probability(self.env, score.probability),
            **self._o2c_card_internals(score),
            "reasons": explain.score.reasons(
                self.env, account.currency_id, score, REASONS
            ),
        }

    def _o2c_card_internals(self, score):
        """What credit users see beside it."""
        if not self.env.user.has_group(CREDIT_USER):
            return {}
        return {"internal": explain.card.internals(self.env, score)}

    # ------------------------------------------------------------- what the policy says
    def _o2c_card_verdict(self, case):
        """What confirming would come to; nothing for an order that is confirmed."""
        if self.state not in ("draft", "sent"):
            return {"verdict": False}
        hits = policy.evaluate(case.customer, case.order, case.rules).hits
        holding = [hit for hit in hits if hit.holds]
        warning = [h for h in hits if not h.holds and h.rule.effect.value == "warn"]
        title = explain.card.passes(self.env, warning)
        if holding:
            title = explain.card.held(self.env, len(holding))
        return {
            "verdict": {
                "state": "held" if holding else "warned" if warning else "passes",
                "title": title,
                "can_revise": self._origin.has_access("write")
                and self.browse().has_access("create"),
                "hits": [
                    {"holds": hit.holds, "text": self._o2c_hit_text(hit)}
                    for hit in [*holding, *warning]
                ],
            }
        }

    def _o2c_hit_text(self, hit):
        """A rule that the order hits, in words."""
        currency = self.company_id.currency_id
        return explain.policy.sentence(self.env, currency, hit.reason)

    # ------------------------------------------------------------- what it may cost
    def _o2c_card_loss(self, case, score):
        """The expected loss beside the margin, and how it comes about."""
        env, currency = self.env, self.company_id.currency_id
        margin = expected_loss.margin(self._o2c_sales())
        count = len(self._o2c_sold_lines())
        known = margin.missing < count
        section = {
            "margin_label": explain.card.margin_label(env),
            "margin": known and currency.format(float(margin.amount)),
            "missing": margin.missing
            and explain.card.margin_missing(env, margin.missing, count),
        }
        if score:
            section.update(self._o2c_loss(case, score, margin, known))
        return {"loss": count and section}

    def _o2c_loss(self, case, score, margin, known):
        env, currency = self.env, self.company_id.currency_id
        # a setting of the company, for whoever sells
        lost = self.company_id.root_id.sudo().o2c_loss_given_default
        share = Decimal(str(score.probability))
        amount = expected_loss.at_risk(case.customer.exposure, case.order.request)
        expected = expected_loss.expected_loss(
            share, amount, Decimal(str(lost)) / 100, case.cent
        )
        return {
            "label": explain.card.loss_label(env),
            "expected": currency.format(float(expected)),
            "formula": explain.card.loss(
                env, currency, score.probability, amount, lost
            ),
            "note": explain.card.loss_note(env),
            "bears": bool(known and expected <= margin.amount),
            "text": known
            and explain.card.verdict_of_loss(env, margin.amount, expected),
        }

    def _o2c_sold_lines(self):
        return self.order_line.filtered(
            lambda ln: ln.product_id and not ln.display_type and not ln.is_downpayment
        )

    def _o2c_sales(self):
        """The lines as revenue and cost, in company currency."""
        # costs are the company's own, whatever company the user looks from
        lines = self._o2c_sold_lines().with_company(self.company_id)
        return [
            Sale(self._o2c_in_company_currency(line.price_subtotal), line._o2c_cost())
            for line in lines
        ]


class SaleOrderLine(models.Model):
    _name = "sale.order.line"
    _inherit = "sale.order.line"

    def _o2c_cost(self):
        """What the line costs us in company currency, None when nobody entered it."""
        product = self.product_id.sudo()  # costs may be hidden; only their sum is told
        cost = product.standard_price
        if not cost:
            return None
        quantity = self.product_uom_id._compute_quantity(
            self.product_uom_qty, product.uom_id, round=False
        )
        return Decimal(str(cost)) * Decimal(str(quantity))
