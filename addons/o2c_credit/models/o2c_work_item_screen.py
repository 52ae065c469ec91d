"""What the screen of a collector shows: the queue, and one customer whole.

Texts are made here, for the reader; the screen shows them and knows no rule.
"""

from odoo import api, fields, models
from odoo.tools import format_date, html2plaintext

from .. import explain
from ..domain.work_list import Action
from .o2c_contact_collection import RESULTS
from .o2c_score import RISK_CLASSES

PAGE = 40
CONTACTS = 12
SHOWN_ACTIONS = [a for a in Action if a not in (Action.WAIT, Action.NONE)]


class O2cWorkItem(models.Model):
    _name = "o2c.work.item"
    _inherit = "o2c.work.item"

    @api.model
    def queue(self, options=None):
        """The first entries that the present user has to do, and how many there are.

        :param options: see ``_queue_domain``; ``order`` points or value; ``offset``
        """
        self._check_collector()
        options = options or {}
        now = fields.Datetime.now()
        domain = self._queue_domain(options, now)
        items = self.search(
            domain,
            order=self._queue_order(options),
            limit=PAGE,
            offset=max(0, int(options.get("offset") or 0)),
        )
        total, overdue, value = self._read_group(
            domain, [], ["__count", "overdue:sum", "expected_value:sum"]
        )[0]
        currency = self.env.company.root_id.currency_id
        return {
            "rows": [item._queue_row() for item in items],
            "count": total,
            "overdue": currency.format(overdue or 0.0),
            "value": currency.format(value or 0.0),
            "page": PAGE,
        }

    def _queue_row(self):
        names = self._selection_names("action")
        return {
            "id": self.id,
            "customer": self.partner_id.display_name,
            "action": self.action,
            "action_text": names[self.action],
            "points": self.points,
            "value": self.currency_id.format(self.expected_value),
            "overdue": self.currency_id.format(self.overdue),
            "days": self.days,
            "risk_class": self.risk_class or "",
            "mine": self.claimed_by_id == self.env.user,
        }

    @api.model
    def _selection_names(self, name, model=None):
        field = self.env[model or self._name]._fields[name]
        return dict(field._description_selection(self.env))

    @api.model
    def setup_values(self):
        """What the screen needs to know once: choices and their names."""
        self._check_collector()
        names = self._selection_names("action")
        results = self._selection_names("collection_result", "o2c.contact")
        return {
            "actions": [[a.value, names[a.value]] for a in SHOWN_ACTIONS],
            "results": [[code, results[code]] for code, _label in RESULTS],
            "classes": [code for code, _label in RISK_CLASSES],
            "today": str(self.env.company.root_id._o2c_credit_today()),
        }

    # ------------------------------------------------------------- one customer
    def detail(self):
        """Everything about the customer of this entry, as texts."""
        self.ensure_one()
        self._check_collector()
        self.check_access("read")
        return {
            **self._head(),
            "next": self._next(),
            "items": self._items(),
            "promises": self._promises(),
            "notices": self._notices(),
            "contacts": self._contacts(),
            "disputes": self._disputes(),
            "payer": self._payer(),
            "behaviour": self._behaviour(),
            "people": self._people(),
            "warnings": self._warnings(),
        }

    def _warnings(self):
        """What a collector has to know before he reaches for the telephone."""
        customer = self.partner_id.commercial_partner_id
        open_ones = customer._o2c_open_complaints(self.company_id)
        complaints = [
            explain.work.complaint(self.env, ticket, code)
            for ticket, code in open_ones.get(customer.id, ())
        ]
        return complaints + customer._o2c_contact_warnings().get(customer.id, [])

    def _head(self):
        account, partner = self.account_id, self.partner_id
        person = account.payer_contact_id or partner
        return {
            "id": self.id,
            "account_id": account.id,
            "partner_id": partner.id,
            "customer": partner.display_name,
            "address": partner.contact_address_inline,
            "person": person.name,
            "phone": person.phone or partner.phone or "",
            "email": person.email or partner.email or "",
            "risk_class": account.risk_class or "",
            "class_text": explain.card.class_text(self.env, account.risk_class),
            "collector": account.collector_id.name or "",
            "card": account.card,
            "note": html2plaintext(account.note or "").strip(),
            "taken": explain.work.taken(self) if self.is_claimed else "",
            "mine": self.claimed_by_id == self.env.user
            and self._is_held(fields.Datetime.now()),
        }

    def _next(self):
        rules = self.env["o2c.work.rule"].browse(
            [key for key, _number, _points in self.contributions or ()]
        )
        names = {rule.id: rule.name for rule in rules.exists()}
        snoozed = self.snoozed_until
        return {
            "action": self.action,
            "text": self._selection_names("action")[self.action],
            "reason": self.reason_text,
            "points": self.points,
            "rules": [
                {
                    "name": names.get(key, ""),
                    "number": explain.work.measured(number),
                    "points": points,
                }
                for key, number, points in self.contributions or ()
            ],
            "value": self.currency_id.format(self.expected_value),
            "formula": self.value_text,
            "snoozed": format_date(self.env, snoozed) if snoozed else "",
            "snooze_note": self.snooze_note or "",
        }

    def _items(self):
        """The open items of ledger and other ledgers, the oldest first."""
        today = self.company_id._o2c_credit_today()
        account = self.account_id
        found = account._open_items().get(account, ())
        rows = [self._item_row(item, today) for item in found]
        rows += [self._imported_row(item, today) for item in self._imported_items()]
        return sorted(rows, key=lambda row: (row["due_on"], row["number"]))

    def _imported_items(self):
        return self.env["o2c.history.item"].search(
            [
                ("partner_id.commercial_partner_id", "=", self.partner_id.id),
                ("company_id", "=", self.company_id.id),
                ("counts", "=", True),
                ("open_amount", "!=", 0),
            ]
        )

    def _item_row(self, item, today):
        currency = self.env["res.currency"].browse(item.currency)
        days = item.days_overdue(today)
        return {
            "key": item.key,
            "move_id": item.document,
            "number": item.number,
            "currency_id": currency.id,
            "currency": currency.name,
            "due_on": str(item.due_date),
            "due": format_date(self.env, item.due_date),
            "days": days,
            "late": days > 0 and item.residual > 0,
            "amount": currency.format(float(item.amount)),
            "residual": currency.format(float(item.residual)),
            "held": currency.format(float(item.held)) if item.held else "",
            "promised": currency.format(float(item.promised)) if item.promised else "",
            "claimable": currency.format(float(item.claimable)),
            "asked": float(item.claimable),
            "level": item.level or "",
            "credit": item.residual < 0,
        }

    def _imported_row(self, item, today):
        currency = self.currency_id
        days = (today - item.due_date).days
        disputed = item.disputed and item.open_amount > 0
        free = 0.0 if disputed else max(0.0, item.open_amount)
        return {
            "key": f"h{item.id}",
            "move_id": False,
            "number": item.number,
            "currency_id": currency.id,
            "currency": currency.name,
            "due_on": str(item.due_date),
            "due": format_date(self.env, item.due_date),
            "days": days,
            "late": days > 0 and item.open_amount > 0,
            "amount": currency.format(item.amount),
            "residual": currency.format(item.open_amount),
            "held": currency.format(item.open_amount) if disputed else "",
            "promised": "",
            "claimable": currency.format(free),
            "asked": 0.0,
            "level": "",
            "credit": item.open_amount < 0,
        }

    def _promises(self):
        names = self._selection_names("state", "o2c.promise")
        return [
            {
                "id": promise.id,
                "amount": promise.currency_id.format(promise.amount),
                "date": format_date(self.env, promise.date),
                "state": promise.state,
                "state_text": names[promise.state],
                "paid": promise.currency_id.format(promise.paid),
            }
            for promise in self.env["o2c.promise"].search(
                [("account_id", "=", self.account_id.id)], limit=8
            )
        ]

    def _notices(self):
        channels = self._selection_names("channel", "o2c.dunning.notice")
        states = self._selection_names("state", "o2c.dunning.notice")
        return [
            {
                "id": notice.id,
                "day": format_date(self.env, notice.day),
                "step": notice.step_id.name,
                "channel": channels[notice.channel],
                "state": notice.state,
                "state_text": states[notice.state],
                "total": notice.currency_id.format(notice.total),
                "level": notice.level,
            }
            for notice in self.env["o2c.dunning.notice"].search(
                [("account_id", "=", self.account_id.id)], limit=8
            )
        ]

    def _contacts(self):
        channels = self._selection_names("channel", "o2c.contact")
        found = self.env["o2c.contact"].search(
            [("partner_id", "=", self.partner_id.id)], limit=CONTACTS
        )
        return [
            {
                "id": contact.id,
                "at": format_date(
                    self.env, fields.Datetime.context_timestamp(contact, contact.at)
                ),
                "channel": contact.channel,
                "channel_text": channels[contact.channel],
                "direction": contact.direction,
                "user": contact.user_name or "",
                "person": contact.person_name or "",
                "summary": contact.summary,
                "details": contact.details or "",
            }
            for contact in found
        ]

    def _disputes(self):
        """What stops collection of this customer's items: the open holds."""
        holds = self.env["o2c.hold"].search(
            [
                ("partner_id", "=", self.partner_id.id),
                ("state", "=", "open"),
                ("reason_id.stops_collection", "=", True),
            ],
            limit=8,
        )
        return [
            {
                "id": hold.id,
                "name": hold.display_name,
                "reason": hold.reason_id.name,
                "since": format_date(self.env, hold.date_from),
                "amount": hold.currency_id.format(hold.amount)
                if hold.is_partial
                else "",
                "note": hold.note or "",
            }
            for hold in holds
        ]

    def _payer(self):
        account = self.account_id
        lines = []
        for name in ("payer_channel", "payer_lang", "payment_weekday"):
            if account[name]:
                text = self._selection_names(name, account._name)[account[name]]
                lines.append((account._fields[name].get_description(self.env), text))
        found = [{"label": d["string"], "value": text} for d, text in lines]
        if account.payment_day:
            label = account._fields["payment_day"].get_description(self.env)["string"]
            found.append({"label": label, "value": str(account.payment_day)})
        if account.quiet_from or account.quiet_to:
            days = [account.quiet_from, account.quiet_to]
            texts = [format_date(self.env, day) if day else "…" for day in days]
            found.append(
                {"label": self.env._("Left in peace"), "value": " - ".join(texts)}
            )
        return found

    def _behaviour(self):
        account = self.account_id
        result = account.sudo()._stored_score()  # the collector sees scores
        return {
            "score": account.score if account.score_date else False,
            "trend": self._selection_names("score_trend", account._name).get(
                account.score_trend, ""
            ),
            "habits": explain.habit.sentences(self.env, account._habit()),
            "why": explain.score.reasons(self.env, account.currency_id, result)
            if result
            else [],
            "kept": round(account.kept_rate),
            "promises_due": account.promises_due,
        }

    def _people(self):
        """Whom a call may be with: the customer and his people."""
        found = self.env["res.partner"].search(
            [("commercial_partner_id", "=", self.partner_id.id)], limit=20
        )
        people = found - self.partner_id
        chosen = self.account_id.payer_contact_id
        return [
            {
                "id": person.id,
                "name": person.name or person.display_name,
                "phone": person.phone or "",
                "chosen": person == chosen,
            }
            for person in self.partner_id + people
            if person.name
        ]
